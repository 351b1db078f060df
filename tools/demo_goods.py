"""The fleet of the demo's business: a year of handovers, swaps, incidents, returns."""

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.fields import Command

ADDON = "subscription_rental"
PHONES = [f"PH-{number:03}" for number in range(1, 25)]
BIKES = [f"EB-{number:03}" for number in range(1, 13)]
# Who rents what, how many of them, and how many days ago.
RENTALS = (
    ("partner_courier", "phone", 4, 330),
    ("partner_clinic", "phone", 3, 300),
    ("partner_studio", "phone", 1, 280),
    ("partner_coop", "bike", 2, 260),
    ("partner_library", "phone", 2, 240),
    ("partner_velo", "bike", 3, 210),
    ("partner_hostel", "bike", 2, 180),
    ("partner_theatre", "phone", 1, 150),
    ("partner_school", "phone", 2, 120),
    ("partner_bakkerij", "bike", 1, 95),
    ("partner_atelier", "phone", 1, 60),
    ("partner_brasserie", "bike", 1, 30),
)


class Fleet:
    """The rented units of the demo's shop, and its daily work with them."""

    def __init__(self, env, company, today):
        """Make the products, their plans, and the units."""
        self.env, self.company, self.today = env, company, today
        self.warehouse = env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        self._let_coffee_be_shipped()
        self.cover = self._product("Phone insurance", type="service", list_price=4.0)
        assets = env["product.category"].create(
            {"name": "Rental fleet", "rental_valuation": "asset"}
        )
        self.products = {
            "phone": self._goods("Phone, repairable", 480.0, 12.0, categ_id=assets.id),
            "bike": self._goods("E-bike", 1900.0, 59.0),
        }
        self.products["phone"].rental_cover_product_id = self.cover
        self.plans = {
            "phone": self._plan("Phone with service", "phone", deductible=60.0),
            "bike": self._plan("E-bike, monthly", "bike", identity_required=True),
        }
        self.started = {}
        with self._on(today - relativedelta(days=360)):
            self._receive("phone", PHONES)
            self._receive("bike", BIKES)

    def _let_coffee_be_shipped(self):
        """Set the plans with beans to ship them with every period, and not to rent them."""
        beans = self.env.ref(f"{ADDON}.product_beans")
        plans = self.env["subscription.plan"].search(
            [("line_ids.product_id", "=", beans.id)]
        )
        at_once = {"start_on_handover": False, "start_on_payment": False}
        plans.write({"goods_handling": "ship", **at_once})
        drafts = self.env["subscription.subscription"].search(
            [("plan_id", "in", plans.ids), ("state", "=", "draft")]
        )
        drafts.write(at_once)

    def ship_coffee(self):
        """Create the deliveries of the year, and validate those older than a week."""
        periods = self.env["subscription.period"]
        self.env["subscription.delivery.job"]._cron_ship()
        left = self.today - relativedelta(days=7)
        for period in periods.search(
            [("delivery_id", "!=", False), ("date_start", "<", left)]
        ):
            with self._on(period.date_start):
                period.delivery_id.move_ids.picked = True
                period.delivery_id.with_context(skip_sms=True).button_validate()

    def _on(self, day):
        return freeze_time(f"{day} 10:00:00")

    def _product(self, name, **values):
        tax = self.company.account_sale_tax_id
        return self.env["product.product"].create(
            {"name": name, "taxes_id": [Command.set(tax.ids)], **values}
        )

    def _goods(self, name, value, price, **values):
        return self._product(
            name,
            type="consu",
            is_storable=True,
            tracking="serial",
            list_price=price,
            standard_price=value * 0.7,
            rental_replacement_value=value,
            **values,
        )

    def _plan(self, name, kind, **values):
        product = self.products[kind]
        return self.env["subscription.plan"].create(
            {
                "name": name,
                "start_on_handover": True,
                "start_on_payment": False,
                "credits_days": True,
                "sale_percent": 50.0,
                "line_ids": [
                    Command.create(
                        {
                            "product_tmpl_id": product.product_tmpl_id.id,
                            "price_unit": product.list_price,
                        }
                    )
                ],
                **values,
            }
        )

    def _receive(self, kind, names):
        """Put units into the stock, as bought."""
        product = self.products[kind]
        day = self.today - relativedelta(days=360)
        lots = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": product.id,
                    "company_id": self.company.id,
                    "rental_cost": product.standard_price,
                    "rental_purchase_date": day,
                    "rental_service_date": day,
                }
                for name in names
            ]
        )
        for lot in lots:
            self.env["stock.quant"].with_context(inventory_mode=True).create(
                {
                    "product_id": product.id,
                    "lot_id": lot.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "inventory_quantity": 1.0,
                }
            ).action_apply_inventory()

    # === what happens === #

    def live(self, day):
        """Play the rentals, swaps, incidents and returns of one day."""
        with self._on(day):
            for rental in RENTALS:
                if day == self.today - relativedelta(days=rental[3]):
                    self._rent(*rental[:3], day)
            for days, happening in (
                (200, self._swap_a_phone),
                (140, self._steal_a_phone),
                (90, self._return_bikes),
                (70, self._lose_a_phone),
                (50, self._find_it_again),
                (40, self._return_with_damage),
                (16, self._end_without_return),
                (4, self._announce_a_return),
                (3, self._report_a_broken_one),
            ):
                if day == self.today - relativedelta(days=days):
                    happening(day)
        if day == self.today:
            self._order()

    def _rent(self, partner, kind, count, day):
        subscription = self._draft(partner, kind, count)
        if kind == "phone":
            subscription.line_ids = [
                Command.create({"product_id": self.cover.id, "quantity": count})
            ]
        subscription._activate(day)
        self._hand_over(subscription)
        self.started[partner] = subscription

    def _draft(self, partner, kind, count):
        subscription = self.env["subscription.subscription"].create(
            {
                "partner_id": self.env.ref(f"{ADDON}.{partner}").id,
                "plan_id": self.plans[kind].id,
            }
        )
        subscription.line_ids.quantity = count
        return subscription

    def _hand_over(self, subscription):
        """Hand over the units reserved for a subscription, with their serial numbers."""
        pickings = subscription._get_open_moves("out").picking_id
        dialog = self.env["subscription.ship.dialog"].browse(
            pickings.action_rental_ship()["res_id"]
        )
        dialog.row_ids.identity_document = "id_card"
        dialog.row_ids.tracking = f"BP{subscription.id:08}"
        dialog.action_hand_over()

    def _unit(self, partner):
        return self.started[partner]._get_out()[:1]

    def _incident(self, partner, kind, **values):
        return self.env["subscription.incident"].create(
            {"assignment_id": self._unit(partner).id, "kind": kind, **values}
        )

    def _swap_a_phone(self, _day):
        unit = self._unit("partner_courier")
        lot = self.env["stock.lot"].search(
            [("product_id", "=", unit.product_id.id), ("rental_state", "=", "available")],
            limit=1,
        )
        self.env["subscription.swap.dialog"].create(
            {
                "subscription_id": unit.subscription_id.id,
                "assignment_id": unit.id,
                "lot_id": lot.id,
                "reason": "The screen flickers",
            }
        ).action_swap()
        self._inspect(unit.lot_id, "repair", note="New screen ordered")

    def _steal_a_phone(self, _day):
        incident = self._incident(
            "partner_clinic",
            "stolen",
            description="Taken from a bag in the waiting room",
            identity_document="id_card",
        )
        incident.action_decide()
        incident.action_replace()
        self._hand_over(incident.subscription_id)
        incident.signed_by = "The clinic's office"
        incident.action_close()

    def _lose_a_phone(self, _day):
        self.lost = self._incident("partner_library", "lost", description="On the train")
        self.lost.action_decide()

    def _find_it_again(self, day):
        self.lost.action_found()
        self._inspect(self.lost.lot_id, "stock")
        self.started["partner_library"]._plan_handover(day)
        self._hand_over(self.started["partner_library"])

    def _return_bikes(self, day):
        subscription = self.started["partner_hostel"]
        subscription._cancel(day, "The season is over")
        self._take_back(subscription)

    def _return_with_damage(self, day):
        subscription = self.started["partner_theatre"]
        unit = self._unit("partner_theatre")
        subscription._cancel(day, "No longer on tour")
        self._take_back(subscription)
        self._inspect(unit.lot_id, "repair", amount=35.0, note="A crack in the back")

    def _end_without_return(self, day):
        self.started["partner_coop"]._cancel(day, "Bought own bikes")

    def _announce_a_return(self, _day):
        self.env["subscription.return.dialog"].create(
            {
                "subscription_id": self.started["partner_atelier"].id,
                "tracking": "RT00004711",
            }
        ).action_announce()

    def _report_a_broken_one(self, _day):
        self._incident("partner_school", "broken", description="Does not charge")

    def _take_back(self, subscription):
        wizard = self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id}
        )
        wizard.action_take_back()
        if subscription == self.started["partner_hostel"]:
            for unit in wizard.assignment_ids[:1]:
                self._inspect(unit.lot_id, "stock")

    def _inspect(self, lot, outcome, **values):
        self.env["subscription.inspect.dialog"].create(
            {"lot_id": lot.id, "outcome": outcome, **values}
        ).action_done()

    def _order(self):
        """Create subscriptions whose handover is still to be done today."""
        for partner, kind, count in (
            ("partner_velo", "phone", 1),
            ("partner_studio", "bike", 2),
            ("partner_clinic", "bike", 1),
        ):
            self._draft(partner, kind, count)._activate(self.today)
