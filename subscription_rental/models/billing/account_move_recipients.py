from odoo import models


class AccountMove(models.Model):
    """Who gets an invoice by e-mail, beside the address that it is for (BI18)."""

    _inherit = "account.move"

    def _get_rental_recipients(self):
        """Return who else gets this invoice: invoice contacts, and who gets copies.

        Invoice contacts get what bills a subscription; of other invoices Odoo says who.
        """
        self.ensure_one()
        # Whoever writes on an invoice, customers too, need not see the other contacts.
        address = self.partner_id.sudo()
        if not address or not self.is_sale_document(include_receipts=True):
            return address.browse()
        return self._get_rental_payers() | address._get_invoice_copies()

    def _get_rental_payers(self):
        """Return the other invoice contacts of this invoice, if it bills a subscription.

        What is written about its payment concerns them, and nobody who gets copies.
        """
        self.ensure_one()
        # Accountants send invoices without knowing subscriptions.
        move = self.sudo()
        if not move.line_ids.rental_subscription_id:
            return move.partner_id.browse()
        return move.partner_id._get_invoice_contacts()

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Give no button to the other recipients of an invoice.

        It opens the invoice without a login, where the stored method of the customer pays:
        this is for the address of the invoice alone.
        """
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        others = set(self._get_rental_recipients().ids) if self else set()
        without = (
            "rental_recipient",
            lambda person: person["id"] in others and person["type"] != "user",
            {"active": True, "has_button_access": False},
        )
        return [without, *groups] if others else groups
