from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .portal_method import SubscriptionMethodPortal

PAGE = "/subscriptions/<int:subscription_id>/enter_method"


class SubscriptionMethodClerk(SubscriptionMethodPortal):
    """Where a clerk types a customer's method into the provider's own form (SE5).

    The form is the provider's: what is typed goes to the provider, and never to us.
    """

    @http.route(PAGE, type="http", auth="user", website=True, methods=["GET"])
    def rental_enter_method(self, subscription_id, **kwargs):
        """Show the provider's form for the customer's method; no money moves."""
        try:
            subscription = self._get_entered(subscription_id)
        except UserError as error:
            refused = {"error": str(error)}
            return request.render("subscription_rental.clerk_payment_method", refused)
        payer = subscription.partner_invoice_id
        values = self._prepare_method_values(subscription, payer)
        url = subscription._get_entering_url()
        values |= {
            "subscription": subscription,
            "res_company": subscription.company_id,
            # The clerk sees nobody's stored methods here, and gets no customer's link.
            "tokens_sudo": request.env["payment.token"].sudo(),
            "allow_token_selection": False,
            "transaction_route": f"{url}/transaction",
            "landing_route": f"{url}?done=1",
            "access_token": "",
        }
        values |= self._prepare_outcome(subscription, **kwargs)
        return request.render("subscription_rental.clerk_payment_method", values)

    @http.route(f"{PAGE}/transaction", type="jsonrpc", auth="user")
    def rental_enter_transaction(self, subscription_id, **kwargs):
        """Return the processing values of a transaction that stores the method."""
        subscription = self._get_entered(subscription_id)
        url = subscription._get_entering_url()
        # The form sends the one of its page, which has none.
        kwargs.pop("access_token", None)
        return self._create_method_transaction(
            subscription,
            subscription.partner_invoice_id,
            kwargs,
            landing_route=f"{url}?done=1",
        )

    @staticmethod
    def _get_entered(subscription_id):
        """Return the clerk's subscription, as the system; raise an error for another's."""
        subscriptions = request.env["subscription.subscription"]
        found = subscriptions.browse(subscription_id).exists()
        # Whether it exists is nobody else's business.
        if not found:
            raise request.not_found()
        try:
            found._check_entering()
        except AccessError as error:
            raise request.not_found() from error
        return found.sudo()
