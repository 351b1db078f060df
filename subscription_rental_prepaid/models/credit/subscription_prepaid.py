from odoo import fields, models


class SubscriptionPrepaid(models.Model):
    """Credit that a subscription tops up with each period that is paid (PK5)."""

    _inherit = "subscription.prepaid"

    subscription_id = fields.Many2one(
        "subscription.subscription",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Tops it up, with each period that is paid.",
    )
    _one_per_subscription = models.UniqueIndex(
        "(subscription_id, product_id) WHERE subscription_id IS NOT NULL",
        "This subscription has its credit already.",
    )


class SubscriptionSubscription(models.Model):
    _inherit = "subscription.subscription"

    prepaid_ids = fields.One2many(
        "subscription.prepaid", "subscription_id", string="Credit", readonly=True
    )

    def _get_subscribed_prepaid(self, product):
        """Return the credit that this subscription tops up with `product`, if any yet."""
        self.ensure_one()
        return self.sudo().prepaid_ids.filtered(lambda one: one.product_id == product)
