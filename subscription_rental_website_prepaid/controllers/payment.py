from math import isfinite

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.http import request, route

from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.addons.website_sale.controllers.payment import PaymentPortal


class PrepaidCheckout(WebsiteSale):
    """The last step of a cart that packs and credit pay something of (PK6)."""

    def _get_shop_payment_errors(self, order):
        """Name what is not sold any more."""
        errors = super()._get_shop_payment_errors(order)
        title = request.env._("This cannot be ordered")
        return errors + [(title, one) for one in order._get_prepaid_problems()]

    def _get_shop_payment_values(self, order, **kwargs):
        """Ask for the rest."""
        values = super()._get_shop_payment_values(order, **kwargs)
        if order._get_prepaid_amount():
            values["amount"] = order._get_online_total()
        return values

    @route()
    def shop_payment_validate(self, sale_order_id=None, **post):
        """Order without a payment what packs and credit pay for."""
        order = request.cart
        if sale_order_id is None and order and order.state == "draft":
            last = order.get_portal_last_transaction()
            paying = last.state in ("pending", "authorized", "done")
            if order._is_fully_prepaid() and not paying:
                return self._order_covered(order)
        return super().shop_payment_validate(sale_order_id=sale_order_id, **post)

    def _order_covered(self, order):
        """Confirm a cart of which nothing is left to pay, as Odoo does with free ones."""
        if redirection := self._check_cart_and_addresses(order):
            return redirection
        if errors := self._get_shop_payment_errors(order):
            raise ValidationError("\n".join(errors[0]))
        order._check_cart_is_ready_to_be_paid()
        order._validate_order()
        request.session["sale_last_order_id"] = order.id
        request.website.sale_reset()
        return request.redirect("/shop/confirmation")


class PrepaidPayment(PaymentPortal):
    """Payments of orders of which packs and credit pay a part."""

    @route()
    def shop_payment_transaction(self, order_id, access_token, **kwargs):
        """Pay the rest; refuse another amount, and what is paid already."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            # Odoo says what is wrong.
            return super().shop_payment_transaction(order_id, access_token, **kwargs)
        if order._get_prepaid_amount():
            self._check_rest(order, kwargs.get("amount"))
            # Odoo compares it with the whole order; `_create_transaction` takes the rest.
            kwargs["amount"] = order.amount_total
        return super().shop_payment_transaction(order_id, access_token, **kwargs)

    @staticmethod
    def _check_rest(order, amount):
        """Raise ValidationError unless `amount` is what is left to pay of `order`."""
        rest = order._get_online_total()
        known = isinstance(amount, int | float) and not isinstance(amount, bool)
        same = known and isfinite(amount) and order.currency_id.is_zero(amount - rest)
        if amount and not same:
            raise ValidationError(
                request.env._("The cart has been updated. Please refresh the page.")
            )
        if order._is_paid():
            raise UserError(
                request.env._(
                    "There is nothing left to pay. Please refresh the page, and order."
                )
            )

    def _create_transaction(self, *args, amount=None, custom_create_values=None, **kwargs):
        """Ask at most for what packs and credit leave, in the shop and in the portal."""
        order = self._get_paid_order(custom_create_values)
        if amount and order._get_prepaid_amount():
            amount = min(amount, order._get_online_total())
        return super()._create_transaction(
            *args, amount=amount, custom_create_values=custom_create_values, **kwargs
        )

    @staticmethod
    def _get_paid_order(values):
        """Return the order that a transaction with these values pays, in sudo."""
        orders = request.env["sale.order"].sudo()
        commands = (values or {}).get("sale_order_ids")
        if not commands:
            return orders.browse()
        transactions = request.env["payment.transaction"]
        field = transactions._fields["sale_order_ids"]
        return orders.browse(field.convert_to_cache(commands, transactions))[:1]
