from odoo import fields, models


class SubscriptionSubscription(models.Model):
    """The order that sold a subscription."""

    _inherit = "subscription.subscription"

    sale_order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _prepare_contract_vals(self):
        """Keep the signature of the order, too."""
        values = super()._prepare_contract_vals()
        order = self.sale_order_id
        if order.signature:
            values |= {
                "signed_by": order.signed_by,
                "signed_on": order.signed_on,
                "signature": order.signature,
            }
        return values
