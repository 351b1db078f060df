from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.payment import utils as payment_utils

from .portal import PAGE, SubscriptionPortal


class SubscriptionMethodPortal(SubscriptionPortal):
    """Where a customer registers, chooses or removes a payment method (SE5)."""

    @http.route(
        f"{PAGE}/<int:subscription_id>/payment_method",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_method(self, subscription_id, access_token=None, which="one", **kwargs):
        """Show the provider's form to register a payment method; no money moves.

        :param which: `all` if the customer's other subscriptions get the method, too
        """
        subscription = self._get_rental(subscription_id, access_token)
        siblings = self._get_reachable_siblings(subscription)
        which = "all" if which == "all" and siblings else "one"
        values = self._prepare_rental_values(subscription, access_token)
        payer = self._get_payer(subscription)
        values |= self._prepare_method_values(subscription, payer)
        values |= {
            "which": which,
            "siblings": siblings,
            "allow_token_selection": True,
            "default_token_id": subscription.payment_token_id.id,
            "tokens_sudo": self._get_own_methods(subscription),
            "transaction_route": f"{subscription.access_url}/transaction/{which}",
            "assign_token_route": f"{subscription.access_url}/use_method/{which}",
            "landing_route": self._get_landing(subscription),
            "access_token": subscription._portal_ensure_token(),
        }
        values |= self._prepare_outcome(subscription, **kwargs)
        return request.render("subscription_rental.portal_payment_method", values)

    def _prepare_outcome(self, subscription, done=None, tried=None, **_kwargs):
        """Return the method that was registered just now, or why it was refused.

        :param tried: the transaction that the visitor comes from, if there was one
        """
        transactions = request.env["payment.transaction"].sudo()
        known = transactions.search([("rental_subscription_id", "=", subscription.id)])
        tx = known.filtered(lambda one: one.id == self._cast_as_int(tried))
        refused = tx.state in ("error", "cancel")
        registered = done and (not tx or tx.state == "done")
        return {
            "chosen": registered and subscription.payment_token_id,
            "refusal": refused
            and (tx.rental_told_reason or request.env._("It was refused.")),
        }

    def _prepare_method_values(self, subscription, partner):
        """Return what the payment form needs to store a new method of `partner`."""
        company = subscription.company_id
        currency = subscription.currency_id
        report = {}
        providers = (
            request.env["payment.provider"]
            .sudo()
            ._get_compatible_providers(
                company.id,
                partner.id,
                0.0,
                currency_id=currency.id,
                force_tokenization=True,
                is_validation=True,
                report=report,
            )
        )
        methods = (
            request.env["payment.method"]
            .sudo()
            ._get_compatible_payment_methods(
                providers.ids,
                partner.id,
                currency_id=currency.id,
                force_tokenization=True,
                report=report,
            )
        )
        return {
            "mode": "validation",
            "allow_token_deletion": False,
            "reference_prefix": payment_utils.singularize_reference_prefix(prefix="V"),
            "partner_id": partner.id,
            "providers_sudo": providers,
            "payment_methods_sudo": methods,
            "availability_report": report,
        }

    @staticmethod
    def _get_landing(subscription):
        token = subscription._portal_ensure_token()
        return f"{subscription.access_url}/payment_method?access_token={token}&done=1"

    @staticmethod
    def _is_payer(subscription):
        """Return whether the visitor is logged in as who pays the subscription."""
        user = request.env.user
        own = user.partner_id.commercial_partner_id
        return not user._is_public() and own in subscription._get_payers()

    @classmethod
    def _get_payer(cls, subscription):
        """Return the partner of the new method: the visitor, or the link's customer."""
        if cls._is_payer(subscription):
            return request.env.user.partner_id
        return subscription.partner_invoice_id

    @classmethod
    def _get_reachable_siblings(cls, subscription):
        """Return the customer's other subscriptions that the visitor may change, too.

        A link is of one subscription: the others are for who is logged in.
        """
        siblings = subscription._get_siblings()
        return siblings if cls._is_payer(subscription) else siblings.browse()

    def _get_own_methods(self, subscription):
        """Return the stored methods that a logged-in visitor may choose from.

        A link alone shows nobody's cards.
        """
        tokens = subscription._get_available_methods()
        own = request.env.user.partner_id.commercial_partner_id
        return tokens.filtered(lambda one: one.partner_id.commercial_partner_id == own)

    @http.route(
        f"{PAGE}/<int:subscription_id>/transaction/<any(one,all):which>",
        type="jsonrpc",
        auth="public",
    )
    def rental_transaction(self, subscription_id, which, access_token=None, **kwargs):
        """Return the processing values of a new transaction that stores a method."""
        subscription = self._get_rental(subscription_id, access_token)
        if which == "all" and not self._is_payer(subscription):
            raise UserError(
                request.env._("Log in to choose a method for all your subscriptions.")
            )
        return self._create_method_transaction(
            subscription,
            self._get_payer(subscription),
            kwargs,
            landing_route=self._get_landing(subscription),
            for_all=which == "all",
        )

    def _create_method_transaction(
        self, subscription, payer, kwargs, *, landing_route, for_all=False
    ):
        """Return the processing values of a transaction that stores a method of `payer`.

        :param kwargs: what the browser sent; it decides on the provider and method only
        """
        self._validate_transaction_kwargs(kwargs)
        if kwargs.get("flow") not in ("direct", "redirect"):
            raise UserError(request.env._("Choose a payment method."))
        kwargs |= {
            "partner_id": payer.id,
            "token_id": None,
            "amount": None,
            "currency_id": None,
            "is_validation": True,
            "tokenization_requested": True,
            "landing_route": landing_route,
        }
        self._check_keeps(
            subscription, kwargs.get("provider_id"), kwargs.get("payment_method_id")
        )
        transaction = self._create_transaction(
            custom_create_values={
                "rental_subscription_id": subscription.id,
                "rental_for_all": for_all,
            },
            **kwargs,
        )
        # The page that follows says what became of it.
        transaction.landing_route += f"&tried={transaction.id}"
        return transaction._get_processing_values()

    @staticmethod
    def _check_keeps(subscription, provider_id, method_id):
        """Raise UserError unless that provider keeps such methods in this company."""
        providers = subscription._get_able_providers()
        provider = providers.filtered(lambda one: one.id == provider_id)
        methods = provider.payment_method_ids
        kept = methods.filtered(lambda method: method._is_kept_by(provider))
        if method_id not in kept.ids:
            raise UserError(
                request.env._("This payment method cannot be kept: choose another one.")
            )

    @http.route(
        f"{PAGE}/<int:subscription_id>/use_method/<any(one,all):which>",
        type="jsonrpc",
        auth="user",
    )
    def rental_use_method(self, subscription_id, which, token_id=None, access_token=None):
        """Collect the subscription with a method that is stored already."""
        subscription = self._get_rental(subscription_id, access_token)
        token = self._get_own_methods(subscription).filtered(
            lambda one: one.id == self._cast_as_int(token_id)
        )
        if not token:
            raise request.not_found()
        chosen = subscription
        if which == "all":
            chosen |= self._get_reachable_siblings(subscription)
        chosen._use_method(token)._tell_of_method()
        return True

    @http.route(
        f"{PAGE}/<int:subscription_id>/remove_method",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_remove_method(self, subscription_id, access_token=None, **_kwargs):
        """Remove the payment method of the subscription."""
        subscription = self._get_rental(subscription_id, access_token)
        changed = subscription.filtered("payment_token_id")
        subscription._remove_method()
        changed._tell_of_method()
        return self._go_back(subscription, access_token, "removed")
