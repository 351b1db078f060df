# Runs in Odoo's shell on a database without data: makes the demo's business, then lives
# its last twelve months day by day, through the ordinary code and the real billing job.
import sys

from dateutil.relativedelta import relativedelta

from odoo.modules.module import get_manifest
from odoo.tools import convert_file

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
    """On Mondays, customers pay what is some days old; two of them stopped doing so."""
    invoices = env["account.move"].search(
        [
            ("rental_run_id", "!=", False),
            ("state", "=", "posted"),
            ("payment_state", "=", "not_paid"),
            ("invoice_date", "<=", day - relativedelta(days=PAYS_AFTER)),
        ]
    )
    if day > today - relativedelta(months=2):
        invoices = invoices.filtered(lambda move: move.partner_id not in late_payers)
    if invoices:
        env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        ).create({"payment_date": day, "group_payment": False})._create_payments()


def add_charges():
    """A clerk charges a repair, and gives something back, on the next invoices."""
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
        env["subscription.charge.add"].create(
            {
                "subscription_id": env.ref(f"{ADDON}.{xmlid}").id,
                "product_id": env.ref(f"{ADDON}.{product}").id,
                "name": name,
                "amount": amount,
                "kind": kind,
            }
        ).action_add()


def credit_last_invoice(xmlid, day):
    """An accountant credits the last invoice of a subscription; return its period."""
    slot = env.ref(f"{ADDON}.{xmlid}").period_ids.sorted("date_start")[-1]
    invoice = slot.move_line_ids.move_id
    invoice._reverse_moves([{"invoice_date": day, "date": day}]).action_post()
    return slot


def correct(day):
    """Invoices are credited: one is billed again, one waits for an answer."""
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
    """Return when a draft begins here; what ran elsewhere moves in shortly before."""
    if subscription.moved_in_billing_date:
        return subscription.moved_in_billing_date - relativedelta(days=5)
    return subscription.date_start


def live(day):
    """Do what people and the job do on one day."""
    correct(day)
    starting = subscriptions.filtered(
        lambda one: one.state == "draft" and first_day(one) == day
    )
    for subscription in starting:
        subscription._activate(day)
    for xmlid, months, move in (
        ("subscription_cargo_left", 3, lambda one: one._cancel(day, "Moved away")),
        ("subscription_tablet_left", 2, lambda one: one._cancel(day, "Closed shop")),
        (
            "subscription_phone_paused",
            1,
            lambda one: one._set_state("paused", date_paused=day),
        ),
    ):
        if day == today - relativedelta(months=months):
            one = env.ref(f"{ADDON}.{xmlid}")
            move(one)
            one._refresh_billing_date()
    if day == today - relativedelta(months=2):
        add_charges()
    env["subscription.billing.run"]._bill_company(company, day)
    if day.weekday() == 0:
        pay(day)
    env.cr.commit()


day = today - relativedelta(months=12)
while day <= today:
    live(day)
    if day.day == 1:
        sys.stdout.write(f"day {day}\n")
        sys.stdout.flush()
    day += relativedelta(days=1)

# What lies ahead: a start that is awaited.
for subscription in subscriptions.filtered("date_start"):
    if subscription.state == "draft":
        subscription._activate(today)
env.cr.commit()
