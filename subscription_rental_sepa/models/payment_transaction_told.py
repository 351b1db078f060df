from odoo import models
from odoo.tools.misc import format_date, formatLang

from .res_company import INVOICE

NOTICE = "subscription_rental_sepa.mail_template_debit"


class PaymentTransaction(models.Model):
    """A debit of which the customer is told before: amount, day, mandate and creditor."""

    _inherit = "payment.transaction"

    def _tell_of_debit(self):
        """Tell the customer of this debit, unless they know its day already.

        The invoice may be the notice. What was sent, and when, stays on the invoice.
        """
        self.ensure_one()
        if self.rental_told_day == self.rental_debit_day:
            return
        move = self.rental_invoice_id
        today = self.company_id._subscription_today()
        if self._was_told_by_invoice():
            today = move.invoice_date
        elif not self._mail_notice():
            return
        day = self.rental_debit_day
        self._write_kept({"rental_told_on": today, "rental_told_day": day})

    def _was_told_by_invoice(self):
        """Return whether the invoice, sent to the customer, says the day of this debit."""
        self.ensure_one()
        move = self.rental_invoice_id
        return (
            self.company_id.subscription_sepa_notice_by == INVOICE
            and move.is_move_sent
            and move.rental_debit_day == self.rental_debit_day
        )

    def _mail_notice(self):
        """Mail the notice to whom the payment concerns; return the mail, none if nobody."""
        self.ensure_one()
        move = self.rental_invoice_id
        people = move.partner_id | move._get_rental_payers()
        reached = people.filtered(lambda one: one.active and one.email)
        template = self.env.ref(NOTICE, raise_if_not_found=False)
        if not reached or not template:
            move._message_log(
                body=self.env._("Nobody to tell of the debit: no e-mail address.")
            )
            return False
        mail = template.send_mail(
            self.id, email_values={"recipient_ids": [(6, 0, reached.ids)]}
        )
        subscription = move.line_ids.rental_subscription_id
        here = move.with_env(subscription._in_office_language().env)
        here._message_log(
            body=here.env._(
                "%(people)s told by e-mail: %(amount)s will be debited on %(day)s by "
                "mandate %(reference)s.",
                people=", ".join(reached.mapped("email")),
                amount=self.currency_id.format(self.amount),
                day=format_date(here.env, self.rental_debit_day),
                reference=self.rental_mandate_id.reference,
            )
        )
        return mail

    def _tell_debit(self):
        """Return when this debit is made, how and with which collection, as text."""
        self.ensure_one()
        mandate = self.rental_mandate_id
        facts = {
            "amount": formatLang(self.env, self.amount, currency_obj=self.currency_id),
            "day": format_date(self.env, self.rental_debit_day),
            "account": mandate.iban_hidden,
            "mandate": mandate.reference,
        }
        if not self.rental_collection_id:
            return self.env._(
                "%(amount)s will be debited on %(day)s from %(account)s, by mandate "
                "%(mandate)s.",
                **facts,
            )
        return self.env._(
            "%(amount)s will be debited on %(day)s from %(account)s, by mandate "
            "%(mandate)s, with %(collection)s.",
            collection=self.rental_collection_id.name,
            **facts,
        )

    def _get_creditor_told(self):
        """Return the creditor identifier that the customer is told."""
        self.ensure_one()
        return self.env["res.company"]._get_creditor(self.company_id)
