from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...billing import acts
from ...locking import lock


class SubscriptionBulkDialog(models.TransientModel):
    """Do the same with many subscriptions: a preview and a result for each (LC9)."""

    _name = "subscription.bulk.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Subscriptions in Bulk"

    action = fields.Selection(
        [
            ("pause", "Pause"),
            ("resume", "Resume"),
            ("cancel_period", "Cancel at the end of the paid period"),
            ("cancel_now", "Cancel today"),
            ("transfer", "Transfer to another customer"),
            ("collect", "Charge what is unpaid again"),
            ("resend", "Send unpaid invoices again"),
            ("hold", "Put dunning on hold"),
            ("ask_method", "Ask for a payment method by e-mail"),
        ],
        string="Do",
        default="pause",
        required=True,
    )
    rule = fields.Selection(
        selection=lambda self: (
            self.env["subscription.subscription"]
            ._fields["pause_rule"]
            ._description_selection(self.env)
        ),
        string="Paid Days",
        default="credited",
        required=True,
    )
    date_resume = fields.Date(string="Resumes On")
    credit_unused = fields.Boolean(string="Give Back Unused Days")
    partner_id = fields.Many2one("res.partner", string="New Customer")
    reason = fields.Char()
    row_ids = fields.One2many(
        "subscription.bulk.dialog.row",
        "bulk_id",
        compute="_compute_row_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("action", "rule", "date_resume", "credit_unused", "partner_id")
    def _compute_row_ids(self):
        for bulk in self:
            chosen = bulk.row_ids.subscription_id or self.env[
                "subscription.subscription"
            ].browse(self.env.context.get("active_ids", []))
            bulk.row_ids = [
                Command.clear(),
                *(Command.create(bulk._prepare_bulk_row(one)) for one in chosen),
            ]

    def _prepare_bulk_row(self, subscription):
        """Return what would happen to one subscription: an amount, or a problem."""
        today = subscription.company_id._subscription_today()
        row = {"subscription_id": subscription.id, "amount": 0.0, "problem": False}
        try:
            row["amount"] = self._preview(subscription, today)
        except UserError as error:
            row["problem"] = str(error)
        return row

    def _preview(self, subscription, today):
        """Return the amount that the action charges or credits; UserError if impossible."""
        return getattr(self, f"_preview_{self.action}")(subscription, today)

    def _plan(self, subscription, today):
        """Return the plan of pausing or cancelling one subscription."""
        if self.action == "pause":
            return subscription._plan_pause(
                today, rule=self.rule, resume=self.date_resume or None
            )
        if self.action == "cancel_now":
            return subscription._plan_cancel(today, credit_unused=self.credit_unused)
        subscription._check_act(acts.CANCEL_LATER)
        return subscription._plan_cancel(today, end=subscription._get_period_end(today))

    def _preview_planned(self, subscription, today):
        plan = self._plan(subscription, today)
        plan.check()
        return plan.amount

    _preview_pause = _preview_planned
    _preview_cancel_now = _preview_planned
    _preview_cancel_period = _preview_planned

    def _preview_resume(self, subscription, _today):
        subscription._check_act(acts.RESUME)
        return 0.0

    def _preview_transfer(self, subscription, _today):
        if self.partner_id:
            subscription._check_transfer(self.partner_id)
        return subscription._get_transfer_amount()

    # === doing it === #

    def action_apply(self):
        """Apply the action to each subscription that allows it; note results on rows."""
        self._do_once()
        self._check_complete()
        for row in self.row_ids:
            row.result = self._apply_to(row)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Subscriptions in Bulk"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_complete(self):
        if self.action.startswith("cancel") and not self.reason:
            raise UserError(self.env._("Say why they end: it is kept in the history."))
        if self.action == "hold" and not self.reason:
            raise UserError(self.env._("Say why: it is kept with each case."))
        if self.action == "transfer" and not (self.partner_id and self.reason):
            raise UserError(self.env._("Choose the new customer, and say why."))

    def _apply_to(self, row):
        """Apply the action to one subscription, or change nothing; return the result."""
        subscription = row.subscription_id
        today = subscription.company_id._subscription_today()
        try:
            # What fails for one is undone for one.
            with self.env.cr.savepoint():
                subscription.check_access("write")
                # Neither the job nor another person may bill it in the meantime.
                lock(subscription.sudo())
                amount = self._preview(subscription, today)
                if not row.currency_id.is_zero(amount - row.amount):
                    raise UserError(
                        self.env._("It has changed since: look at the preview again.")
                    )
                getattr(self, f"_bulk_{self.action}")(subscription, today)
        except UserError as error:
            return str(error)
        return self.env._("Done")

    def _bulk_pause(self, subscription, today):
        subscription._apply_pause(self._plan(subscription, today), today)

    def _bulk_resume(self, subscription, today):
        subscription._resume(today)

    def _bulk_cancel(self, subscription, today):
        plan = self._plan(subscription, today)
        subscription._apply_cancel(plan, today, self.reason)

    _bulk_cancel_now = _bulk_cancel
    _bulk_cancel_period = _bulk_cancel

    def _bulk_transfer(self, subscription, today):
        subscription._transfer(self.partner_id, today, self.reason)


class SubscriptionBulkDialogRow(models.TransientModel):
    """One subscription of a bulk action, with the preview and the result."""

    _name = "subscription.bulk.dialog.row"
    _inherit = ["subscription.given.mixin"]
    _description = "Subscription in Bulk"

    bulk_id = fields.Many2one("subscription.bulk.dialog", required=True, ondelete="cascade")
    subscription_id = fields.Many2one("subscription.subscription", required=True)
    partner_id = fields.Many2one(related="subscription_id.partner_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    state = fields.Selection(related="subscription_id.state")
    amount = fields.Monetary(
        help="A fee or a credit, before taxes; or what is charged, with them."
    )
    problem = fields.Char()
    result = fields.Char(readonly=True)
