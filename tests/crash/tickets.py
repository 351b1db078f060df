"""A till with a pack of one session, and the processes that want it at the same moment."""

from functools import partial
from uuid import uuid4

from odoo import Command, api, fields
from odoo.exceptions import UserError
from odoo.service.model import retrying

ADMIN = 2


def build(env):
    """Open two tills and sell a pack of one session; return what tickets need to know."""
    env = env(user=ADMIN, context={**env.context, "tracking_disable": True})
    company = env.company
    if not company.chart_template:
        charts = env["account.chart.template"]
        charts.try_loading("generic_coa", company, install_demo=False)
    env.user.group_ids += env.ref("point_of_sale.group_pos_manager")
    pack, service = env["product.product"].create(
        [
            {"name": name, "type": "service", "list_price": 22.0, "taxes_id": False}
            for name in ("Pack", "Massage")
        ]
    )
    liability = _account(env, "460900", "liability_current")
    company.rental_prepaid_liability_account_id = liability
    offer = env["subscription.prepaid.offer"].create(
        {
            "product_id": pack.id,
            "vat_kind": "at_use",
            "sessions": 1,
            "liability_account_id": liability.id,
            "breakage_account_id": _account(env, "743900", "income_other").id,
            "service_ids": [Command.create({"product_id": service.id})],
        }
    )
    customer = env["res.partner"].create({"name": "Ann"})
    sold = env["subscription.prepaid"].sudo().create(offer._prepare_prepaid_vals(customer))
    offer.service_ids._copy_to(sold)
    batch = sold._grant_for(f"sold,{sold.id}", {}, 1, 22.0, fields.Date.today())
    batch._set_frozen(False, fields.Date.today())
    journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
    bank = env["pos.payment.method"].create({"name": "Bank", "journal_id": journal.id})
    tills = env["pos.config"].create(
        [
            {"name": name, "payment_method_ids": [Command.set(bank.ids)]}
            for name in ("Salon", "Spa")
        ]
    )
    for till in tills:
        till.rental_uses_prepaid = True
        till.open_ui()
        till.current_session_id.set_opening_control(0, "")
    return {
        "pack": sold.id,
        "customer": customer.id,
        "service": service.id,
        "tills": tills.ids,
    }


def _account(env, code, kind):
    accounts = env["account.account"]
    known = accounts.search([("code", "=", code)], limit=1)
    values = {"code": code, "name": code, "account_type": kind}
    return known or accounts.create(values)


def claim(registry, facts, till, barrier):
    """Claim the session for a line of this till; return what the cashier is told."""
    arguments = (facts["pack"], facts["customer"], str(uuid4()), facts["service"], 1)

    def ask(env):
        env["pos.config"].browse(till).rental_claim_sessions(*arguments)

    return _try(registry, ask, barrier)


def pay(registry, facts, till, barrier):
    """Send a paid ticket that uses the session unclaimed; return what is told."""

    def send(env):
        env["pos.order"].sync_from_ui([_ticket(env, facts, till)])

    return _try(registry, send, barrier)


def _try(registry, work, barrier):
    barrier.wait(60)
    try:
        with registry.cursor() as cursor:
            env = api.Environment(cursor, ADMIN, {})
            retrying(partial(work, env), env)
    except UserError as error:
        return str(error)
    return None


def _ticket(env, facts, till):
    """Return the ticket of a till that uses the session."""
    config = env["pos.config"].browse(till)
    line = {
        "uuid": str(uuid4()),
        "product_id": facts["service"],
        "qty": 1,
        "price_unit": 22.0,
        "discount": 0.0,
        "tax_ids": [],
        "price_subtotal": 22.0,
        "price_subtotal_incl": 22.0,
        "full_product_name": "Massage",
        "name": "Massage",
        "rental_prepaid_id": facts["pack"],
    }
    payment = {
        "amount": 22.0,
        "payment_method_id": config._get_till_prepaid_method().id,
        "uuid": str(uuid4()),
        "name": fields.Datetime.now(),
    }
    return {
        "uuid": str(uuid4()),
        "access_token": str(uuid4()),
        "state": "paid",
        "session_id": config.current_session_id.id,
        "partner_id": facts["customer"],
        "lines": [Command.create(line)],
        "payment_ids": [Command.create(payment)],
        "amount_total": 22.0,
        "amount_tax": 0.0,
        "amount_paid": 22.0,
        "amount_return": 0.0,
        "date_order": fields.Datetime.to_string(fields.Datetime.now()),
        "fiscal_position_id": False,
        "pricelist_id": False,
        "to_invoice": False,
        "user_id": ADMIN,
    }
