from odoo import Command
from odoo.tests import freeze_time

from .common import PrepaidCommon


class CreditCommon(PrepaidCommon):
    """A plan with credit of 50 a month, subscribed by Ann."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls._service("Credit of 50", 50.0)
        cls.offer = cls.env["subscription.prepaid.offer"].create(
            {"product_id": product.id, "kind": "amount", "vat_kind": "at_use"}
        )
        cls.credit_plan = cls._plan()
        cls.credit_plan.line_ids = [
            Command.clear(),
            Command.create({"product_tmpl_id": product.product_tmpl_id.id}),
        ]
        cls.credit_plan.line_ids.price_unit = 50.0

    def _subscribed(self):
        return self._subscription(partner_id=self.ann.id, plan_id=self.credit_plan.id)

    def _month(self, subscription, day, pay=True):
        """Bill what is due on that day; return the invoice, paid unless said."""
        with freeze_time(f"{day} 12:00:00"):
            invoice = self._bill(subscription, day)
            if invoice.state == "draft":
                invoice.action_post()
            if pay:
                self._pay(invoice)
        return invoice

    def _credit(self, subscription):
        return self.env["subscription.prepaid"].search(
            [("subscription_id", "=", subscription.id)]
        )
