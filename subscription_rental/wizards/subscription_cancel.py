from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class SubscriptionCancel(models.TransientModel):
    """End a subscription today or later; shows before what that costs or gives back."""

    _name = "subscription.cancel"
    _inherit = ["subscription.shown.mixin"]
    _description = "Cancel a Subscription"

    commitment_end = fields.Date(related="subscription_id.commitment_end")
    is_running = fields.Boolean(compute="_compute_is_running")
    when = fields.Selection(
        [
            ("now", "Today"),
            ("period", "At the end of the paid period"),
            ("commitment", "At the end of the minimum term"),
        ],
        string="Ends",
        default="now",
        required=True,
    )
    credit_unused = fields.Boolean(
        string="Give Back Unused Days",
        help="Credits what was billed for days after the end.",
    )
    waive_fee = fields.Boolean(string="Waive the Fee")
    reason = fields.Char(required=True)
    end = fields.Date(string="First Day Without", compute="_compute_end")
    problem = fields.Char(compute="_compute_end")
    paid_until = fields.Char(compute="_compute_end")
    amount_unbilled = fields.Monetary(
        string="Used, Not Billed Yet",
        compute="_compute_amounts",
        help="Before taxes: invoiced by the next billing job.",
    )
    amount_waiting = fields.Monetary(
        string="Charges That Wait",
        compute="_compute_amounts",
        help="Before taxes: fees and credits, invoiced with the end.",
    )
    early_fee = fields.Monetary(string="Early Termination", compute="_compute_amounts")

    @api.depends("subscription_id")
    def _compute_is_running(self):
        for wizard in self:
            wizard.is_running = wizard.subscription_id.state in ("active", "suspended")

    @api.depends("subscription_id", "date", "when")
    def _compute_end(self):
        for wizard in self:
            subscription = wizard.subscription_id
            wizard.end = wizard._get_end()
            wizard.problem = wizard._get_problem()
            cursor = subscription.next_period_start
            ahead = cursor and wizard.end and cursor > wizard.end
            last_day = ahead and fields.Date.subtract(cursor, days=1)
            wizard.paid_until = ahead and format_date(self.env, last_day)

    def _get_end(self):
        """Return the first day without it, or nothing if it never began."""
        subscription = self.subscription_id
        if not subscription.billing_anchor or not self.date:
            return False
        if self.when == "period":
            return subscription._get_period_end(self.date)
        if self.when == "commitment":
            return subscription.commitment_end
        return subscription._get_cancelled_end(self.date)

    def _get_problem(self):
        """Return why it cannot end then, as a sentence; or nothing."""
        if self.when == "commitment" and not self.end:
            return self.env._("It has no minimum term: choose another end.")
        if self.when != "now" and self.end and self.end <= self.date:
            return self.env._("That day is over: let it end today.")
        return False

    @api.depends("end", "credit_unused", "waive_fee", "when")
    def _compute_amounts(self):
        for wizard in self:
            subscription = wizard.subscription_id
            now = wizard.when == "now"
            wizard.early_fee = subscription._get_early_fee(
                wizard.date,
                end=None if now else wizard.end,
                credit_unused=wizard._gives_back(),
            )
            wizard.amount_unbilled = subscription._get_unbilled_amount(
                wizard.date, end=None if now else wizard.end
            )
            wizard.amount_waiting = subscription._get_waiting_amount()

    def _gives_back(self):
        return self.when == "now" and self.credit_unused

    @api.depends("end", "credit_unused", "when", "date")
    def _compute_preview(self):
        for wizard in self:
            wizard._show(wizard._get_rows())

    def _get_rows(self):
        if not self._gives_back() or not self.end:
            return []
        return [
            self._prepare_adjustment_row(step, adjustment)
            for step, _slot, adjustment in self.subscription_id._get_unused(self.end)
        ]

    def _show_last_day(self):
        """Return the last day with it, as people write it."""
        self.ensure_one()
        return self.end and format_date(self.env, fields.Date.subtract(self.end, days=1))

    def action_cancel(self):
        """Cancel the subscription, as shown."""
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may bill it in the meantime.
        subscription.sudo().lock_for_update(allow_referencing=True)
        if self.problem:
            raise UserError(self.problem)
        self._check_shown(self._get_rows())
        with_fee = not self.waive_fee
        subscription._check_commitment(self.end or self.date, waived=self.waive_fee)
        if self.when == "now":
            subscription._cancel(
                self.date,
                self.reason,
                with_fee=with_fee,
                credit_unused=self.credit_unused,
            )
        else:
            subscription._schedule_cancel(
                self.end, self.date, self.reason, with_fee=with_fee
            )
        return {"type": "ir.actions.act_window_close"}
