from odoo import api, fields, models

from ...locking import lock


class SubscriptionRenewDialog(models.TransientModel):
    """Renew a subscription; shows before for how long, and at which price."""

    _name = "subscription.renew.dialog"
    _inherit = ["subscription.shown.mixin"]
    _description = "Renew a Subscription"

    date_end = fields.Date(string="First Day Without", compute="_compute_preview")
    # The browser sends back what it showed: the second of two requests differs from it.
    end_shown = fields.Date(
        compute="_compute_end_shown", store=True, readonly=False, precompute=True
    )
    intervals = fields.Integer(compute="_compute_preview")

    @api.depends("subscription_id", "date")
    def _compute_preview(self):
        for wizard in self:
            subscription = wizard.subscription_id
            wizard.intervals = subscription._get_renewal_intervals()
            # What has no term cannot be renewed: pressing says so.
            wizard.date_end = subscription.date_end and (
                subscription._get_timeline().renewed_end(wizard.intervals)
            )
            wizard.preview_html = False
            wizard.amount_total = wizard._get_shown_total(wizard._get_renewed_rows())

    @api.depends("date_end")
    def _compute_end_shown(self):
        for wizard in self:
            wizard.end_shown = wizard.date_end

    def _get_renewed_rows(self):
        """Return rows of what is renewed, per interval; a renewal settles nothing."""
        return [
            {
                "base_line": line._prepare_base_line(
                    line.price_unit, line.quantity, line.discount
                )
            }
            for line in self.subscription_id.line_ids
            if not line.date_to
        ]

    def _check_shown(self, rows):
        """Raise UserError as well where another renewal came first."""
        result = super()._check_shown(rows)
        self.invalidate_recordset(["date_end"])
        if self.end_shown != self.date_end:
            raise self._changed_since()
        return result

    def _show_last_day(self):
        """Return the last day of the new term."""
        self.ensure_one()
        return fields.Date.subtract(self.date_end, days=1)

    def action_renew(self):
        """Renew the subscription, as shown."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may renew it in the meantime.
        lock(subscription.sudo())
        self._check_shown(self._get_renewed_rows())
        subscription.action_renew()
        return {"type": "ir.actions.act_window_close"}
