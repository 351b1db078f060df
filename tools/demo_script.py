# Runs in Odoo's shell on a database without data: makes the demo's business, then lives
# its last twelve months day by day, through the ordinary code and the real billing job.
import datetime
import os
import sys

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.modules.module import get_manifest
from odoo.tools import convert_file

# Odoo's shell knows its own folders only.
sys.path.append(os.getcwd())
from tools import (
    demo_copier,
    demo_goods,
    demo_salon,
    demo_sepa,
    demo_shop,
    demo_terms,
)

ADDON = "subscription_rental"
PAYS_AFTER = 6  # days

env = env(context={**env.context, "mail_notrack": True, "mail_create_nosubscribe": True})
company = env.company
company.write(
    {
        "name": "Loop Rentals",
        "street": "Rue du Marché 12",
        "zip": "1000",
        "city": "Brussels",
        "country_id": env.ref("base.be").id,
        "email": "hello@loop.example.com",
        "subscription_tz": "Europe/Brussels",
    }
)
company.partner_id.tz = "Europe/Brussels"
env["account.chart.template"].try_loading("be_comp", company, install_demo=False)
env.ref("base.user_admin").write({"tz": "Europe/Brussels", "lang": "en_US"})
env["res.config.settings"].create({"group_uom": False}).execute()

for name in ("product_setup_fee", "product_early_fee", "product_damage_waiver"):
    env.ref(f"{ADDON}.{name}").taxes_id = company.account_sale_tax_id

for path in get_manifest(ADDON)["demo"]:
    convert_file(env, ADDON, path, {}, mode="init", noupdate=True)


def make_user(login, name, groups):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "login": login,
                "password": login,
                "name": name,
                "tz": "Europe/Brussels",
                "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
            }
        )
    )


clerk = make_user("clerk", "Shop clerk", [f"{ADDON}.group_user_own"])
make_user(
    "accountant",
    "Accountant",
    ["account.group_account_manager", f"{ADDON}.group_billing_reader"],
)

customer = make_user("customer", "Buyer of the club", ["base.group_portal"])
customer.partner_id.parent_id = env.ref(f"{ADDON}.partner_velo")
customer.partner_id.email = "customer@example.com"

subscriptions = env["subscription.subscription"].search([])
subscriptions.user_id = env.ref("base.user_admin")
subscriptions[::2].user_id = clerk
for partner in subscriptions.partner_id:
    partner.property_payment_term_id = env.ref("account.account_payment_term_15days")
    partner.lang = "fr_FR" if partner.country_id.code == "FR" else "nl_NL"

# Its cargo bikes come on one invoice.
env.ref(f"{ADDON}.partner_courier").rental_invoice_sharing = "customer"

late_payers = env.ref(f"{ADDON}.partner_atelier") | env.ref(f"{ADDON}.partner_brasserie")
# Their currency is switched off since: nobody noticed until the first bill.
trouble = env.ref(f"{ADDON}.subscription_london")
env["res.currency.rate"].create(
    {"currency_id": env.ref("base.GBP").id, "company_rate": 0.85, "name": "2020-01-01"}
)
env.ref("base.GBP").active = False
today = company._subscription_today()


def pay(day):
    """Pay invoices that are some days old; two customers have stopped paying."""
    invoices = env["account.move"].search(
        [
            ("rental_run_id", "!=", False),
            ("state", "=", "posted"),
            ("payment_state", "=", "not_paid"),
            ("invoice_date", "<=", day - relativedelta(days=PAYS_AFTER)),
        ]
    )
    invoices = invoices.filtered(
        lambda move: (
            "collect" not in move.rental_subscription_ids.plan_id.mapped("invoice_mode")
        )
    )
    if day > today - relativedelta(months=2):
        invoices = invoices.filtered(lambda move: move.partner_id not in late_payers)
    if invoices:
        env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        ).create({"payment_date": day, "group_payment": False})._create_payments()


def add_charges():
    """Charge a lost key, and credit some days, on the next invoices of subscriptions."""
    for xmlid, product, name, amount, kind in (
        ("subscription_bike_velo", "product_lock", "Lost key of the lock", 12.0, "other"),
        (
            "subscription_phone_courier",
            "product_phone",
            "Three days without",
            2.99,
            "credit",
        ),
    ):
        env["subscription.charge.add.dialog"].create(
            {
                "subscription_id": env.ref(f"{ADDON}.{xmlid}").id,
                "product_id": env.ref(f"{ADDON}.{product}").id,
                "name": name,
                "amount": amount,
                "kind": kind,
            }
        ).action_add()


def credit_last_invoice(xmlid, day):
    """Credit the last invoice of a subscription, as an accountant; return its period."""
    slot = env.ref(f"{ADDON}.{xmlid}").period_ids.sorted("date_start")[-1]
    invoice = slot.move_line_ids.move_id
    invoice._reverse_moves([{"invoice_date": day, "date": day}]).action_post()
    return slot


def correct(day):
    """Credit or delete invoices on some days; one period is billed again."""
    if day == today - relativedelta(days=40):
        slot = credit_last_invoice("subscription_cargo_bakkerij", day)
        slot._bill_what_is_left(day)
    if day == today - relativedelta(days=20):
        # A draft is deleted: its period is void, and can be billed again.
        office = env.ref(f"{ADDON}.subscription_office_clinic").period_ids
        office.sorted("date_start")[-1].move_line_ids.move_id.unlink()
    if day == today - relativedelta(days=9):
        credit_last_invoice("subscription_bike_hostel", day)


def first_day(subscription):
    """Return the day on which a draft begins, or is moved in from elsewhere."""
    if subscription.moved_in_billing_date:
        return subscription.moved_in_billing_date - relativedelta(days=5)
    return subscription.date_start


def change(subscription, day, **values):
    """A clerk changes the first line of a subscription in mid-period."""
    line = subscription.line_ids.filtered(lambda one: not one.date_to)[:1]
    vals = {**line._prepare_change_vals(), **values}
    vals.pop("line_id")
    planned = subscription._plan_change([(line, vals)], day, policy=subscription.proration)
    subscription._apply_change(planned, day, at_once=False)


def change_plan(xmlid, plan, day):
    """A clerk changes the plan of a subscription in mid-period."""
    subscription = env.ref(f"{ADDON}.{xmlid}")
    plan = env.ref(f"{ADDON}.{plan}")
    lines = subscription.line_ids.filtered(lambda one: not one.date_to)
    edits = [(line, None) for line in lines]
    edits += [
        (lines.browse(), line._prepare_subscription_line_vals(subscription, day))
        for line in plan.line_ids
    ]
    planned = subscription._plan_change(
        edits, day, policy=subscription.proration, plan=plan
    )
    subscription._apply_change(planned, day, at_once=False)


def sell(partner, products, **values):
    """Return a quotation: [(product, plan or None, other values)]."""
    return env["sale.order"].create(
        {
            "partner_id": env.ref(f"{ADDON}.{partner}").id,
            "order_line": [
                (
                    0,
                    0,
                    {
                        "product_id": env.ref(f"{ADDON}.{product}").id,
                        "rental_plan_id": plan and env.ref(f"{ADDON}.{plan}").id,
                        **others,
                    },
                )
                for product, plan, others in products
            ],
            **values,
        }
    )


def store_method(customer, **values):
    """Return a stored method of that customer, of the simulated provider."""
    return env["payment.token"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": provider.payment_method_ids[:1].id,
            "partner_id": env.ref(f"{ADDON}.{customer}").id,
            "payment_details": "4242",
            "provider_ref": "simulated",
            "rental_expiry": today + relativedelta(years=2),
            "demo_simulated_state": "done",
            **values,
        }
    )


def subscribe_collected(customer, fails):
    """Return a subscription whose next bill is `fails` days before today."""
    day = today - relativedelta(days=fails)
    subscription = env["subscription.subscription"].create(
        {
            "partner_id": env.ref(f"{ADDON}.{customer}").id,
            "plan_id": collected_plan.id,
            "date_start": day - relativedelta(months=2),
            "payment_term_id": env.ref("account.account_payment_term_immediate").id,
        }
    )
    subscription.payment_token_id = store_method(customer)
    return subscription


# One customer for each stage of a payment that fails; the card fails from that day on.
provider = env["payment.provider"].search(
    [("code", "=", "demo"), ("company_id", "=", company.id)], limit=1
)
provider.write({"state": "test", "is_published": True, "allow_tokenization": True})
collected_plan = env.ref(f"{ADDON}.plan_collected")
collected_plan._write_kept({"approved_company_ids": company.ids})
STAGES = {
    "partner_velo": 2,  # tried again tomorrow
    "partner_bakkerij": 12,  # reminded
    "partner_school": 16,  # suspended
    "partner_library": 25,  # warned
    "partner_coop": 33,  # terminated, and could be revived
    "partner_clinic": 60,  # ended for good
    "partner_theatre": 20,  # on hold
    "partner_studio": 8,  # paid at the second try
    "partner_courier": 9,  # in flight, as debits are for days
    "partner_hostel": 6,  # nobody knows
}
collected = {name: subscribe_collected(name, days) for name, days in STAGES.items()}


def collect(day):
    """Charge stored methods and dun unpaid invoices on `day`, as the jobs do."""
    for name, subscription in collected.items():
        if subscription.state == "draft" and subscription.date_start <= day:
            subscription._activate(day)
        fails = today - relativedelta(days=STAGES[name])
        if day == fails:
            state = "pending" if name == "partner_courier" else "error"
            subscription.payment_token_id.demo_simulated_state = state
        if name == "partner_studio" and day == fails + relativedelta(days=4):
            subscription.payment_token_id.demo_simulated_state = "done"
        if name == "partner_theatre" and day == fails + relativedelta(days=12):
            subscription.dunning_case_ids._hold("Pays by the end of the month", day)
    with freeze_time(f"{day} 12:00:00"):
        if day == today - relativedelta(days=STAGES["partner_hostel"]):
            move = collected["partner_hostel"]._get_open_invoices()
            move._start_charge(day)._doubt("The provider did not answer.")
        charge(day)
        env["subscription.dunning.job"].with_company(company)._dun_company(company, day)
        charge(day)


def charge(day):
    """Let the job charge what is due, if anything is: most days nothing is."""
    moves = env["account.move"]
    if moves.search_count(moves._collectable_domain(company, day), limit=1):
        job = env["subscription.collection.job"].with_company(company)
        job._collect_company(company, day)


def live(day):
    """Play one day: what people do with subscriptions, then the jobs."""
    correct(day)
    fleet.live(day)
    copier.live(day)
    terms.live(day)
    direct_debit.live(day)
    starting = subscriptions.filtered(
        lambda one: one.state == "draft" and first_day(one) == day
    )
    for subscription in starting:
        subscription._activate(day)
    for xmlid, months, move in (
        ("subscription_cargo_left", 3, lambda one: one._cancel(day, "Moved away")),
        ("subscription_tablet_left", 2, lambda one: one._cancel(day, "Closed shop")),
        ("subscription_phone_paused", 1, lambda one: one._pause(day, rule="credited")),
        ("subscription_bike_school", 6, lambda one: one._pause(day, rule="moved")),
        ("subscription_bike_school", 5, lambda one: one._resume(day)),
        ("subscription_bike_velo", 4, lambda one: change(one, day, quantity=3)),
        ("subscription_phone_courier", 7, lambda one: change(one, day, discount=10)),
    ):
        if day == today - relativedelta(months=months):
            move(env.ref(f"{ADDON}.{xmlid}"))
    if day == today - relativedelta(days=70):
        change_plan("subscription_phone_theatre", "plan_phone_short", day)
    if day == today - relativedelta(days=5):
        # At the end of what is paid, and a change of mind is possible until then.
        rental = env.ref(f"{ADDON}.subscription_cargo_courier")
        rental._schedule_cancel(rental._get_period_end(day), day, "Gives up deliveries")
    if day == today - relativedelta(months=2):
        add_charges()
    env["subscription.billing.job"]._bill_company(company, day)
    env["subscription.renewing.job"].with_company(company)._offer_company(company, day)
    if day.weekday() == 0:
        pay(day)
    collect(day)
    env.cr.commit()


# Setting the clock is slow, but quick while it is set already; the year has many days.
clock = freeze_time(datetime.datetime.now(tz=datetime.timezone.utc), tick=True)
clock.start()
fleet = demo_goods.Fleet(env, company, today)
copier = demo_copier.Copier(env, company, today)
terms = demo_terms.Terms(env, company, today)
direct_debit = demo_sepa.DirectDebit(env, company, today)
day = today - relativedelta(months=12)
while day <= today:
    live(day)
    if day.day == 1:
        sys.stdout.write(f"day {day}\n")
        sys.stdout.flush()
    day += relativedelta(days=1)
fleet.ship_coffee()
clock.stop()

# What the shop sells these days: a quotation, an order that waits for its payment, one
# that is paid and to be handed over.
env.ref(f"{ADDON}.product_bike").product_tmpl_id.write(
    {
        "rental_cover_product_id": env.ref(f"{ADDON}.product_lock").id,
        "rental_deposit": 150.0,
        "rental_replacement_value": 640.0,
    }
)
company.subscription_deposit_account_id = env["account.account"].search(
    [
        ("account_type", "=", "liability_current"),
        ("company_ids", "in", company.ids),
        ("code", "=like", "488%"),
    ],
    limit=1,
) or env["account.account"].search(
    [("account_type", "=", "liability_current"), ("company_ids", "in", company.ids)],
    limit=1,
)
rented = env.ref(f"{ADDON}.plan_bike").copy({"name": "City bike, paid first"})
rented.write({"start_on_payment": True, "start_on_handover": True})
env["ir.model.data"].create(
    {
        "module": ADDON,
        "name": "plan_bike_paid_first",
        "model": rented._name,
        "res_id": rented.id,
        "noupdate": True,
    }
)
bike = ("product_bike", "plan_bike", {"product_uom_qty": 2, "rental_with_cover": True})
sell("partner_studio", [bike, ("product_lock", None, {"product_uom_qty": 2})])
for partner in ("partner_school", "partner_library"):
    order = sell(partner, [("product_bike", "plan_bike_paid_first", {})])
    order.action_confirm()
invoice = order.rental_subscription_ids.period_ids.move_line_ids.move_id
env["account.payment.register"].with_context(
    active_model="account.move", active_ids=invoice.ids
).create({})._create_payments()
env.cr.commit()

# What lies ahead: a start that is awaited.
for subscription in subscriptions.filtered("date_start"):
    if subscription.state == "draft":
        subscription._activate(today)
env.cr.commit()

demo_salon.open_salon(env, company, today)
demo_shop.open_shop(env, company, ADDON)
env.cr.commit()
