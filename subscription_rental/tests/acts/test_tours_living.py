from odoo import Command
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from ..common import SubscriptionCommon


@tagged("post_install", "-at_install")
class TestLivingTours(SubscriptionCommon, HttpCase):
    """Selling, changing, cancelling, subscribing: in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bike = cls.env["product.product"].create(
            {"name": "Tour bike", "type": "service", "list_price": 40.0}
        )
        cls.waiver = cls.bike.create(
            {"name": "Tour waiver", "type": "service", "list_price": 5.0}
        )
        cls.bike.product_tmpl_id.rental_cover_product_id = cls.waiver
        cls.customer = cls.env["res.partner"].create({"name": "Tour customer"})
        cls.env.user.write({"login": "tourist", "password": "tourist"})
        cls.env.user.group_ids += cls.env.ref("base.group_partner_manager")
        cls.tour_plan = cls._tour_plan("Tour plan", 25.0)
        cls._tour_plan("Tour gold", 60.0)
        cls._tour_plan("Tour yearly", 300.0, interval_unit="year")

    @classmethod
    def _tour_plan(cls, name, price, **values):
        line = {"product_tmpl_id": cls.bike.product_tmpl_id.id, "price_unit": price}
        return cls.env["subscription.plan"].create(
            {"name": name, "line_ids": [Command.create(line)], **values}
        )

    def _clerk_with_own_documents(self):
        """Make a user who subscribes customers, and has no other rights."""
        new_test_user(
            self.env,
            login="tour_clerk",
            groups="subscription_rental.group_user_own",
            company_ids=[Command.set(self.company.ids)],
            company_id=self.company.id,
        )

    def _running(self):
        """Return one that begins today, with its first period billed."""
        today = self.company._subscription_today()
        rental = self._subscription(today, plan_id=self.tour_plan.id)
        self._bill(rental, today.isoformat())
        return rental

    def _tour(self, path, name):
        self.start_tour(f"/odoo/{path}", f"subscription_rental_{name}", login="tourist")

    def test_a_clerk_sells_with_insurance(self):
        self._tour("sales/new", "sell")
        order = self.env["sale.order"].search([("partner_id", "=", self.customer.id)])
        rental = order.rental_subscription_ids
        self.assertEqual(rental.line_ids.product_id, self.bike | self.waiver)
        self.assertEqual((rental.state, rental.recurring_amount), ("active", 30.0))

    def test_a_clerk_sells_with_three_months_at_half_price(self):
        self._tour("sales/new", "sell_phases")
        order = self.env["sale.order"].search([("partner_id", "=", self.customer.id)])
        rental = order.rental_subscription_ids
        self.assertEqual(
            [row["amount"] for row in rental._get_schedule(4)], [12.5, 12.5, 12.5, 25.0]
        )

    def test_a_clerk_moves_the_billing_day_and_skips_a_period(self):
        with freeze_time("2024-01-09 12:00:00"):
            rental = self._subscription("2024-01-01", plan_id=self.tour_plan.id)
            self._bill(rental, "2024-01-01")
            self._tour(f"subscription.subscription/{rental.id}", "move_billing_day")
        self.assertEqual(str(rental.billing_anchor), "2024-02-11")
        self.assertFalse(rental.skip_ids)

    def test_a_clerk_changes_the_plan_and_sees_the_proration(self):
        rental = self._running()
        self._tour(f"subscriptions/{rental.id}", "change_plan")
        self.assertEqual(rental.plan_id.name, "Tour gold")
        self.assertEqual(sum(rental.charge_ids.mapped("amount")), 35.0)

    def test_a_clerk_cancels_at_the_end_and_undoes_it(self):
        rental = self._running()
        self._tour(f"subscriptions/{rental.id}", "cancel_undo")
        self.assertFalse(rental.cancel_date)
        self.assertEqual(rental.state, "active")
        told = "\n".join(rental.message_ids.mapped("body"))
        self.assertIn("Moves away", told)

    def test_a_clerk_subscribes_a_customer_of_whom_something_is_missing(self):
        self.company.subscription_require_address = False
        self._clerk_with_own_documents()
        self.start_tour(
            "/odoo/subscriptions", "subscription_rental_subscribe", login="tour_clerk"
        )
        rental = self.env["subscription.subscription"].search(
            [("partner_id.name", "=", "Tour newcomer")]
        )
        self.assertEqual(rental.plan_id, self.tour_plan)
        self.assertEqual(rental.line_ids.product_id, self.bike | self.waiver)
        self.assertEqual(rental.recurring_amount, 60.0)
        self.assertEqual(rental.partner_id.email, "tour@example.com")
