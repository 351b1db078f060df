import re

from odoo.tests import HttpCase

from odoo.addons.subscription_rental.tests.common_payment import PaymentCommon

from .common import ShopCommon


class CheckoutCommon(ShopCommon, PaymentCommon, HttpCase):
    """A customer who fills a cart, looks at the last step, and pays, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly.write(
            {"invoice_mode": "collect", "contract_terms": "<p>Ride with care.</p>"}
        )
        cls.monthly._approve_sending(cls.company)
        cls.user = cls._portal_user("customer", cls.partner_a)
        cls.stranger = cls._portal_user("stranger", cls.partner_b)
        cls.website.account_on_checkout = "optional"
        cls.bike.type = "service"
        cls._fill_address(cls.user)

    def _rpc(self, path, **params):
        """Return the result of a call of the browser, or its error."""
        response = self.url_open(path, json={"jsonrpc": "2.0", "params": params}).json()
        if "error" in response:
            return response["error"]["data"]["message"]
        return response.get("result")

    def _fill(self, plan=None, login="customer", product=None, quantity=1, **choice):
        """Put a bike, or what is named, into the cart of a visitor; return the cart."""
        self.authenticate(login, login)
        product = product or self.bike
        self._rpc(
            "/shop/cart/add",
            product_template_id=product.product_tmpl_id.id,
            product_id=product.id,
            quantity=quantity,
            rental_plan_id=(plan or self.monthly).id,
            **choice,
        )
        return self.env["sale.order"].sudo().search([], order="id desc", limit=1)

    def _page(self):
        """Return the last step of the checkout, by way of the step before."""
        self.url_open("/shop/checkout")
        return self.url_open("/shop/payment").text

    def _shown(self, text):
        """Return the sign of what the page shows before ordering."""
        return re.search(r'data-digest="(\w+)"', text).group(1)

    def _values(self, cart, **values):
        """Return what the payment form sends."""
        return {
            "access_token": cart._portal_ensure_token(),
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": cart.amount_total,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "/shop/payment/validate",
            "is_validation": False,
            **values,
        }

    def _pay(self, cart, route="payment/transaction", **values):
        """Send the payment form; return the answer and the transaction."""
        answer = self._rpc(f"/shop/{route}/{cart.id}", **self._values(cart, **values))
        return answer, cart.transaction_ids.sorted("id")[-1:]

    def _succeed(self, transaction):
        """Let the provider say that it worked."""
        if transaction.tokenize:
            transaction.token_id = self._token(transaction.partner_id)
        transaction._set_done()
        transaction._post_process()
