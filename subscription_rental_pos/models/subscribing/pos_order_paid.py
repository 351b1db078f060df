from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang


class PosOrder(models.Model):
    """How a ticket pays the invoices of what it sells by plans, and what is paid late."""

    _inherit = "pos.order"

    def _generate_pos_order_invoice(self):
        """Invoice nothing that a subscription has invoiced; hand its invoice out."""
        rented = self.filtered(lambda order: order._sells_by_plan())
        if not rented:
            return super()._generate_pos_order_invoice()
        for order in rented:
            order._subscribe_customer()
            if order.account_move and self.env.context.get("generate_pdf", True):
                # Cashiers have no rights on invoices: they hand out that of their ticket.
                invoice = order.sudo().account_move.with_context(skip_invoice_sync=True)
                invoice._generate_and_send()
        bought = self - rented
        invoices = rented.account_move
        if bought:
            invoices |= super(PosOrder, bought)._generate_pos_order_invoice()
        return invoices

    def action_pos_order_invoice(self):
        """Open the invoice; tell where nothing is due yet, so that there is none."""
        if self._sells_by_plan() and not self.account_move:
            raise UserError(
                self.env._(
                    "Nothing is due of %(ticket)s yet, so there is no invoice.",
                    ticket=self.name,
                )
            )
        return super().action_pos_order_invoice()

    # === the amounts === #

    def _check_plans_paid(self, order, moves):
        """Compare what was paid with what is due.

        Raises UserError where they differ: the till asks for the amounts before it takes
        the payment. A ticket that was paid without a connection is taken, as the customer
        has left, and a person told.
        """
        self.ensure_one()
        late = self._get_billed_later(order, moves)
        due = sum((moves | late).mapped("amount_residual"))
        if self.currency_id.is_zero(due - self.amount_total):
            return
        amounts = {
            "due": formatLang(self.env, due, currency_obj=self.currency_id),
            "paid": formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
        }
        if not self.rental_was_offline or not moves:
            raise UserError(
                self.env._(
                    "%(due)s is due for what is sold by plans, and the ticket says "
                    "%(paid)s. Go back to the ticket and to the payment again: the till "
                    "asks for the amounts.",
                    **amounts,
                )
            )
        self._tell_other_amount(order, moves | late, amounts)

    def _get_billed_later(self, order, moves):
        """Return what else is billed by now of what a till has sent late: more periods."""
        late = self.env["account.move"].sudo()
        if self.rental_was_offline:
            late = order.rental_subscription_ids.sudo().period_ids.move_line_ids.move_id
        return late.filtered(lambda move: move.amount_residual > 0) - moves

    def _tell_other_amount(self, order, moves, amounts):
        """Ask somebody to look at a ticket that was sent late and paid another amount."""
        asked = self.company_id._get_subscription_manager()
        for subscription in order.rental_subscription_ids[:1]:
            subscription.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Paid at a till without connection"),
                note=self.env._(
                    "The ticket %(ticket)s took %(paid)s, and %(due)s was due when it "
                    "arrived: %(documents)s. The difference stands on the customer's "
                    "account.",
                    ticket=self.name,
                    documents=", ".join(moves.mapped("display_name")),
                    **amounts,
                ),
                user_id=asked.id,
            )

    # === the payment === #

    def _pay_rental_moves(self, moves):
        """Pay these invoices and receipts with the payments of this ticket.

        To Odoo it is an invoiced ticket: closing the till books its money, and no sale.
        """
        self.ensure_one()
        if not moves:
            return
        first = moves.sorted(lambda move: move.move_type != "out_invoice")[0]
        self.write({"account_move": first.id, "state": "done"})
        payments = self.payment_ids.with_company(self.company_id)
        paid = payments._create_payment_moves(False) | self._book_till_rounding(first)
        partner = self.env["res.partner"]._find_accounting_partner(first.partner_id)
        account = partner.with_company(self.company_id).property_account_receivable_id
        lines = (paid | moves).line_ids.filtered(
            lambda line: line.account_id == account and not line.reconciled
        )
        lines.with_company(self.company_id).reconcile()

    def _book_till_rounding(self, invoice):
        """Return the entry of what a till that rounds cash took more, or less."""
        entries = self.env["account.move"]
        difference = self.amount_paid - self.amount_total
        if self.currency_id.is_zero(difference):
            return entries
        partner = self.env["res.partner"]._find_accounting_partner(invoice.partner_id)
        partner = partner.with_company(self.company_id)
        method = self.config_id.rounding_method
        own = method.profit_account_id if difference > 0 else method.loss_account_id
        sides = (
            (partner.property_account_receivable_id, partner, difference),
            (own, partner.browse(), -difference),
        )
        entry = entries.create(
            {
                "journal_id": self.config_id.journal_id.id,
                "ref": self.env._("Rounding of %(ticket)s", ticket=self.name),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": owner.id,
                            "currency_id": self.currency_id.id,
                            "amount_currency": amount,
                        }
                    )
                    for account, owner, amount in sides
                ],
            }
        )
        entry._post()
        return entry
