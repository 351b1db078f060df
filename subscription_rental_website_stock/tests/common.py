from datetime import date

from odoo import Command

from odoo.addons.subscription_rental_stock.tests.common import GoodsCommon
from odoo.addons.subscription_rental_website.tests.common import ShopCommon


class UnitsCommon(ShopCommon, GoodsCommon):
    """A shop that rents phones: three units, P1 to P3, in one warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website.warehouse_id = cls.warehouse
        cls.handset = cls.phone.product_tmpl_id
        cls.handset.is_published = True
        cls.renting = cls._renting_plan("Phones", start_on_payment=True)
        # What others have: begun by the handover alone.
        cls.lent = cls._goods_plan(cls.phone, name="Lent")

    @classmethod
    def _renting_plan(cls, name, **values):
        """Return another plan of phones that the shop offers."""
        return cls._goods_plan(cls.phone, name=name, is_published=True, **values)

    def _rent_out(self, serial, end=None):
        """Hand over a unit to somebody, until the day `end`; return the subscription."""
        rented = self._ordered(plan_id=self.lent.id)
        self._ship(rented, serial)
        if end:
            rented._write_kept({"date_end": date.fromisoformat(end)})
        return rented

    def _units(self, product=None, quantity=1.0, plan=None):
        """Return what the product page says of the units of a plan."""
        product = product or self.phone
        self.env.flush_all()
        self.env.invalidate_all()
        with self._visit():
            # As the visitors: they have no rights on stock.
            visitor = product.with_user(self.website.user_id).sudo(False)
            shop = self.website._get_rental_shop()
            offers = visitor.product_tmpl_id._get_shop_offers(visitor, shop, quantity)
        wanted = (plan or self.renting).id
        (offer,) = [one for one in offers if one["id"] == wanted]
        return offer["units"]

    def assertSaid(self, text, most, **options):
        """Check what the page says, and how many can be ordered."""
        units = self._units(**options)
        self.assertEqual((units["text"], units["most"]), (text, most))

    def _cart(self):
        """Return an empty cart of somebody."""
        return self.website._create_cart()

    @staticmethod
    def _add(cart, product, quantity=1.0, plan=None):
        """Put into a cart; return (line, warning)."""
        added = cart._cart_add(
            product.id, quantity, rental_plan_id=plan.id if plan else None
        )
        cart._verify_cart_after_update()
        return cart.order_line.browse(added["line_id"]), added["warning"]

    def _begin_to_pay(self, cart, state="draft"):
        """Give a cart a payment that has begun."""
        provider = self.env["payment.provider"].sudo().search([], limit=1)
        method = self.env["payment.method"].sudo().search([], limit=1)
        return (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": method.id,
                    "amount": cart.amount_total,
                    "currency_id": cart.currency_id.id,
                    "partner_id": cart.partner_id.id,
                    "reference": f"{cart.name}-{state}",
                    "operation": "online_redirect",
                    "state": state,
                    "sale_order_ids": [Command.set(cart.ids)],
                }
            )
        )
