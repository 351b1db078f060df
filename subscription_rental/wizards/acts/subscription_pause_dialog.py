from odoo import api, fields, models

from ...locking import lock


class SubscriptionPauseDialog(models.TransientModel):
    """Pause a subscription; shows before what becomes of the days that are paid."""

    _name = "subscription.pause.dialog"
    _inherit = ["subscription.shown.mixin"]
    _description = "Pause a Subscription"

    rule = fields.Selection(
        selection=lambda self: (
            self.env["subscription.subscription"]
            ._fields["pause_rule"]
            ._description_selection(self.env)
        ),
        string="Paid Days",
        compute="_compute_rule",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_resume = fields.Date(string="Resumes On", help="Empty: somebody presses Resume.")
    at_once = fields.Boolean(
        string="Credit Note Today", help="Otherwise the credit waits for the next bill."
    )
    pause_max_days = fields.Integer(related="subscription_id.pause_max_days")
    days_left = fields.Integer(compute="_compute_days_left")
    problem = fields.Char(compute="_compute_preview")

    @api.depends("subscription_id")
    def _compute_rule(self):
        """Propose what customers of the plan have; nobody loses paid days unasked."""
        for wizard in self:
            wizard.rule = wizard.subscription_id.plan_id.portal_pause or "credited"

    @api.depends("subscription_id", "date")
    def _compute_days_left(self):
        for wizard in self:
            subscription = wizard.subscription_id
            wizard.days_left = wizard.date and subscription._get_pause_days_left(
                wizard.date
            )

    def _plan(self):
        """Return the `Pausing` of the subscription by the choices in this dialog."""
        self.ensure_one()
        return self.subscription_id._plan_pause(
            self.date,
            rule=self.rule,
            resume=self.date_resume or None,
            at_once=self.at_once and self.rule == "credited",
        )

    @api.depends("rule", "date", "date_resume", "subscription_id")
    def _compute_preview(self):
        for wizard in self:
            wizard._show(wizard._get_rows())
            wizard.problem = wizard.date and wizard._plan().problem

    def _get_rows(self):
        if not self.date:
            return []
        return [
            self._prepare_adjustment_row(step, adjustment)
            for step, _slot, adjustment in self._plan().rows
        ]

    def action_pause(self):
        """Pause the subscription, as shown."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may bill it in the meantime.
        lock(subscription.sudo())
        plan = self._plan()
        plan.check()
        self._check_shown(self._get_rows())
        subscription._apply_pause(plan, self.date)
        return {"type": "ir.actions.act_window_close"}
