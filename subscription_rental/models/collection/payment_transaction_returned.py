from datetime import timedelta

from odoo import api, fields, models


class PaymentTransaction(models.Model):
    """Money that came back after it was booked (BI5)."""

    _inherit = "payment.transaction"

    rental_returned_on = fields.Date(
        string="Returned On", readonly=True, copy=False, kept=True
    )
    rental_return_id = fields.Many2one(
        "account.payment",
        string="Returned By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The payment back, where the first one could not be cancelled.",
        kept=True,
    )

    def _unbook(self, reason):
        """Take the payment of this transaction back: its invoices are unpaid again.

        A payment whose entry is locked stays; another one, the other way, undoes it.
        """
        self.ensure_one()
        bills = self.invoice_ids | self.rental_invoice_id
        payment = self.payment_id
        if payment and self._takes_back(bills):
            if self._is_payment_locked():
                self._pay_back(bills)
            else:
                # Its entry stays, cancelled. Deleting a draft with a number is for
                # accountants alone, and banks and webhooks come as anybody.
                payment.action_cancel()
            today = self.company_id._subscription_today()
            self._write_kept({"rental_returned_on": today})
            payment._message_log(body=reason or self.env._("It came back."))
        self.is_post_processed = True

    def _takes_back(self, bills):
        """Return whether the payment of this transaction, for `bills`, is taken back here.

        An override knows providers that tell of returns, and that Odoo leaves paid.
        """
        self.ensure_one()
        return bool(bills.line_ids.rental_subscription_id)

    def _is_payment_locked(self):
        """Return whether the entry of this transaction's payment can no longer change."""
        self.ensure_one()
        entry = self.payment_id.move_id
        locks = entry and entry._get_violated_lock_dates(entry.date, False)
        return bool(locks or entry.inalterable_hash)

    def _pay_back(self, bills):
        """Undo the payment by one the other way, on the first open day; tell of it."""
        self.ensure_one()
        payment = self.payment_id
        self._get_customer_lines(payment).remove_move_reconcile()
        back = payment.create(self._prepare_return_vals())
        back.action_post()
        self._get_customer_lines(payment | back).reconcile()
        self._write_kept({"rental_return_id": back.id})
        self._tell_of_return(bills)

    @api.model
    def _get_customer_lines(self, payments):
        """Return the lines of the entries of these payments on their customer's account."""
        accounts = payments.destination_account_id
        return payments.move_id.line_ids.filtered(lambda line: line.account_id in accounts)

    def _prepare_return_vals(self):
        """Return the values of the payment that undoes the one of this transaction."""
        self.ensure_one()
        payment = self.payment_id
        inbound = payment.payment_type == "inbound"
        return {
            "payment_type": "outbound" if inbound else "inbound",
            "partner_type": "customer",
            "partner_id": payment.partner_id.id,
            "amount": payment.amount,
            "currency_id": payment.currency_id.id,
            "company_id": payment.company_id.id,
            "journal_id": payment.journal_id.id,
            # On the account of the first one: the bank's two lines close both.
            "payment_method_line_id": payment.payment_method_line_id.id,
            "destination_account_id": payment.destination_account_id.id,
            "date": self._get_first_open_day(payment.journal_id),
            "memo": self.env._("%(memo)s, returned", memo=payment.memo or self.reference),
        }

    def _get_first_open_day(self, journal):
        """Return today, or the first day after it that is open in these books."""
        company = journal.company_id
        today = company._subscription_today()
        locks = company._get_violated_lock_dates(today, False, journal)
        return locks[-1][0] + timedelta(days=1) if locks else today

    def _tell_of_return(self, bills):
        """Tell the billing owner on which day a returned payment was booked."""
        self.ensure_one()
        here = bills.line_ids.rental_subscription_id._in_owner_language()
        note = here.env._(
            "%(payment)s is in a locked period: %(back)s undoes it. The invoice is unpaid "
            "again.",
            payment=self.payment_id._get_html_link(),
            back=self.rental_return_id._get_html_link(),
        )
        here._ask_owner(here.env._("Payment came back"), note)

    def _update_state(self, allowed_states, target_state, state_message):
        """Leave payments that came back as they are when they are called paid again.

        Providers repeat what they said; a dispute that was won is for a person to book.
        """
        repeated = (
            self.filtered("rental_returned_on") if target_state == "done" else self[:0]
        )
        for move in repeated.rental_invoice_id | repeated.invoice_ids:
            move._message_log(
                body=self.env._("Called paid again by the provider after it came back.")
            )
        return super(PaymentTransaction, self - repeated)._update_state(
            allowed_states, target_state, state_message
        )

    def _create_payment(self, **extra_create_values):
        """Date the payment of a subscription's invoice on the first open day."""
        if self.invoice_ids.line_ids.rental_subscription_id:
            day = self._get_first_open_day(self.provider_id.journal_id)
            extra_create_values = {"date": day, **extra_create_values}
        return super()._create_payment(**extra_create_values)
