from odoo import fields, models

from ...billing import collection


class PaymentTransaction(models.Model):
    """A payment of an offer to renew."""

    _inherit = "payment.transaction"

    def _link_rental_invoices(self):
        """Link the payment of an offer's quotation to the invoice of its renewal, too."""
        result = super()._link_rental_invoices()
        for transaction in self:
            # Customers pay without rights on offers or invoices.
            for offer in transaction.sudo()._get_quoted_offers():
                invoice = offer.move_id
                if invoice.payment_state in collection.UNPAID and not offer.is_paid:
                    offer._write_kept({"is_paid": True})
                    transaction.sudo().invoice_ids = [fields.Command.link(invoice.id)]
        return result

    def _post_process(self):
        """Ask the responsible about money for an offer that does not hold any more."""
        result = super()._post_process()
        for transaction in self.sudo().filtered(lambda tx: tx.state == "done"):
            transaction._get_vain_offers()._ask_about_money()
        return result

    def _get_quoted_offers(self):
        """Return the offers whose quotations this transaction pays."""
        self.ensure_one()
        offers = self.env["subscription.renewal.offer"]
        orders = self.sale_order_ids.filtered("rental_renews_id")
        return offers.search([("quotation_id", "in", orders.ids)]) if orders else offers

    def _get_vain_offers(self):
        """Return the offers that this payment is for, and that it did not renew."""
        self.ensure_one()
        offers = self._get_quoted_offers()
        if self.invoice_ids:
            offers |= offers.search([("move_id", "in", self.invoice_ids.ids)])

        def is_vain(offer):
            is_other = offer.move_id not in self.invoice_ids
            return is_other or self._is_left_over()

        return offers.filtered(
            lambda one: (
                one.state not in ("open", "accepted")
                # It was paid before: by somebody else, or in another tab.
                or (one.state == "accepted" and is_vain(one))
            )
        )
