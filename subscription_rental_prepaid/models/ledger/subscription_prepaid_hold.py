from odoo import fields, models

from .subscription_prepaid import DIGITS


class SubscriptionPrepaidHold(models.Model):
    """What an open ticket, cart or draft has claimed: nobody else can use it."""

    _name = "subscription.prepaid.hold"
    _description = "Claim on a Pack or Credit"
    _order = "id"
    _rec_name = "key"

    prepaid_id = fields.Many2one(
        "subscription.prepaid", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="prepaid_id.company_id", store=True, precompute=True
    )
    key = fields.Char(required=True, readonly=True)
    quantity = fields.Float(digits=DIGITS, required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    until = fields.Datetime(readonly=True, help="Then it is free again.")
    place = fields.Char(readonly=True, help="The ticket, cart or document.")
    _one_per_key = models.UniqueIndex("(key)", "This is claimed already.")
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "More than 0 must be claimed."
    )

    def _is_still_wanted(self):
        """Return whether what claims this is still open; an override knows its drafts.

        It is asked when the claim's time is up.
        """
        self.ensure_one()
        return False

    def _end_claims(self):
        """Free these claims, whose time is up; what is still a draft keeps its claim."""
        for hold in self:
            if hold._is_still_wanted():
                hold.until = hold.prepaid_id._get_hold_end()
            else:
                hold.prepaid_id._release_for(hold.key)
