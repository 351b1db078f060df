from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...locking import lock


class SubscriptionDepositDialog(models.TransientModel):
    """Give a deposit back, in full or in part; keep what is owed (RG10)."""

    _name = "subscription.deposit.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Give a Deposit Back"

    subscription_id = fields.Many2one("subscription.subscription", required=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    deposit_left = fields.Monetary(related="subscription_id.deposit_left")
    amount_open = fields.Monetary(
        string="Open Invoices",
        compute="_compute_amount_open",
        help="What the customer owes for this subscription, with taxes.",
    )
    amount_keep = fields.Monetary(
        string="Kept",
        compute="_compute_amount_keep",
        store=True,
        readonly=False,
        precompute=True,
        help="Open invoices are paid with it.",
    )
    amount_back = fields.Monetary(
        string="Given Back",
        compute="_compute_amount_back",
        store=True,
        readonly=False,
        precompute=True,
    )
    amount_waiting = fields.Monetary(
        string="Charges That Wait",
        compute="_compute_amount_open",
        help="Before taxes: not on an invoice yet.",
    )
    units_out = fields.Char(compute="_compute_units_out")
    reason = fields.Char(required=True)

    @api.depends("subscription_id")
    def _compute_amount_open(self):
        for ask in self:
            subscription = ask.subscription_id
            invoices = subscription._get_open_invoices()
            ask.amount_open = sum(invoices.mapped("amount_residual"))
            ask.amount_waiting = subscription._get_waiting_amount() if subscription else 0.0

    @api.depends("amount_open", "deposit_left")
    def _compute_amount_keep(self):
        for ask in self:
            ask.amount_keep = min(ask.amount_open, ask.deposit_left)

    @api.depends("amount_keep", "deposit_left")
    def _compute_amount_back(self):
        for ask in self:
            ask.amount_back = ask.deposit_left - ask.amount_keep

    def _compute_units_out(self):
        """Set no units out; an override names the goods that the customer still has."""
        self.units_out = False

    def action_give_back(self):
        """Keep the chosen amount of the deposit, then give the other amount back."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        receipt = subscription.deposit_move_id.sudo()
        # Two people must not give it back at once.
        lock(receipt)
        receipt.invalidate_recordset()
        subscription.invalidate_recordset(["deposit_left"])
        self._check_amounts()
        if not self.currency_id.is_zero(self.amount_keep):
            subscription._keep_deposit(self.amount_keep, self.reason)
        subscription._message_log(
            body=self.env._(
                "Deposit: %(kept)s kept, %(back)s given back. %(reason)s",
                kept=self.currency_id.format(self.amount_keep),
                back=self.currency_id.format(self.amount_back),
                reason=self.reason,
            )
        )
        action = self._give_back(receipt)
        subscription.invalidate_recordset(["deposit_left"])
        return action

    def _give_back(self, receipt):
        """Refund the amount to give back of the deposit's receipt; return the action."""
        if self.currency_id.is_zero(self.amount_back):
            return {"type": "ir.actions.act_window_close"}
        # Odoo shows receipts to accountants only; who may do this was checked above.
        refund = (
            self.env["subscription.refund.dialog"]
            .sudo()
            .create(
                {"move_id": receipt.id, "amount": self.amount_back, "reason": self.reason}
            )
        )
        return refund.action_refund()

    def _check_amounts(self):
        """Raise an error unless the deposit covers the amounts to keep and give back."""
        compare = self.currency_id.compare_amounts
        if not self.env.user.has_group("subscription_rental.group_user_all"):
            raise UserError(self.env._("Ask somebody who sees all subscriptions."))
        if compare(self.amount_keep, 0) < 0 or compare(self.amount_back, 0) < 0:
            raise ValidationError(self.env._("Enter amounts that are not below 0."))
        total = self.amount_keep + self.amount_back
        if compare(total, 0) == 0 or compare(total, self.deposit_left) > 0:
            raise ValidationError(
                self.env._(
                    "%(amount)s of the deposit is held: keep or give back up to that.",
                    amount=self.currency_id.format(self.deposit_left),
                )
            )
        if compare(self.amount_keep, self.amount_open) > 0:
            raise ValidationError(
                self.env._(
                    "%(amount)s is open: charge first what is to be kept beyond that.",
                    amount=self.currency_id.format(self.amount_open),
                )
            )
