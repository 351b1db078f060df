from odoo import models

from ..mollie import answers
from .payment_provider import MOLLIE


class PaymentTransaction(models.Model):
    """Money that the customer's bank takes back; Mollie still calls the payment paid."""

    _inherit = "payment.transaction"

    def _apply_chargeback(self, payment_data):
        """Take a payment back that the bank took back, once; tell if it comes again."""
        back = float(answers.amount(payment_data, "amountChargedBack"))
        if self.rental_returned_on or self.state == "error":
            self._tell_of_reversal(back)
            return
        listed = self._ask_mollie(f"/payments/{self.provider_reference}/chargebacks")
        rows = (listed.get("_embedded") or {}).get("chargebacks") or []
        code, words = answers.chargeback_reason(rows)
        if code:
            self._keep_reason({"code": code})
        self._write_kept({"rental_charged_back": back})
        said = self._get_chargeback_text(code, words)
        self._set_error(said, extra_allowed_states=("done",))
        if not self._get_paid_subscriptions():
            # No ladder follows it: a person does.
            self._ask_seller(self.env._("The bank took it back"), said)

    def _takes_back(self, bills):
        """Take every payment by Mollie back: Odoo leaves paid what a bank took."""
        return super()._takes_back(bills) or self.provider_code == MOLLIE

    def _get_chargeback_text(self, code, words):
        """Return what is told of money that came back."""
        why = " ".join(filter(None, (code, words))) or "-"
        return self.env._("The customer's bank took it back: %(reason)s", reason=why)

    def _tell_of_reversal(self, back):
        """Ask a person, once, to book money that came back and was given again."""
        known = self.rental_charged_back
        if self.currency_id.compare_amounts(back, known) >= 0:
            return
        self._write_kept({"rental_charged_back": back})
        self._ask_mollie_owner(
            self.env._("The bank gave it again"),
            self.env._(
                "%(charge)s came back, and %(amount)s of it was paid again: the dispute is "
                "over. Book the payment by hand.",
                charge=self._get_html_link(),
                amount=self.currency_id.format(known - back),
            ),
        )

    def _apply_partly_back(self, payment_data):
        """Ask a person about a part that the bank took back; note refunds of others."""
        back = float(answers.amount(payment_data, "amountChargedBack"))
        if self.currency_id.compare_amounts(back, self.rental_charged_back) > 0:
            self._write_kept({"rental_charged_back": back})
            self._ask_mollie_owner(
                self.env._("Partly taken back"),
                self.env._(
                    "The customer's bank took %(amount)s of %(charge)s back: book it by "
                    "hand.",
                    amount=self.currency_id.format(back),
                    charge=self._get_html_link(),
                ),
            )
        self._note_refunds(answers.amount(payment_data, "amountRefunded"))

    def _get_paid_subscriptions(self):
        """Return the subscriptions of the invoices that this payment was for."""
        bills = self.invoice_ids | self.rental_invoice_id
        return bills.line_ids.rental_subscription_id

    def _ask_mollie_owner(self, summary, note):
        """Ask who looks after what this payment was for: a subscription, or a sale."""
        subscriptions = self._get_paid_subscriptions()
        if subscriptions:
            subscriptions._ask_owner(summary, note)
        else:
            self._ask_seller(summary, note)

    def _ask_seller(self, summary, note):
        """Ask who sold what this payment was for, on its invoice or its order."""
        sold = self.invoice_ids[:1] or self.sale_order_ids[:1]
        if sold:
            seller = sold.invoice_user_id if sold._name == "account.move" else sold.user_id
            known = seller.filtered(lambda user: user.active and not user.share)
            sold.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=note,
                user_id=(known or self.company_id._get_subscription_manager()).id
                or self.env.uid,
            )
