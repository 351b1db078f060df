from lxml import etree

from odoo import Command
from odoo.tests import freeze_time, new_test_user

from ..common import GoodsCommon

RELATIONS = ("many2one", "one2many", "many2many")
# The screens of other apps with fields of ours, and the groups that core opens them to.
SCREENS = {
    "stock.group_stock_user": (
        "stock.lot",
        "stock.picking",
        "stock.move.line",
        "product.product",
        "product.template",
        "res.partner",
    ),
    "stock.group_stock_manager": (
        "stock.lot",
        "stock.picking",
        "stock.warehouse",
        "product.category",
    ),
    "account.group_account_invoice": ("account.move", "product.template", "res.partner"),
    "account.group_account_readonly": ("account.move", "res.partner"),
    "sales_team.group_sale_salesman": ("sale.order", "product.template", "res.partner"),
    "base.group_user": ("res.partner",),
    "base.group_system": ("payment.provider", "payment.token", "payment.transaction"),
}


@freeze_time("2024-01-10 12:00:00")
class TestOtherScreens(GoodsCommon):
    """Who knows nothing of subscriptions works on as before (C1)."""

    def setUp(self):
        super().setUp()
        self.rented = self._ordered()
        self._ship(self.rented, "P1")
        self.rented.plan_id.invoice_mode = "post"
        self._bill(self.rented, "2024-01-10")
        self.env["subscription.incident"].create(
            {"assignment_id": self.rented.assignment_ids.id, "kind": "broken"}
        )

    def _get_spec(self, view, models, model):
        """Return what the browser asks for to show this view."""
        spec = {}
        for node in view:
            if node.tag != "field":
                spec |= self._get_spec(node, models, model)
                continue
            name = node.get("name")
            facts = models[model]["fields"].get(name, {})
            spec[name] = {}
            if facts.get("type") in RELATIONS:
                inner = {}
                for sub in node:
                    inner |= self._get_spec(sub, models, facts["relation"])
                spec[name]["fields"] = inner or {"display_name": {}}
        return spec

    def _get_examples(self, model):
        """Return a record with a subscription of ours, where there is one, and others."""
        examples = {
            "stock.lot": self.lots,
            "res.partner": self.partner_a | self.partner_b,
            "product.template": self.phone.product_tmpl_id,
            "product.product": self.phone,
            "stock.picking": self.rented.rental_picking_ids,
        }
        return examples.get(model, self.env[model].search([], limit=20))

    def test_every_screen_opens(self):
        for group, models in SCREENS.items():
            user = new_test_user(
                self.env,
                login=group,
                groups=f"base.group_user,{group}",
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            for model in models:
                records = self._get_examples(model).with_user(user)
                views = records.get_views([(False, "form"), (False, "list")])
                for kind, view in views["views"].items():
                    with self.subTest(group, model=model, kind=kind):
                        arch = etree.fromstring(view["arch"])
                        spec = self._get_spec(arch, views["models"], model)
                        self.assertTrue(spec)
                        records.invalidate_recordset()
                        self.assertEqual(len(records.web_read(spec)), len(records))
