import json

from odoo.tests import HttpCase, new_test_user

from odoo.addons.subscription_rental_prepaid.tests.common import PrepaidCommon


class PrepaidShopCommon(PrepaidCommon, HttpCase):
    """A salon's shop: massages, packs of ten, and two customers who log in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].sudo().search([], limit=1)
        cls.website.write(
            {
                "company_id": cls.company.id,
                "account_on_checkout": "optional",
                "show_line_subtotals_tax_selection": "tax_included",
            }
        )
        cls.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", "False")
        cls.provider.is_published = True
        cls.ann.write(cls._address())
        cls.bob.write({**cls._address(), "email": "bob@example.com"})
        for login, customer in (("ann", cls.ann), ("bob", cls.bob)):
            new_test_user(
                cls.env,
                login=login,
                groups="base.group_portal",
                partner_id=customer.id,
                company_ids=[(6, 0, cls.company.ids)],
                company_id=cls.company.id,
            )
        cls.offers = cls.pack_at_use | cls.pack_at_sale
        (cls.offers.product_id | cls.massage | cls.haircut).is_published = True

    @classmethod
    def _address(cls):
        return {
            "street": "Rue Haute 1",
            "city": "Brussels",
            "zip": "1000",
            "country_id": cls.env.ref("base.be").id,
            "phone": "+3222222222",
        }

    def _rpc(self, path, **params):
        """Return the result of a call of the browser, or its error."""
        # As text, so that NaN gets through.
        response = self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        if "error" in response:
            return response["error"]["data"]["message"]
        return response.get("result")

    def _add(self, product, quantity=1):
        """Put a product into the visitor's cart; return the answer."""
        return self._rpc(
            "/shop/cart/add",
            product_template_id=product.product_tmpl_id.id,
            product_id=product.id,
            quantity=quantity,
        )

    def _fill(self, *products, login="ann", quantity=1):
        """Put products into the cart of a visitor who logs in; return the cart."""
        self.authenticate(login, login)
        for product in products:
            self._add(product, quantity)
        return self.env["sale.order"].sudo().search([], order="id desc", limit=1)

    def _step(self, step, line=None, **data):
        """Send one of the forms of the cart; return the page that follows."""
        token = self.url_open("/shop/cart").text.split('name="csrf_token" value="')
        if len(token) > 1:
            data["csrf_token"] = token[1].split('"')[0]
        else:
            data["csrf_token"] = self._csrf()
        if line is not None:
            data.setdefault("line_id", line if isinstance(line, str) else line.id)
        return self.url_open(f"/shop/prepaid/{step}", data=data).text

    def _csrf(self):
        text = self.url_open("/shop/cart").text
        return text.split('csrf_token: "')[1].split('"')[0]

    def _page(self):
        """Return the last step of the checkout, by way of the step before."""
        self.url_open("/shop/checkout")
        return self.url_open("/shop/payment").text

    def _pay_online(self, cart, **values):
        """Send the payment form; return the answer and the transaction."""
        values = {
            "access_token": cart._portal_ensure_token(),
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": cart._get_online_total(),
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "/shop/payment/validate",
            "is_validation": False,
            **values,
        }
        answer = self._rpc(f"/shop/payment/transaction/{cart.id}", **values)
        self.env.invalidate_all()
        return answer, cart.transaction_ids.sorted("id")[-1:]

    def _succeed(self, transaction):
        """Let the provider say that it worked."""
        self.env.invalidate_all()
        transaction._set_done()
        transaction._post_process()
        self.env.invalidate_all()

    def _packs_of(self, partner):
        packs = self.env["subscription.prepaid"]
        return packs.search([("partner_id", "=", partner.id)])
