from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..typed import read_number


class SubscriptionBulkDialog(models.TransientModel):
    """The counters, read as a subscription is transferred (PL15, LC10)."""

    _inherit = "subscription.bulk.dialog"

    reading_ids = fields.One2many(
        "subscription.bulk.dialog.reading",
        "bulk_id",
        string="Counters",
        compute="_compute_reading_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("action")
    def _compute_reading_ids(self):
        subscriptions = self.env["subscription.subscription"].browse(
            self.env.context.get("active_ids", [])
        )
        for bulk in self:
            asked = subscriptions if bulk.action == "transfer" else subscriptions.browse()
            bulk.reading_ids = [
                Command.clear(),
                *(
                    Command.create(row)
                    for meter in asked.meter_ids
                    for row in meter._prepare_asked_rows()
                ),
            ]

    @api.depends("reading_ids.counter", "reading_ids.is_sure")
    def _compute_row_ids(self):
        return super()._compute_row_ids()

    def _get_read(self, subscription):
        """Return the rows of the counters of `subscription` that somebody has read."""
        return self.reading_ids.filtered(
            lambda row: row.meter_id.subscription_id == subscription and row.counter
        )

    def _preview_transfer(self, subscription, today):
        """Add the use up to today, as far as its counters were read."""
        amount = super()._preview_transfer(subscription, today)
        readings = self.env["subscription.reading"]
        for row in self._get_read(subscription):
            readings |= readings.new(row._prepare_typed_vals(today))
        readings._check_before_saving()
        return amount + subscription._get_transfer_use(today, readings)

    def _bulk_transfer(self, subscription, today):
        """Note what was read, then transfer it."""
        rows = self._get_read(subscription)
        self.env["subscription.reading"].create(
            [row._prepare_typed_vals(today) for row in rows]
        )
        return super()._bulk_transfer(subscription, today)


class SubscriptionBulkDialogReading(models.TransientModel):
    """What a counter shows on the day of a transfer: the former customer's use ends."""

    _name = "subscription.bulk.dialog.reading"
    _inherit = ["subscription.given.mixin"]
    _description = "Counter of a Transfer"

    bulk_id = fields.Many2one("subscription.bulk.dialog", required=True, ondelete="cascade")
    meter_id = fields.Many2one("subscription.meter", string="Counter", required=True)
    uom_id = fields.Many2one(related="meter_id.uom_id")
    last_date = fields.Date(related="meter_id.last_date")
    last_value = fields.Float(related="meter_id.last_value")
    counter = fields.Char(string="Shows Today", help="Empty: it was not read.")
    is_sure = fields.Boolean(
        string="Looked Again: It Is Right",
        help="The number is far above the average, and right all the same.",
    )

    def _prepare_typed_vals(self, day):
        """Return the reading of `day` that this row is; UserError if it is no number."""
        self.ensure_one()
        try:
            value = read_number(self.counter)
        except ValueError:
            raise ValidationError(
                self.env._(
                    "%(meter)s: type what the counter shows in digits, as 12500.",
                    meter=self.meter_id.name,
                )
            ) from None
        return {
            "meter_id": self.meter_id.id,
            "date": day,
            "value": value,
            "is_sure": self.is_sure,
        }
