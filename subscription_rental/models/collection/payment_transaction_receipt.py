from odoo import fields, models

from ...billing import collection

RECEIPT = "subscription_rental.mail_template_receipt"


class PaymentTransaction(models.Model):
    """A charge of the stored method that was paid: the customer gets a receipt (BI17)."""

    _inherit = "payment.transaction"

    rental_receipt_on = fields.Date(
        string="Receipt Sent On",
        readonly=True,
        copy=False,
        help="When the customer was told by e-mail that this charge was paid.",
        kept=True,
    )

    def _post_process(self):
        """Book the payments; mail a receipt of charges that nobody clicked for."""
        result = super()._post_process()
        for charge in self.filtered(lambda tx: tx._wants_receipt()):
            charge._send_charge_receipt()
        return result

    def _wants_receipt(self):
        """Return whether a receipt of this transaction is still to be sent.

        Who pays in the portal reads there that it was paid; refunds have a credit note.
        """
        self.ensure_one()
        return (
            self.company_id.subscription_receipt_mail
            and self.operation == "offline"
            and self.rental_outcome == collection.DONE
            and not self.rental_receipt_on
        )

    def _send_charge_receipt(self):
        """Mail the receipt of this charge to whom the payment of its invoice concerns."""
        self.ensure_one()
        move = self.rental_invoice_id
        people = move.partner_id | move._get_rental_payers()
        reached = people.filtered(lambda person: person.active and person.email)
        template = self.env.ref(RECEIPT, raise_if_not_found=False)
        if not reached or not template:
            return
        to = {"recipient_ids": [fields.Command.set(reached.ids)]}
        template.send_mail(self.id, email_values=to)
        self._write_kept({"rental_receipt_on": self.company_id._subscription_today()})

    def _get_sender(self):
        """Return the address that mails about this charge come from."""
        self.ensure_one()
        # Odoo renders each template on some record before it saves it.
        invoice = self.rental_invoice_id
        return invoice._get_sender() if invoice else self.company_id.email_formatted
