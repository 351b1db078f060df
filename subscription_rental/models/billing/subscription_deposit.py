from odoo import api, fields, models
from odoo.exceptions import UserError


class SubscriptionSubscription(models.Model):
    """The security deposit: asked for, held, given back or kept (RG10)."""

    _inherit = "subscription.subscription"

    deposit_move_id = fields.Many2one(
        "account.move", string="Deposit Receipt", readonly=True, copy=False, kept=True
    )
    deposit_left = fields.Monetary(
        string="Deposit Held",
        compute="_compute_deposit_left",
        help="What the customer paid of the deposit, and has not got back.",
    )

    # Not on the receipt's amounts: each invoice line that is made would look for it.
    @api.depends("deposit_move_id")
    def _compute_deposit_left(self):
        for subscription in self:
            # Whoever sees the subscription may know its deposit.
            receipt = subscription.deposit_move_id.sudo()
            if not receipt:
                subscription.deposit_left = 0.0
                continue
            credited = sum(receipt._get_rental_credits().mapped("amount_total"))
            paid = receipt.amount_total - receipt.amount_residual
            subscription.deposit_left = max(paid - credited, 0.0)

    def _request_deposit(self, today):
        """Ask for the deposit by a receipt: on a liability account, without tax."""
        self.ensure_one()
        if self.currency_id.is_zero(self.deposit) or self.deposit_move_id:
            return
        account = self.company_id.subscription_deposit_account_id
        if not account:
            raise UserError(
                self.env._(
                    "Choose the account of deposits first, in the settings of "
                    "Subscriptions."
                )
            )
        lang = self.partner_invoice_id.lang
        line = {
            "name": self.with_context(lang=lang).env._("Security deposit"),
            "quantity": 1.0,
            "price_unit": self.deposit,
            "account_id": account.id,
            "tax_ids": [fields.Command.clear()],
            "rental_subscription_id": self.id,
        }
        vals = self._prepare_invoice_vals([line], today, None)
        # Subscription users ask for deposits without being accountants.
        receipts = self.env["account.move"].sudo()
        receipt = receipts.create({**vals, "move_type": "out_receipt"})
        receipt._post(soft=False)
        self._write_kept({"deposit_move_id": receipt.id})

    def _keep_deposit(self, amount, reason):
        """Pay open invoices with `amount` of the deposit, the oldest first.

        A credit note takes the amount off the liability and pays the invoices with it.
        """
        self.ensure_one()
        # Who keeps a deposit need not be an accountant.
        receipt = self.deposit_move_id.sudo()
        note = receipt._create_partial_credit(amount, reason)
        invoices = self._get_open_invoices().sorted(
            lambda move: (move.invoice_date_due, move.id)
        )
        note._reconcile_with(invoices)
        return note
