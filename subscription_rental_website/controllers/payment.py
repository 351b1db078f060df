from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.http import request, route

from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.addons.website_sale.controllers.payment import PaymentPortal

from ..shop import check_number


class RentalCheckout(WebsiteSale):
    """The last step of the checkout of a cart with plans."""

    def _get_shop_payment_errors(self, order):
        """Name what cannot be ordered any more."""
        errors = super()._get_shop_payment_errors(order)
        if order.is_rental:
            errors += order._get_rental_problems()
        return errors

    def _get_shop_payment_values(self, order, **kwargs):
        """Word the button as the law asks; keep a payment method where nothing is due."""
        values = super()._get_shop_payment_values(order, **kwargs)
        if not order.is_rental:
            return values
        button = order.company_id.sudo().rental_order_button
        values |= {
            "submit_button_label": button or request.env._("Order with obligation to pay"),
            "rental_digest": order._get_rental_digest(),
        }
        if order._wants_method_only() and not values["errors"]:
            values |= self._get_method_values(order)
        return values

    def _get_method_values(self, order):
        """Return the values of a payment form that keeps a method and takes no money."""
        partner = order.partner_invoice_id
        known = {"sale_order_id": order.id, "website_id": request.website.id}
        report = {}
        providers = (
            request.env["payment.provider"]
            .sudo()
            ._get_compatible_providers(
                order.company_id.id,
                partner.id,
                0.0,
                # What follows is charged in it.
                currency_id=order.currency_id.id,
                force_tokenization=True,
                is_validation=True,
                report=report,
                **known,
            )
        )
        methods = (
            request.env["payment.method"]
            .sudo()
            ._get_compatible_payment_methods(
                providers.ids,
                partner.id,
                currency_id=order.currency_id.id,
                force_tokenization=True,
                report=report,
                sale_order_id=order.id,
            )
        )
        # Who is not logged in can assign none.
        guest = request.env.user._is_public()
        own = {"tokens_sudo": request.env["payment.token"]} if guest else {}
        return {
            **own,
            "rental_keeps_method": True,
            "mode": "validation",
            "allow_token_selection": True,
            "allow_token_deletion": False,
            "providers_sudo": providers,
            "payment_methods_sudo": methods,
            "availability_report": report,
            "transaction_route": f"/shop/rental/method/{order.id}",
            "assign_token_route": f"/shop/rental/token/{order.id}",
        }

    @route()
    def shop_payment_validate(self, sale_order_id=None, **post):
        """Send a customer back whose payment failed, or whose method was not kept."""
        order = request.cart
        if sale_order_id is None and order and order._get_failed_payment():
            # The cart stays, so that another method can be tried.
            return request.redirect("/shop/payment")
        if (
            sale_order_id is None
            and order
            and order.state == "draft"
            and order.is_rental
            and order.currency_id.is_zero(order.amount_total)
        ):
            if order._wants_method_only() and not order.get_portal_last_transaction():
                return request.redirect("/shop/payment")
            if not order._has_collected_plan():
                order._accept_rental_terms(post.get("rental_accepted"))
        # Odoo takes the cart away once it is paid.
        last = order or request.env["sale.order"].sudo().browse(
            request.session.get("sale_last_order_id")
        )
        if sale_order_id is None and last.exists() and last._is_paid_in_vain():
            request.website.sale_reset()
            return request.render(
                "subscription_rental_website.paid_in_vain", {"order": last}
            )
        return super().shop_payment_validate(sale_order_id=sale_order_id, **post)


class RentalPayment(PaymentPortal):
    """Payments of carts with plans: only of what the customer was shown and accepted."""

    @route()
    def shop_payment_transaction(
        self, order_id, access_token, rental_accepted=None, **kwargs
    ):
        """Note the accepted terms, then pay."""
        order = self._get_rental_cart(order_id, access_token)
        if kwargs.get("amount"):
            check_number(request.env, kwargs["amount"])
        if order.is_rental:
            if order.state not in ("draft", "sent"):
                # Ordered already, in another tab.
                raise self._tell_updated()
            self._check_provider(order, kwargs)
            order._accept_rental_terms(rental_accepted)
        return super().shop_payment_transaction(order_id, access_token, **kwargs)

    @route(
        "/shop/rental/method/<int:order_id>", type="jsonrpc", auth="public", website=True
    )
    def rental_method_transaction(
        self, order_id, access_token, rental_accepted=None, **kwargs
    ):
        """Keep a payment method for a cart of which nothing is due today."""
        order = self._get_free_cart(order_id, access_token)
        self._check_provider(order, kwargs, is_validation=True)
        order._accept_rental_terms(rental_accepted)
        self._validate_transaction_kwargs(kwargs)
        if kwargs.get("flow") == "token":
            # A stored method needs no validation: it is assigned.
            raise self._tell_updated()
        kwargs |= {
            "amount": None,
            "currency_id": None,
            "partner_id": order.partner_invoice_id.id,
            "is_validation": True,
            "sale_order_id": order.id,
        }
        transaction = self._create_transaction(
            custom_create_values={"sale_order_ids": [Command.set(order.ids)]}, **kwargs
        )
        request.session["__website_sale_last_tx_id"] = transaction.id
        return transaction._get_processing_values()

    @route("/shop/rental/token/<int:order_id>", type="jsonrpc", auth="user", website=True)
    def rental_assign_token(self, order_id, access_token, token_id, rental_accepted=None):
        """Order with a stored method of the customer's own, where nothing is due today."""
        order = self._get_free_cart(order_id, access_token)
        partner = request.env.user.partner_id
        available = (
            request.env["payment.token"]
            .sudo()
            ._get_available_tokens(None, partner.id, is_validation=True)
        )
        token = available.filtered(lambda one: one.id == token_id)
        refused = UserError(request.env._("This payment method is not yours to use."))
        if not token:
            raise refused
        order._accept_rental_terms(rental_accepted)
        # Odoo's own mail of the order, as after a payment.
        order.with_context(send_email=True).action_confirm()
        rented = order.rental_subscription_ids
        if not all(one._may_be_charged_to(token) for one in rented):
            # The cart is somebody else's: nothing would be collected.
            raise refused
        rented._use_method(token)

    @staticmethod
    def _tell_updated():
        """Return the error for a page that shows what the cart is no more."""
        return ValidationError(
            request.env._("The cart has been updated. Please refresh the page.")
        )

    @staticmethod
    def _check_provider(order, values, *, is_validation=False):
        """Raise ValidationError for a provider that the page does not offer.

        What recurs is paid by what can be charged again; stored methods can.
        """
        if values.get("flow") == "token":
            return
        offered = (
            request.env["payment.provider"]
            .sudo()
            ._get_compatible_providers(
                order.company_id.id,
                order.partner_invoice_id.id,
                order.amount_total,
                currency_id=order.currency_id.id,
                is_validation=is_validation,
                force_tokenization=is_validation,
                sale_order_id=order.id,
                website_id=order.website_id.id,
            )
        )
        if values.get("provider_id") not in offered.ids:
            raise ValidationError(
                request.env._("This cannot be paid like that: reload the page.")
            )

    def _get_rental_cart(self, order_id, access_token):
        """Return the order of the request, in sudo; checks the token."""
        try:
            return self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError) as error:
            raise ValidationError(request.env._("The access token is invalid.")) from error

    def _get_free_cart(self, order_id, access_token):
        """Return the order of the request if it only waits for a payment method."""
        order = self._get_rental_cart(order_id, access_token)
        if order.state != "draft" or not order._wants_method_only():
            raise self._tell_updated()
        order._check_cart_is_ready_to_be_paid()
        return order
