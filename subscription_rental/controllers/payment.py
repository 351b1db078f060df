from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.account_payment.controllers.payment import PaymentPortal
from odoo.addons.account_payment.controllers.portal import PortalAccount

from ..billing import collection


class ChargedInvoices(PortalAccount):
    """Portal pages that offer no payment by hand of invoices that are being charged."""

    def _get_overdue_invoices_domain(self, partner_id=None):
        """Leave out invoices that are being charged: they may be paid already."""
        # Customers have no rights on charges: only whether there is one counts.
        charged = Domain("rental_outcome", "in", list(collection.OPEN))
        return [
            *super()._get_overdue_invoices_domain(partner_id),
            ~Domain("rental_charge_ids", "any!", charged),
        ]


class ChargedInvoicesPayment(PaymentPortal):
    """Payments from a page that was open before the charge of the invoice began."""

    def _process_transaction(
        self, partner_id, currency_id, invoice_ids, payment_reference, **kwargs
    ):
        """Refuse a payment of an invoice whose stored method is being charged."""
        moves = request.env["account.move"].sudo().browse(invoice_ids)
        try:
            moves._claim_for_customer()
        except UserError as error:
            # The payment form shows these.
            raise ValidationError(str(error)) from error
        return super()._process_transaction(
            partner_id, currency_id, invoice_ids, payment_reference, **kwargs
        )
