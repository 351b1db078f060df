from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...billing import collection
from ...locking import lock


class SubscriptionRefundDialog(models.TransientModel):
    """Give money back, in full or in part, with its credit note (BI9)."""

    _name = "subscription.refund.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Refund"

    move_id = fields.Many2one("account.move", string="Invoice", required=True)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount_total = fields.Monetary(string="Invoiced", related="move_id.amount_total")
    amount_max = fields.Monetary(
        string="Can Be Refunded",
        compute="_compute_amount_max",
        help="What was paid of it, less what was credited.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="With taxes.",
    )
    reason = fields.Char(required=True)
    transaction_id = fields.Many2one(
        "payment.transaction", string="Paid By", compute="_compute_transaction_id"
    )
    way = fields.Char(string="How", compute="_compute_transaction_id")

    @api.depends("move_id")
    def _compute_amount_max(self):
        for refund in self:
            move = refund.move_id
            credited = sum(move._get_rental_credits().mapped("amount_total"))
            paid = move.amount_total - move.amount_residual - credited
            refund.amount_max = max(paid, 0.0)

    @api.depends("move_id")
    def _compute_amount(self):
        for refund in self:
            refund.amount = refund.amount_max

    @api.depends("amount", "move_id")
    def _compute_transaction_id(self):
        for refund in self:
            transaction = refund._find_transaction()
            refund.transaction_id = transaction
            refund.way = (
                self.env._(
                    "Through %(provider)s, to the method that paid",
                    provider=transaction.provider_id.name,
                )
                if transaction
                else self.env._("By hand: the credit note waits for your payment")
            )

    def _find_transaction(self):
        """Return the charge through which its provider can give the money back."""
        self.ensure_one()
        # Clerks refund without reading providers.
        paid = self.move_id.sudo().transaction_ids.filtered(lambda tx: tx.state == "done")
        for transaction in paid.sorted("id", reverse=True):
            partial = self.currency_id.compare_amounts(self.amount, transaction.amount)
            ways = ("partial", "full_only") if partial == 0 else ("partial",)
            able = (
                transaction.provider_id.support_refund in ways
                and transaction.primary_payment_method_id.support_refund in ways
            )
            left = transaction.payment_id.amount_available_for_refund
            enough = self.currency_id.compare_amounts(left, self.amount) >= 0
            if able and enough and transaction.amount > 0:
                return transaction
        return paid[:0]

    def action_refund(self):
        """Make the credit note, then give the money back; open the credit note."""
        self._do_once()
        self._check_refund_amount()
        move = self.move_id.sudo()
        # Two people must not refund the same invoice at once.
        lock(move)
        transaction = self._find_transaction()
        warning = self.env["subscription.collection.guard"]._get_warning()
        if transaction and warning:
            raise UserError(warning)
        note = move._create_partial_credit(self.amount, self.reason)
        note.rental_pay_back = True
        shown = note.sudo(False)._action_view_rental_invoices()
        if not transaction:
            return shown
        return self._show_outcome(transaction._refund_for(note), shown)

    def _show_outcome(self, refund, shown):
        """Return `shown`, after a message where the money is not back yet."""
        if refund.state == "done":
            return shown
        message = self.env._(
            "The provider refused: %(reason)s. The credit note is open: pay it by hand.",
            reason=refund.state_message or "-",
        )
        if refund.rental_outcome == collection.UNKNOWN:
            message = self.env._(
                "The provider did not say whether it gave the money back: look it up "
                "there, then say it on the payment."
            )
        elif refund.rental_outcome == collection.PENDING:
            message = self.env._("The money is on its way back.")
        failed = refund.rental_outcome != collection.PENDING
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if failed else "info",
                "sticky": failed,
                "message": message,
                "next": shown,
            },
        }

    def _check_refund_amount(self):
        """Raise an error unless the amount can be refunded on the invoice."""
        self.move_id.check_access("read")
        if not self.env.user.has_group("subscription_rental.group_user_all"):
            raise UserError(self.env._("Ask somebody who sees all subscriptions."))
        if self.currency_id.compare_amounts(self.amount, 0) <= 0:
            raise ValidationError(self.env._("Enter an amount above 0."))
        if self.currency_id.compare_amounts(self.amount, self.amount_max) > 0:
            raise ValidationError(
                self.env._(
                    "At most %(amount)s can be refunded.",
                    amount=self.currency_id.format(self.amount_max),
                )
            )
