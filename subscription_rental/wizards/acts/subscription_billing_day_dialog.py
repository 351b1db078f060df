from odoo import api, fields, models

from ...locking import lock


class SubscriptionBillingDayDialog(models.TransientModel):
    """Move the billing day; shows before what is billed until then, and from then on."""

    _name = "subscription.billing.day.dialog"
    _inherit = ["subscription.shown.mixin"]
    _description = "Move the Billing Day"

    first_day = fields.Date(
        string="Periods Begin On",
        required=True,
        help="Periods are counted from this day on; what lies before it is billed by its "
        "days.",
    )
    problem = fields.Char(compute="_compute_preview")

    @api.depends("subscription_id", "date", "first_day")
    def _compute_preview(self):
        for wizard in self:
            wizard.problem = wizard._get_day_problem()
            can_show = wizard.first_day and wizard.date and not wizard.problem
            rows = wizard._get_bridge_rows() if can_show else []
            wizard.amount_total = wizard._get_shown_total(rows)
            wizard.preview_html = can_show and wizard._render_periods()

    def _get_day_problem(self):
        """Return why the billing day cannot be moved so, as a sentence; or ""."""
        if not (self.first_day and self.date):
            return ""
        return self.subscription_id._get_billing_day_problem(self.first_day, self.date)

    def _get_bridge_rows(self):
        """Return rows of what is billed before the new day, each with its base line."""
        subscription = self.subscription_id
        timeline = subscription._plan_billing_day(self.first_day)
        return [
            {"base_line": base_line}
            for period in subscription._get_bridge(timeline, self.first_day)
            for base_line in subscription._get_period_base_lines(timeline, period)
        ]

    def _render_periods(self):
        """Return what is billed before the new day, and the first period from it on."""
        subscription = self.subscription_id
        agreed, _timeline, cursor = subscription._get_outlook()
        timeline = subscription._plan_billing_day(self.first_day)
        count = len(subscription._get_bridge(timeline, self.first_day))
        rows = subscription._get_period_rows((agreed, timeline, cursor), count)
        first = timeline.period(self.first_day)
        rows.append(
            subscription._prepare_schedule_row(
                first,
                billing_date=agreed.billing_date(first),
                note=self.env._("At the price agreed on"),
            )
        )
        return self.env["ir.qweb"]._render(
            "subscription_rental.schedule_table",
            {"rows": rows, "currency": self.currency_id},
        )

    def action_move(self):
        """Move the billing day, as shown."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may bill it in the meantime.
        lock(subscription.sudo())
        rows = [] if self._get_day_problem() else self._get_bridge_rows()
        self._check_shown(rows)
        subscription._move_billing_day(self.first_day, self.date)
        return {"type": "ir.actions.act_window_close"}
