from odoo import Command
from odoo.tests import Form, freeze_time

from ..common_selling import SellingCommon


@freeze_time("2024-01-10 12:00:00")
class TestWays(SellingCommon):
    """Whichever way it is sold: every term of the plan arrives, and nothing is lost."""

    def _subscribe(self, plan):
        """Return what *Subscribe a Customer* makes."""
        self.company.write(
            dict.fromkeys(
                (
                    "subscription_require_email",
                    "subscription_require_phone",
                    "subscription_require_address",
                    "subscription_require_vat",
                ),
                False,
            )
        )
        form = Form(self.env["subscription.subscribe.dialog"])
        form.partner_id = self.partner_a
        form.plan_id = plan
        action = form.save().action_subscribe()
        return self.env["subscription.subscription"].browse(action["res_id"])

    def _rich_plan(self):
        return self._plan(
            invoice_lead_days=3,
            trial_days=7,
            term_count=24,
            renewal="automatic",
            renewal_count=2,
            grace_days=5,
            commitment_count=12,
            early_fee_rule="fixed",
            early_fee=15.0,
            early_fee_percent=40.0,
            proration="full",
            pause_max_days=30,
            setup_fee=12.0,
            setup_fee_product_id=self.fee.id,
            deposit=20.0,
        )

    def test_every_term_arrives_by_an_order_as_by_the_dialog(self):
        """A fixed early fee was lost by an order, a deposit of a product by the dialog."""
        self.product.product_tmpl_id.rental_deposit = 77.0
        plan = self._rich_plan()
        by_order = self._confirm(self._rental(plan))
        by_dialog = self._subscribe(plan)
        names = by_order._get_marked_fields("agreed") | by_order._get_marked_fields(
            "frozen"
        )
        for name in sorted(names):
            with self.subTest(name):
                self.assertEqual(by_order[name], by_dialog[name])
        self.assertEqual((by_order.early_fee, by_order.deposit), (15.0, 97.0))

    def test_a_term_that_is_given_leaves_the_others_to_the_plan(self):
        plan = self._rich_plan()
        given = self._draft(plan_id=plan.id, setup_fee=1.0, trial_days=2)
        self.assertEqual((given.setup_fee, given.trial_days), (1.0, 2))
        self.assertEqual((given.early_fee, given.deposit), (15.0, 20.0))
        self.assertEqual((given.term_count, given.grace_days), (24, 5))

    def _fee_later(self, **terms):
        """Return (order, subscription) of a fee of 12 that is not due at the signing."""
        plan = self._plan(setup_fee=12.0, setup_fee_product_id=self.fee.id, **terms)
        order = self._rental(plan)
        self.assertEqual(order.amount_untaxed, 0.0)
        self.assertEqual(order._get_rental_later(), 12.0)
        return order, self._confirm(order)

    def test_a_fee_that_is_not_due_now_is_owed_all_the_same(self):
        """What is paid later was taken for what is not owed: the fee was 0."""
        for name, terms, day, total in (
            ("trial", {"trial_days": 14}, "2024-01-24", 42.0),
            ("arrears", {"billing_timing": "arrears"}, "2024-02-10", 42.0),
        ):
            with self.subTest(name):
                _order, subscription = self._fee_later(**terms)
                self.assertEqual(subscription.setup_fee, 12.0)
                invoice = self._bill(subscription, day)
                self.assertEqual(invoice.amount_untaxed, total)

    def test_a_fee_waits_for_the_handover(self):
        _order, subscription = self._fee_later(start_on_handover=True)
        subscription.action_hand_over()
        self.assertEqual(self._bill(subscription, "2024-01-10").amount_untaxed, 42.0)

    def test_a_later_start_is_the_same(self):
        plan = self._plan(setup_fee=12.0, setup_fee_product_id=self.fee.id)
        order = self._order((self.product, plan, {}), rental_date_start="2024-03-01")
        subscription = self._confirm(order)
        self.assertEqual((order.amount_untaxed, subscription.setup_fee), (0.0, 12.0))
        self._run_job("2024-03-01")
        self.assertEqual(subscription.amount_invoiced, 42.0)

    def test_a_fee_that_comes_later_can_be_waived(self):
        plan = self._plan(setup_fee=12.0, setup_fee_product_id=self.fee.id, trial_days=14)
        order = self._rental(plan)
        fee = order.order_line.filtered("rental_kind")
        order.write({"order_line": [Command.update(fee.id, {"rental_price_unit": 0.0})]})
        self.assertEqual(order._get_rental_later(), 0.0)
        self.assertEqual(self._confirm(order).setup_fee, 0.0)
