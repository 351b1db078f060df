from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from odoo.addons.subscription_rental import retold
from odoo.addons.subscription_rental.billing.metering import Reading
from odoo.addons.subscription_rental.billing.proration import exact
from odoo.addons.subscription_rental.kept import Kept


class SubscriptionReading(models.Model):
    """What a counter showed on a day: written once, and never changed (PL15).

    A wrong one is taken back, with its reason, and the right one is added.
    """

    _name = "subscription.reading"
    _inherit = ["subscription.kept.mixin"]
    _description = "Reading"
    _order = "date desc, id desc"

    meter_id = fields.Many2one(
        "subscription.meter",
        string="Counter",
        required=True,
        ondelete="cascade",
    )
    subscription_id = fields.Many2one(
        related="meter_id.subscription_id", store=True, index=True
    )
    company_id = fields.Many2one(related="meter_id.company_id", store=True)
    uom_id = fields.Many2one(related="meter_id.uom_id")
    date = fields.Date(
        string="Read On",
        required=True,
        default=lambda self: self.env.company._subscription_today(),
    )
    value = fields.Float(string="Shows", digits=(16, 3), required=True, aggregator="max")
    kind = fields.Selection(
        [
            ("read", "Read"),
            ("replaced", "Read, then replaced by another counter"),
            ("ran_over", "Read, after it began again at 0"),
            ("last", "Read for the last time"),
        ],
        string="What Happened",
        required=True,
        default="read",
    )
    restarts_at = fields.Float(
        string="New Counter",
        digits=(16, 3),
        aggregator=None,
        help="What the new counter shows when it begins.",
    )
    source = fields.Selection(
        [
            ("typed", "Typed"),
            ("imported", "Imported"),
            ("customer", "From the customer"),
            ("api", "From another system"),
            ("handover", "At a handover, swap or return"),
            ("estimated", "Estimated"),
        ],
        required=True,
        default="typed",
    )
    key = fields.Char(
        string="Key",
        copy=False,
        help="Of another system: what comes with the same key again is not added again.",
    )
    note = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        string="By",
        readonly=True,
        copy=False,
        default=lambda self: self.env.uid,
    )
    voided_at = fields.Datetime(string="Taken Back", readonly=True, copy=False)
    void_reason = retold.Char(string="Why", readonly=True, copy=False)
    is_true = fields.Boolean(
        compute="_compute_is_true",
        store=True,
        help="It counts: it is no estimate, was not taken back, and is not to be checked.",
    )
    # How billing finds what it needs: one range.
    _range_idx = models.Index("(meter_id, date, id) WHERE is_true")
    _one_for_key = models.UniqueIndex(
        "(meter_id, key) WHERE key IS NOT NULL", "This reading was added already."
    )
    _not_negative = models.Constraint(
        "CHECK(value >= 0 AND restarts_at >= 0)", "A counter cannot show less than 0."
    )

    @api.depends("source", "voided_at", "to_check")
    def _compute_is_true(self):
        for reading in self:
            gone = reading.source == "estimated" or reading.voided_at
            reading.is_true = not gone and not reading.to_check

    @api.depends("date", "value")
    def _compute_display_name(self):
        for reading in self:
            reading.display_name = self.env._(
                "%(value)s on %(day)s",
                value=reading._show_value(reading.value),
                day=format_date(self.env, reading.date) if reading.date else "",
            )

    def write(self, vals):
        """Refuse to change readings: only the system notes that one was taken back."""
        if not isinstance(vals, Kept) and vals:
            raise UserError(
                self.env._("A reading stays as it is: take it back, and add the right one.")
            )
        return super().write(vals)

    def _show_value(self, value):
        """Return a number of this reading's counter for people, with its unit."""
        number = f"{value:,.{self.meter_id.decimals}f}"
        return f"{number} {self.uom_id.name or ''}".strip()

    def _get_series(self):
        """Return what this reading is of: readings of one series follow on each other.

        Runs whenever use is counted; an override tells the units of a line apart.
        """
        self.ensure_one()
        return ""

    def _get_reading_rule(self):
        """Return the `Reading` that the rules work with."""
        self.ensure_one()
        return Reading(
            day=self.date,
            value=exact(self.value),
            restarts_at=exact(self.restarts_at) if self.kind == "replaced" else None,
            ran_over=self.kind == "ran_over",
            is_last=self.kind == "last",
        )

    def _get_shown_after(self):
        """Return what the counter shows after this reading: the new one, if replaced."""
        self.ensure_one()
        return self.restarts_at if self.kind == "replaced" else self.value

    # === taken back === #

    def action_void(self):
        """Ask for the reason, then take this reading back."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take a Reading Back"),
            "res_model": "subscription.reading.void.dialog",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reading_id": self.id},
        }

    def _void_reading(self, reason):
        """Take these readings back; what was billed of them is settled anew."""
        living = self.filtered(lambda reading: reading.is_true or reading.to_check)
        if len(living) < len(self):
            raise UserError(
                self.env._("Only a reading that counts is taken back: open its counter.")
            )
        self.meter_id._hold_readings()
        self._write_kept(
            {
                "voided_at": fields.Datetime.now(),
                "void_reason": reason,
                "to_check": False,
            }
        )
        self._end_checks()
        # Without it, others may not follow on each other.
        self.meter_id.reading_ids.filtered("is_true")._check_order()
        self._settle_readings()
