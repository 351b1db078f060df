"""The business of the crash tests: many subscriptions that were not billed for months."""

import os
from datetime import date, timedelta
from itertools import cycle

# "Today" in all processes: no test reads the clock.
DAY = date(2024, 4, 15)
# `CRASH_COUNT` makes it longer than each run of the tests can wait for.
COUNT = int(os.environ.get("CRASH_COUNT") or 160)

PLANS = {
    "plain": {},
    "fee": {"setup_fee": 25.0},
    "calendar": {"alignment": "calendar", "alignment_day": 1},
    "arrears": {"billing_timing": "arrears"},
    "draft": {"invoice_mode": "draft"},
    "euro": {"setup_fee": 9.99},
    "term": {"term_count": 1},
    "renewed": {"term_count": 1, "renewal": "automatic"},
}


def build(env):
    """Make the subscriptions of the crash tests in a database that has none."""
    env = env(context={**env.context, "tracking_disable": True})
    env.company.write({"subscription_backlog_limit": 0, "subscription_tz": "UTC"})
    plans = list(_plans(env).values())
    partners = env["res.partner"].create(
        [{"name": f"Customer {number}"} for number in range(COUNT - COUNT // 10)]
    )
    subscriptions = env["subscription.subscription"].create(
        [
            {
                # Some customers have two.
                "partner_id": partners[number % len(partners)].id,
                "plan_id": plan.id,
                "date_start": _start(number, plan),
            }
            for number, plan in zip(range(COUNT), cycle(plans), strict=False)
        ]
    )
    for number, subscription in enumerate(subscriptions):
        # Every 15th waits for the job to start it, too.
        known = subscription.date_start - timedelta(days=1)
        subscription._activate(known if number % 15 == 0 else DAY)
    _add_credits(subscriptions[::20])


def _start(number, plan):
    """Return a first day: one, two or three periods of it were missed."""
    days = (12, 12, 32, 63)[number // len(PLANS) % 4] + number % 7
    return DAY - timedelta(days=days + 31 * (plan.billing_timing == "arrears"))


def _plans(env):
    euro = env.ref("base.EUR")
    euro.active = True
    env["res.currency.rate"].create(
        {"currency_id": euro.id, "company_rate": 0.91, "name": "2020-01-01"}
    )
    products = env["product.product"].create(
        [
            {"name": "Bike", "type": "service", "list_price": 33.33},
            {"name": "Insurance", "type": "service", "list_price": 4.99},
        ]
    )
    lines = [
        (0, 0, {"product_tmpl_id": product.product_tmpl_id.id, "quantity": quantity})
        for product, quantity in zip(products, (1.0, 3.0), strict=True)
    ]
    return {
        name: env["subscription.plan"].create(
            {
                "name": name,
                "line_ids": lines,
                "currency_id": euro.id if name == "euro" else env.company.currency_id.id,
                **values,
            }
        )
        for name, values in PLANS.items()
    }


def _add_credits(subscriptions):
    """Owe some customers more than one invoice can take."""
    for subscription in subscriptions:
        subscription.env["subscription.charge"].create(
            {
                "subscription_id": subscription.id,
                "kind": "credit",
                "product_id": subscription.line_ids[0].product_id.id,
                "name": "Broken for some weeks",
                "amount": -60.0,
                "source_key": "broken",
            }
        )
