from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import acts
from ...locking import lock

# What the dialog shows of a planned cancellation.
PLANNED = (
    "end",
    "problem",
    "paid_until",
    "amount_unbilled",
    "amount_waiting",
    "early_fee",
)


class SubscriptionCancelDialog(models.TransientModel):
    """End a subscription today or later; shows before what that costs or gives back."""

    _name = "subscription.cancel.dialog"
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
        compute="_compute_when",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    credit_unused = fields.Boolean(
        string="Give Back Unused Days",
        help="Credits what was billed for days after the end.",
    )
    waive_fee = fields.Boolean(string="Waive the Fee")
    reason = fields.Char(required=True)
    end = fields.Date(string="First Day Without", compute="_compute_plan")
    problem = fields.Char(compute="_compute_plan")
    paid_until = fields.Char(compute="_compute_plan")
    amount_unbilled = fields.Monetary(
        string="Used, Not Billed Yet",
        compute="_compute_plan",
        help="Before taxes: invoiced by the next billing job.",
    )
    amount_waiting = fields.Monetary(
        string="Charges That Wait",
        compute="_compute_plan",
        help="Before taxes: fees and credits, invoiced with the end.",
    )
    early_fee = fields.Monetary(string="Early Termination", compute="_compute_plan")

    @api.depends("subscription_id")
    def _compute_when(self):
        for wizard in self:
            # An end to come can be undone, and what ended today cannot.
            subscription = wizard.subscription_id
            later = subscription.billing_anchor and subscription._can(acts.CANCEL_LATER)
            wizard.when = "period" if later else "now"

    @api.depends("subscription_id")
    def _compute_is_running(self):
        for wizard in self:
            subscription = wizard.subscription_id
            wizard.is_running = subscription and subscription._can(acts.CANCEL_LATER)

    def _plan(self):
        """Return the `Ending` of the subscription by the choices in this dialog."""
        self.ensure_one()
        subscription = self.subscription_id
        ends = {"now": None, "commitment": subscription.commitment_end or self.date}
        if self.when == "period" and subscription.billing_anchor:
            ends["period"] = subscription._get_period_end(self.date)
        return subscription._plan_cancel(
            self.date,
            end=ends.get(self.when, self.date),
            with_fee=not self.waive_fee,
            credit_unused=self.credit_unused,
        )

    @api.depends("subscription_id", "date", "when", "credit_unused", "waive_fee")
    def _compute_plan(self):
        for wizard in self:
            if not wizard.date:
                wizard.update(dict.fromkeys(PLANNED, False))
                continue
            subscription, plan = wizard.subscription_id, wizard._plan()
            wizard.end = plan.end
            wizard.problem = wizard._get_dialog_problem(plan)
            wizard.early_fee = plan.fee
            wizard.amount_unbilled = subscription._get_unbilled_amount(
                wizard.date, end=None if plan.at_once else plan.end
            )
            wizard.amount_waiting = subscription._get_waiting_amount()
            cursor = subscription.next_period_start
            ahead = cursor and plan.end and cursor > plan.end
            last_day = ahead and fields.Date.subtract(cursor, days=1)
            wizard.paid_until = ahead and format_date(self.env, last_day)

    def _get_dialog_problem(self, plan):
        """Return why the subscription cannot end as chosen, as a sentence; or nothing."""
        if self.when == "commitment" and not self.commitment_end:
            return self.env._("It has no minimum term: choose another end.")
        return plan.problem

    @api.depends("subscription_id", "date", "when", "credit_unused")
    def _compute_preview(self):
        for wizard in self:
            wizard._show(wizard._get_rows())

    def _get_rows(self):
        if not self.date:
            return []
        return [
            self._prepare_adjustment_row(step, adjustment)
            for step, _slot, adjustment in self._plan().rows
        ]

    def _get_shown_fee(self):
        """Return the early-termination fee as amounts are shown in this dialog."""
        self.ensure_one()
        subscription = self.subscription_id
        product = subscription.plan_id.early_fee_product_id
        taxes = subscription._get_product_taxes(product)
        fee = subscription._prepare_product_base_line(product, taxes, self.early_fee)
        return self._get_shown_amount([fee])

    def _show_last_day(self):
        """Return the subscription's last day, in the user's date format."""
        self.ensure_one()
        return self.end and format_date(self.env, fields.Date.subtract(self.end, days=1))

    def action_cancel(self):
        """Cancel the subscription, as shown."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may bill it in the meantime.
        lock(subscription.sudo())
        plan = self._plan()
        if problem := self._get_dialog_problem(plan):
            raise UserError(problem)
        self._check_shown(self._get_rows())
        subscription._apply_cancel(plan, self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
