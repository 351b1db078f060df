"""The same business for every contestant: customers, two products, one tax, one day."""

from odoo import Command, fields

REFERENCE = "benchmark"
PRICES = (30.0, 9.99)
CHUNK = 500
# So many subscriptions a customer has whose bills can share an invoice.
SHARED = 10


def customers(env):
    """Return who is billed, in the order in which they were made."""
    return env["res.partner"].search([("ref", "=", REFERENCE)], order="id")


def products(env):
    """Return the two products that stand on every invoice."""
    domain = [("default_code", "=like", f"{REFERENCE}-%")]
    return env["product.product"].search(domain, order="id")


class Seed:
    """Fill a database: `count` customers, each with one of each of `parts`."""

    def __init__(self, env, count, *parts):
        # Nobody reads the history of a benchmark's own data.
        self.env = env(context={**env.context, "tracking_disable": True})
        self.count = int(count)
        self.parts = parts
        self.today = fields.Date.today()

    def run(self):
        """Make the data, commit it, and let the database look at it."""
        self.env.company.subscription_tz = "UTC"
        sold = self._make_products()
        bought = [PARTS[part](self.env, sold, self.today) for part in self.parts]
        for first in range(0, self.count, CHUNK):
            owners = self._make_customers(range(first, min(first + CHUNK, self.count)))
            for make in bought:
                make(owners)
            self.env.cr.commit()
            self.env.invalidate_all()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()
        return {}

    def _make_products(self):
        account = self.env["account.account"].search(
            [("account_type", "=", "income")], limit=1
        )
        return self.env["product.product"].create(
            [
                {
                    "name": f"Bike {number}",
                    "default_code": f"{REFERENCE}-{number}",
                    "type": "service",
                    "list_price": price,
                    "taxes_id": [Command.set(self.env.company.account_sale_tax_id.ids)],
                    # Not all contestants ask the category.
                    "property_account_income_id": account.id,
                }
                for number, price in enumerate(PRICES)
            ]
        )

    def _make_customers(self, numbers):
        # They were billed before: a first invoice makes a customer of a contact.
        return self.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "ref": REFERENCE,
                    "email": f"customer{number}@example.com",
                    "customer_rank": 1,
                }
                for number in numbers
            ]
        )


def _ours(env, sold, today, times=1):
    plan = env["subscription.plan"].create(
        {
            "name": "Monthly bikes",
            "line_ids": [
                Command.create(
                    {
                        "product_tmpl_id": product.product_tmpl_id.id,
                        "price_unit": product.list_price,
                    }
                )
                for product in sold
            ],
        }
    )

    def make(owners):
        subscriptions = env["subscription.subscription"].create(
            [
                {"partner_id": owner.id, "plan_id": plan.id, "date_start": today}
                for owner in owners
                for _time in range(times)
            ]
        )
        for subscription in subscriptions:
            subscription._start(today)

    return make


def _shared(env, sold, today):
    return _ours(env, sold, today, SHARED)


def _contract(env, sold, today):
    def make(owners):
        env["contract.contract"].create(
            [
                {
                    "name": f"Contract of {owner.name}",
                    "partner_id": owner.id,
                    "contract_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "name": product.name,
                                "quantity": 1,
                                "price_unit": product.list_price,
                                "date_start": today,
                                "recurring_next_date": today,
                            }
                        )
                        for product in sold
                    ],
                }
                for owner in owners
            ]
        )

    return make


def _subscription_oca(env, sold, _today):
    template = env["sale.subscription.template"].create(
        {"name": "Monthly bikes", "recurring_rule_type": "months"}
    )
    pricelist = env["product.pricelist"].create({"name": "Benchmark"})
    stage = env["sale.subscription.stage"].search([("type", "=", "in_progress")], limit=1)

    def make(owners):
        subscriptions = env["sale.subscription"].create(
            [
                {
                    "partner_id": owner.id,
                    "template_id": template.id,
                    "pricelist_id": pricelist.id,
                    "sale_subscription_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": 1,
                                "price_unit": product.list_price,
                            }
                        )
                        for product in sold
                    ],
                }
                for owner in owners
            ]
        )
        # This starts them, and makes today their next date.
        subscriptions.write({"stage_id": stage.id})

    return make


PARTS = {
    "ours": _ours,
    "shared": _shared,
    "contract": _contract,
    "subscription_oca": _subscription_oca,
}
