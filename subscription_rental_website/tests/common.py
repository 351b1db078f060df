from odoo import Command

from odoo.addons.subscription_rental.tests.common_selling import SellingCommon
from odoo.addons.website_sale.tests.common import MockRequest


class ShopCommon(SellingCommon):
    """A shop with a bike that plans rent out: monthly with fee, deposit and cover."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].sudo().search([], limit=1)
        cls.website.company_id = cls.company
        cls.tax = cls.env["account.tax"].create({"name": "20 % of shops", "amount": 20.0})
        cls.cover = cls._product("Waiver")
        cls.cover.taxes_id = cls.tax
        cls.bike = cls.product
        cls.bike.taxes_id = cls.tax
        cls.template = cls.bike.product_tmpl_id
        cls.template.write(
            {
                "is_published": True,
                "list_price": 800.0,
                "rental_cover_product_id": cls.cover.id,
                "rental_deposit": 50.0,
            }
        )
        cls.fee.taxes_id = cls.tax
        cls.monthly = cls._shop_plan("Monthly", 30.0, setup_fee=10.0)
        cls.monthly.line_ids = [
            Command.create(
                {"product_tmpl_id": cls.cover.product_tmpl_id.id, "price_unit": 5.0}
            )
        ]

    @classmethod
    def _shop_plan(cls, name, price, **values):
        """Return a plan of the bike that the shop offers."""
        return cls._plan(price, name=name, is_published=True, **values)

    def _visit(self, **options):
        """Return a mocked visit of the shop."""
        return MockRequest(self.env, website=self.website, **options)

    def _show_taxes(self, shown):
        self.website.show_line_subtotals_tax_selection = f"tax_{shown}"

    @classmethod
    def _fill_address(cls, user):
        """Give this user's contact the address that a checkout asks for."""
        user.partner_id.write(
            {
                "street": "Rue Haute 1",
                "city": "Brussels",
                "zip": "1000",
                "country_id": cls.env.ref("base.be").id,
                "phone": "+3222222222",
            }
        )
