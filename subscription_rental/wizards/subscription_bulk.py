from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SubscriptionBulk(models.TransientModel):
    """Do the same with many subscriptions: a preview and a result for each (LC9)."""

    _name = "subscription.bulk"
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
        default="lost",
        required=True,
    )
    date_resume = fields.Date(string="Resumes On")
    credit_unused = fields.Boolean(string="Give Back Unused Days")
    partner_id = fields.Many2one("res.partner", string="New Customer")
    reason = fields.Char()
    row_ids = fields.One2many(
        "subscription.bulk.row",
        "bulk_id",
        compute="_compute_row_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_done = fields.Boolean(readonly=True)

    @api.depends("action", "rule", "date_resume", "credit_unused", "partner_id")
    def _compute_row_ids(self):
        for bulk in self:
            chosen = bulk.row_ids.subscription_id or self.env[
                "subscription.subscription"
            ].browse(self.env.context.get("active_ids", []))
            bulk.row_ids = [
                Command.clear(),
                *(Command.create(bulk._prepare_row(one)) for one in chosen),
            ]

    def _prepare_row(self, subscription):
        """Return what would happen to one subscription: an amount, or a problem."""
        today = subscription.company_id._subscription_today()
        row = {"subscription_id": subscription.id, "amount": 0.0, "problem": False}
        try:
            row["amount"] = self._preview(subscription, today)
        except UserError as error:
            row["problem"] = str(error)
        return row

    def _preview(self, subscription, today):
        """Return what is charged, or credited; raise UserError if it cannot be."""
        return getattr(self, f"_preview_{self.action}")(subscription, today)

    def _preview_pause(self, subscription, today):
        subscription._check_pause(today, self.date_resume or None)
        rows = subscription._get_unused_in_pause(today) if self.rule != "lost" else []
        return self._sum(rows)

    def _preview_resume(self, subscription, _today):
        if subscription.state not in ("paused", "suspended"):
            raise UserError(
                self.env._("%(name)s is not paused.", name=subscription.display_name)
            )
        return 0.0

    def _preview_cancel_period(self, subscription, today):
        subscription._check_running()
        end = subscription._get_period_end(today)
        subscription._check_cancellable(end, today)
        subscription._check_commitment(end)
        return subscription._get_early_fee(today, end=end)

    def _preview_cancel_now(self, subscription, today):
        subscription._check_move("cancelled")
        end = subscription._get_cancelled_end(today)
        subscription._check_commitment(end or today)
        rows = subscription._get_unused(end) if self.credit_unused else []
        fee = subscription._get_early_fee(today, credit_unused=self.credit_unused)
        return self._sum(rows) + fee

    def _preview_transfer(self, subscription, _today):
        if self.partner_id:
            subscription._check_transfer(self.partner_id)
        return 0.0

    @api.model
    def _sum(self, rows):
        return float(sum(adjustment.amount for _step, _slot, adjustment in rows))

    # === doing it === #

    def action_apply(self):
        """Do it with each that can be; keep the result on its row."""
        self.ensure_one()
        self._check_complete()
        for row in self.row_ids:
            row.result = self._apply_to(row)
        self.is_done = True
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
        """Do it with one subscription, or leave it as it was; return what came of it."""
        subscription = row.subscription_id
        today = subscription.company_id._subscription_today()
        try:
            # What fails for one is undone for one.
            with self.env.cr.savepoint():
                subscription.check_access("write")
                # Neither the job nor another person may bill it in the meantime.
                subscription.sudo().lock_for_update(allow_referencing=True)
                amount = self._preview(subscription, today)
                if not row.currency_id.is_zero(amount - row.amount):
                    raise UserError(
                        self.env._("It has changed since: look at the preview again.")
                    )
                getattr(self, f"_apply_{self.action}")(subscription, today)
        except UserError as error:
            return str(error)
        return self.env._("Done")

    def _apply_pause(self, subscription, today):
        subscription._pause(today, rule=self.rule, resume=self.date_resume or None)

    def _apply_resume(self, subscription, today):
        subscription._resume(today)

    def _apply_cancel_period(self, subscription, today):
        end = subscription._get_period_end(today)
        subscription._schedule_cancel(end, today, self.reason)

    def _apply_cancel_now(self, subscription, today):
        subscription._cancel(today, self.reason, credit_unused=self.credit_unused)

    def _apply_transfer(self, subscription, today):
        subscription._transfer(self.partner_id, today, self.reason)


class SubscriptionBulkRow(models.TransientModel):
    """One subscription of many: what would happen, and what came of it."""

    _name = "subscription.bulk.row"
    _description = "Subscription in Bulk"

    bulk_id = fields.Many2one("subscription.bulk", required=True, ondelete="cascade")
    subscription_id = fields.Many2one("subscription.subscription", required=True)
    partner_id = fields.Many2one(related="subscription_id.partner_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    state = fields.Selection(related="subscription_id.state")
    amount = fields.Monetary(
        help="A fee or a credit, before taxes; or what is charged, with them."
    )
    problem = fields.Char()
    result = fields.Char(readonly=True)
