"""Debits that wait for the next collection, and the managers who make it."""

from odoo import Command

from tests.crash.backlog import DAY

ADMIN = 2
COUNT = 5
PRICE = 29.0
CREDITOR, ACCOUNT, DEBTOR = "DE98ZZZ09999999999", "BE68539007547034", "NL91ABNA0417164300"
COLLECTIONS = "subscription.sepa.collection"


def build(env):
    """Let the company collect at its bank; return its managers, and a plan of debits."""
    env = env(user=ADMIN, context={**env.context, "tracking_disable": True})
    company = env.company
    _enable(env, company)
    managers = [ADMIN, _make_manager(env).id]
    env.user.group_ids += env.ref("subscription_rental.group_manager")
    plan = _make_plan(env, company)
    add(env, plan, COUNT)
    return managers, plan.id


def _enable(env, company):
    euro = env.ref("base.EUR")
    euro.active = True
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    expense = env["account.account"].search([("account_type", "=", "expense")], limit=1)
    company.write(
        {
            "currency_id": euro.id,
            "subscription_tz": "UTC",
            "subscription_creditor_identifier": CREDITOR,
            "subscription_sepa_notice_days": 3,
            "subscription_sepa_second_person": True,
            "subscription_sepa_fee_account_id": expense.id,
        }
    )
    journal.bank_account_id = env["res.partner.bank"].create(
        {"acc_number": ACCOUNT, "partner_id": company.partner_id.id}
    )
    provider = env["payment.provider"].search(
        [("code", "=", "rental_sepa"), ("company_id", "=", company.id)]
    )
    provider.journal_id = journal
    provider.write({"state": "enabled", "is_published": True})


def _make_manager(env):
    return env["res.users"].create(
        {
            "name": "Second",
            "login": "second",
            "group_ids": [Command.set(env.ref("subscription_rental.group_manager").ids)],
        }
    )


def _make_plan(env, company):
    product = env["product.product"].create(
        {"name": "Bike", "type": "service", "list_price": PRICE, "taxes_id": False}
    )
    line = {"product_tmpl_id": product.product_tmpl_id.id, "price_unit": PRICE}
    plan = env["subscription.plan"].create(
        {
            "name": "Collected",
            "invoice_mode": "collect",
            "line_ids": [Command.create(line)],
        }
    )
    plan._approve_sending(company)
    return plan


def add(env, plan, count):
    """Bill `count` new customers with mandates; their debits are made, and wait."""
    env = env(user=ADMIN, context={**env.context, "tracking_disable": True})
    term = env.ref("account.account_payment_term_immediate")
    for number in range(count):
        # Of each scheme and sequence, so that there are several collections.
        business, once = number % 2, number // 2 % 2
        partner = env["res.partner"].create(
            {
                "name": f"Customer {number}",
                "email": f"customer{number}@example.com",
                "is_company": business,
            }
        )
        subscription = env["subscription.subscription"].create(
            {
                "partner_id": partner.id,
                "plan_id": plan.id,
                "date_start": DAY,
                "payment_term_id": term.id,
            }
        )
        mandate = env["subscription.sepa.mandate"].create(
            {
                "partner_id": partner.id,
                "iban": DEBTOR,
                "scheme": "B2B" if business else "CORE",
                "kind": "one_off" if once else "recurrent",
                "signed_on": DAY,
                "subscription_ids": [Command.set(subscription.ids)],
            }
        )
        mandate.action_activate()
        if business:
            mandate.action_confirm()
        subscription._activate(DAY)
        subscription._bill_due_periods(DAY)
    run_job(env)


def run_job(env):
    """Run the collection job of the company."""
    job = env(su=True)["subscription.collection.job"].with_company(env.company)
    job._collect_company(env.company, DAY)


def open_one(env, plan):
    """Leave one collection that is to be checked, and one debit that waits for it."""
    env.company.subscription_sepa_second_person = False
    collections = env[COLLECTIONS]
    for open_ in collections.search([("state", "in", ["draft", "approved"])]):
        open_.action_export()
    plan = env["subscription.plan"].browse(plan)
    add(env, plan, 1)
    collections.action_make_collections()
    add(env, plan, 1)
