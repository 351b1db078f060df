"""Terms as sellers make them: a season, a pricelist, a skip, another billing day."""

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

ADDON = "subscription_rental"
MONTHS = 9
SUMMER = range(4, 11)


class Terms:
    """A terrace that is rented in summer, and chairs at the price of a good customer."""

    def __init__(self, env, company, today):
        """Make plans and drafts: both start months ago."""
        self.env = env
        self.company = company
        self.today = today
        self.start = today - relativedelta(months=MONTHS)
        self.terrace = self._subscribe("partner_hostel", self._terrace())
        partner = env.ref(f"{ADDON}.partner_school")
        partner.property_product_pricelist = env["product.pricelist"].create(
            {
                "name": "Schools",
                "currency_id": company.currency_id.id,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "percentage",
                            "percent_price": 15.0,
                        }
                    )
                ],
            }
        )
        self.chairs = self._subscribe("partner_school", self._chairs())

    def _subscribe(self, partner, plan):
        return self.env["subscription.subscription"].create(
            {
                "partner_id": self.env.ref(f"{ADDON}.{partner}").id,
                "plan_id": plan.id,
                "date_start": self.start,
            }
        )

    def _plan(self, name, product, price, line=None, **values):
        template = self.env["product.template"].create(
            {
                "name": product,
                "type": "service",
                "list_price": price,
                "taxes_id": [Command.set(self.company.account_sale_tax_id.ids)],
            }
        )
        line = {"product_tmpl_id": template.id, "price_unit": price, **(line or {})}
        return self.env["subscription.plan"].create(
            {
                "name": name,
                "invoice_mode": "post",
                "line_ids": [Command.create(line)],
                **values,
            }
        )

    def _terrace(self):
        """Return a plan that is billed in summer, the first month at half price."""
        closed = {f"closed_in_{n}": n not in SUMMER for n in range(1, 13)}
        phases = {"phases": "1 x -50%"}
        return self._plan(
            "Terrace, April to October", "Tables of a terrace", 89.0, phases, **closed
        )

    def _chairs(self):
        """Return a plan to which the customer's pricelist applies."""
        return self._plan("Chairs", "Chairs", 45.0, uses_pricelist=True)

    def live(self, day):
        """Start both; skip a month of the chairs, and move their billing day later."""
        if day == self.start:
            self.terrace._activate(day)
            self.chairs._activate(day)
        if day == self.today - relativedelta(months=5):
            holidays = self.chairs.next_period_start
            self.chairs._skip_period(holidays, day, "School holidays")
        if day == self.today - relativedelta(days=3):
            # Between two billing days, whatever day it is.
            later = self.chairs.next_period_start + relativedelta(days=10)
            self.chairs._move_billing_day(later, day)
