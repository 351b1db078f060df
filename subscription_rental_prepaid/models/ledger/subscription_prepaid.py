from odoo import fields, models

from odoo.addons.subscription_rental.billing import prepaid

# Sessions are whole, credit is money: six digits hold both exactly.
DIGITS = (16, 6)


class SubscriptionPrepaid(models.Model):
    """A customer's pack or credit, with the terms of the day of its sale (PK1, PK5).

    Its row is the lock: whoever moves something locks it first. `left` and `held` are
    written where movements and holds are made, and nowhere else.
    """

    _name = "subscription.prepaid"
    _description = "Pack or Credit"
    _inherit = [
        "subscription.prepaid.terms.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Empty: a gift that nobody has taken yet.",
    )
    buyer_id = fields.Many2one(
        "res.partner", string="Bought By", readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    offer_id = fields.Many2one(
        "subscription.prepaid.offer", readonly=True, index=True, ondelete="set null"
    )
    product_id = fields.Many2one(
        "product.product", readonly=True, index=True, ondelete="restrict"
    )
    service_ids = fields.One2many(
        "subscription.prepaid.service", "prepaid_id", string="Services", readonly=True
    )
    batch_ids = fields.One2many("subscription.prepaid.batch", "prepaid_id", readonly=True)
    movement_ids = fields.One2many(
        "subscription.prepaid.movement", "prepaid_id", readonly=True
    )
    hold_ids = fields.One2many("subscription.prepaid.hold", "prepaid_id", readonly=True)
    left = fields.Float(
        digits=DIGITS, readonly=True, required=True, default=0.0, copy=False
    )
    held = fields.Float(
        string="Claimed",
        digits=DIGITS,
        readonly=True,
        required=True,
        default=0.0,
        copy=False,
        help="By tickets, carts and drafts that are not paid yet.",
    )
    _counted = models.Constraint(
        'CHECK(held >= 0 AND "left" >= 0 AND held <= "left")',
        "More would be used than is left.",
    )
    _living = models.Index('(partner_id) WHERE "left" > 0')

    def _get_batches(self):
        """Return the batches as the rules know them."""
        return [batch._as_rule() for batch in self.batch_ids]

    def _get_free(self, today):
        """Return how much can be claimed today: what is usable and nobody has claimed."""
        self.ensure_one()
        held = prepaid.exact(self.held)
        return max(float(prepaid.usable(self._get_batches(), today) - held), 0.0)


class SubscriptionPrepaidService(models.Model):
    _inherit = "subscription.prepaid.service"

    prepaid_id = fields.Many2one(
        "subscription.prepaid", index="btree_not_null", ondelete="cascade"
    )

    def _copy_to(self, sold):
        """Copy these services of an offer to what was sold, with their prices of today."""
        for row in self:
            row.copy(
                {
                    "offer_id": False,
                    "prepaid_id": sold.id,
                    "company_id": sold.company_id.id,
                    "single_price": row.single_price,
                }
            )
