from odoo import fields, models


class SubscriptionPause(models.Model):
    """The ledger of pauses: from which day to which a subscription was paused."""

    _name = "subscription.pause"
    _description = "Subscription Pause"
    _order = "date_start desc, id desc"

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To", help="The first day on which it ran again.")
    charge_ids = fields.One2many(
        "subscription.charge", "pause_id", help="What it gave back, or will."
    )
    slot_ends = fields.Json(help="The end that each period had before it, by its id.")
    _one_open_pause = models.UniqueIndex(
        "(subscription_id) WHERE date_end IS NULL", "It is paused already."
    )
    _days_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_start <= date_end)",
        "A pause cannot end before it begins.",
    )

    def _can_undo(self, day):
        """Return whether this pause began on `day`, and nothing followed from it yet."""
        began = self.date_start == day == self.subscription_id.date_paused
        waiting = self.charge_ids.filtered(lambda charge: charge.state == "pending")
        return bool(began and waiting == self.charge_ids)

    def _undo(self):
        """Take back the credits of this pause; its periods have their days again."""
        self.ensure_one()
        self.charge_ids._cancel_charges(self.env._("The pause was undone on its day."))
        slots = self.env["subscription.period"].sudo()
        for slot_id, end in (self.slot_ends or {}).items():
            slots.browse(int(slot_id))._restore(fields.Date.to_date(end))
