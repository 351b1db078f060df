from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...locking import lock


class SubscriptionSkipDialog(models.TransientModel):
    """Skip a period to come; shows before which one, and what is not billed."""

    _name = "subscription.skip.dialog"
    _inherit = ["subscription.shown.mixin"]
    _description = "Skip a Period"

    day = fields.Date(
        string="The Period Of",
        compute="_compute_day",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Any day of the period that is skipped.",
    )
    reason = fields.Char(help="For your colleagues: the customer does not see it.")
    period_name = fields.Char(string="Skipped", compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")

    @api.depends("subscription_id")
    def _compute_day(self):
        for wizard in self:
            subscription = wizard.subscription_id
            cursor = subscription.next_period_start
            period = cursor and subscription._get_next_billed(
                subscription._get_timeline(), cursor
            )
            wizard.day = period.start if period else cursor or wizard.date

    @api.depends("subscription_id", "date", "day")
    def _compute_preview(self):
        for wizard in self:
            subscription = wizard.subscription_id
            has_day = subscription and wizard.day and wizard.date
            wizard.problem = has_day and subscription._get_skip_problem(
                wizard.day, wizard.date
            )
            wizard.preview_html = False
            rows = wizard._get_saved_rows() if has_day and not wizard.problem else []
            wizard.amount_total = wizard._get_shown_total(rows)
            wizard.period_name = bool(rows) and wizard._get_period_name()

    def _get_period_name(self):
        period = self.subscription_id._get_skip_period(self.day)
        return self.env._(
            "%(first)s to %(last)s",
            first=format_date(self.env, period.start),
            last=format_date(self.env, period.last_day),
        )

    def _get_saved_rows(self):
        """Return rows of what is not billed, each with its base line."""
        subscription = self.subscription_id
        period = subscription._get_skip_period(self.day)
        timeline = subscription._get_timeline()
        return [
            {"base_line": base_line}
            for base_line in subscription._get_period_base_lines(timeline, period)
        ]

    def action_skip(self):
        """Skip the period, as shown."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may bill it in the meantime.
        lock(subscription.sudo())
        problem = subscription._get_skip_problem(self.day, self.date)
        self._check_shown([] if problem else self._get_saved_rows())
        subscription._skip_period(self.day, self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
