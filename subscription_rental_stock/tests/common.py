from odoo import Command

from odoo.addons.subscription_rental.tests.common import SubscriptionCommon


class GoodsCommon(SubscriptionCommon):
    """Plans of goods with serial numbers, and a stock of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.on_rent = cls.company.rental_location_id
        cls.phone = cls._goods("Phone")
        cls.plan = cls._goods_plan(cls.phone)
        cls.lots = cls._receive(cls.phone, "P1", "P2", "P3")

    @classmethod
    def get_default_groups(cls):
        """Let the test's user manage the stock, too."""
        return super().get_default_groups() | cls.env.ref("stock.group_stock_manager")

    @classmethod
    def _goods(cls, name, tracking="serial", category=None, **values):
        """Return a product that is kept in stock."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "tracking": tracking,
                "list_price": 40.0,
                "standard_price": 100.0,
                "categ_id": (category or cls._category()).id,
                **values,
            }
        )

    @classmethod
    def _category(cls, **values):
        return cls.env["product.category"].create({"name": "Rented", **values})

    @classmethod
    def _goods_plan(cls, *products, price=31.0, **values):
        """Return a monthly plan that starts with the handover."""
        return cls.env["subscription.plan"].create(
            {
                "name": "Monthly goods",
                "start_on_handover": True,
                "start_on_payment": False,
                "line_ids": [
                    Command.create(
                        {
                            "product_tmpl_id": product.product_tmpl_id.id,
                            "quantity": 1.0,
                            "price_unit": price,
                        }
                    )
                    for product in products
                ],
                **values,
            }
        )

    @classmethod
    def _receive(cls, product, *names, warehouse=None, quantity=1.0):
        """Put serial numbers, or a quantity of what has none, into the stock."""
        place = (warehouse or cls.warehouse).lot_stock_id
        lots = cls.env["stock.lot"].create(
            [
                {"name": name, "product_id": product.id, "company_id": cls.company.id}
                for name in names
            ]
        )
        for lot in lots or [lots]:
            moved = cls.env["stock.move"].create(
                {
                    "product_id": product.id,
                    "product_uom": product.uom_id.id,
                    "product_uom_qty": quantity,
                    "company_id": cls.company.id,
                    "location_id": cls.env.ref("stock.stock_location_suppliers").id,
                    "location_dest_id": place.id,
                    "price_unit": product.standard_price,
                    "picked": True,
                    "move_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "lot_id": lot.id,
                                "quantity": quantity,
                                "picked": True,
                                "location_id": cls.env.ref(
                                    "stock.stock_location_suppliers"
                                ).id,
                                "location_dest_id": place.id,
                            }
                        )
                    ],
                }
            )
            moved._action_done()
        return lots

    @classmethod
    def _ordered(cls, quantity=1.0, start=False, **values):
        """Return an activated subscription: its handover waits."""
        subscription = cls._draft(start, **values)
        subscription.line_ids.quantity = quantity
        subscription.action_activate()
        return subscription

    def _ship(self, subscriptions, *serials, **values):
        """Hand over these serial numbers on the one screen; return the dialog."""
        moves = subscriptions._get_open_moves("out")
        action = moves.picking_id.with_env(self.env).action_rental_ship()
        dialog = self.env["subscription.ship.dialog"].browse(action["res_id"])
        entered = [*serials, *[False] * len(dialog.row_ids)]
        for row, serial in zip(dialog.row_ids, entered, strict=False):
            row.write({"serial": serial, **values})
        dialog.action_hand_over()
        return dialog

    def _return(self, subscription, units=None):
        """Take units of this subscription back; return its rows."""
        wizard = self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id}
        )
        if units:
            wizard.assignment_ids = [Command.set(units.ids)]
        # Where a part comes back: as it is, unless a test says so.
        wizard.rest = "same"
        wizard.action_take_back()
        return subscription.assignment_ids

    def _values(self, product):
        """Return (value of the product, sum of the values of its quants)."""
        self.env.invalidate_all()
        quants = self.env["stock.quant"].search([("product_id", "=", product.id)])
        return product.total_value, sum(quants.mapped("value"))

    def assertHeld(self, subscription, *serials):
        """Check which serial numbers the customer has now."""
        held = subscription.assignment_ids.filtered(lambda one: not one.date_to)
        self.assertEqual(sorted(held.lot_id.mapped("name")), sorted(serials))
