from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from ..common import SubscriptionCommon


class TestTerms(SubscriptionCommon):
    """Terms are copied from the plan, then frozen (architecture, decision 6)."""

    def test_a_subscription_takes_over_the_terms_of_its_plan(self):
        plan = self._plan(interval_count=3, trial_days=14, setup_fee=9.0)
        subscription = self._draft(plan_id=plan.id)
        self.assertEqual(subscription.interval_count, 3)
        self.assertEqual(subscription.trial_days, 14)
        self.assertEqual(subscription.setup_fee, 9.0)
        self.assertEqual(subscription.line_ids.price_unit, 30.0)

    def test_a_plan_shows_what_its_subscription_shows(self):
        """Trial, fee, and a first part: the same rows, before and after the sale."""
        plan = self._plan(
            31.0, trial_days=9, setup_fee=5.0, alignment="calendar", alignment_day=1
        )
        subscription = self._draft("2024-01-02", plan_id=plan.id)
        shown = plan._get_offer_rows(date(2024, 1, 2))
        self.assertEqual(shown, subscription._get_schedule(12, trial=True))
        trial, first, second = shown[:3]
        self.assertEqual((trial["note"], trial["amount"]), ("Trial: free", None))
        self.assertEqual((first["amount"], first["charges"]), (21.0, 5.0))
        self.assertEqual((second["amount"], second["charges"]), (31.0, 0.0))

    def test_a_new_plan_brings_its_terms_beside_what_is_given(self):
        yearly = self._plan(interval_unit="year", trial_days=30)
        subscription = self._draft(plan_id=yearly.id, trial_days=7)
        self.assertEqual(subscription.interval_unit, "year")
        self.assertEqual(subscription.trial_days, 7)
        other = self._draft()
        other.write({"plan_id": yearly.id, "trial_days": 5})
        self.assertEqual((other.interval_unit, other.trial_days), ("year", 5))

    def test_a_new_customer_brings_their_addresses(self):
        subscription = self._draft()
        subscription.write(
            {"partner_id": self.partner_b.id, "partner_shipping_id": self.partner_a.id}
        )
        self.assertEqual(subscription.partner_invoice_id, self.partner_b)
        self.assertEqual(subscription.partner_shipping_id, self.partner_a)

    def test_prices_keep_more_digits_than_the_currency(self):
        bolt = self._product("Bolt")
        bolt.list_price = 0.125
        subscription = self._draft()
        subscription.line_ids = [Command.create({"product_id": bolt.id, "quantity": 1000})]
        self.assertEqual(subscription.line_ids[-1].price_subtotal, 125.0)

    def test_editing_a_plan_changes_no_subscription(self):
        subscription = self._subscription()
        self.plan.interval_unit = "year"
        self.plan.line_ids.price_unit = 99.0
        self.assertEqual(subscription.interval_unit, "month")
        self.assertEqual(subscription.line_ids.price_unit, 30.0)

    def test_terms_are_frozen_once_it_has_begun(self):
        subscription = self._subscription()
        with self.assertRaisesRegex(UserError, "has begun"):
            subscription.interval_unit = "year"
        with self.assertRaisesRegex(UserError, "has begun"):
            subscription.plan_id = self._plan()

    def test_what_the_system_keeps_is_not_written_by_users(self):
        subscription = self._subscription()
        for name, value in (
            ("state", "finished"),
            ("next_period_start", "2030-01-01"),
            ("next_billing_date", "2030-01-01"),
            ("billing_anchor", "2030-01-01"),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, "by the system"):
                subscription.write({name: value})

    def test_no_subscription_is_created_running(self):
        with self.assertRaisesRegex(UserError, "by the system"):
            self._draft(state="active")

    def test_nor_with_what_the_system_keeps_as_a_default(self):
        """B2: `default_signed_by` in the context forged a signature."""
        forged = self.env["subscription.subscription"].with_context(
            default_signed_by="The customer",
            default_mrr=9999.0,
            default_date_paid="2020-01-01",
            default_state="active",
        )
        subscription = forged.create(
            {"partner_id": self.partner_a.id, "plan_id": self.plan.id}
        )
        self.assertFalse(subscription.signed_by)
        self.assertFalse(subscription.date_paid)
        self.assertEqual((subscription.state, subscription.mrr), ("draft", 0.0))

    def test_the_same_terms_may_be_written_again(self):
        """Imports and other systems write all they know, changed or not."""
        subscription = self._subscription()
        subscription.write(
            {"plan_id": self.plan.id, "interval_unit": "month", "setup_fee": 0.0}
        )
        self.assertEqual(subscription.plan_id, self.plan)

    def test_other_addons_see_what_the_system_writes(self):
        """An automation rule on the state was never called."""
        subscription = self._draft()
        model = self.registry["subscription.subscription"]
        seen, write = [], model.write

        def spy(records, vals):
            seen.append(vals)
            return write(records, vals)

        self.patch(model, "write", spy)
        subscription.action_activate()
        self.assertTrue([vals for vals in seen if vals.get("state") == "active"])

    def test_prices_are_converted_once_to_the_customers_currency(self):
        foreign = self.setup_other_currency("HRK", rates=[("2024-01-01", 2.0)])
        subscription = self._draft(currency_id=foreign.id)
        self.assertEqual(subscription.line_ids.price_unit, 60.0)
        subscription._start(subscription.date_start)
        foreign.rate_ids.rate = 5.0
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(invoice.currency_id, foreign)
        self.assertEqual(invoice.amount_untaxed, 60.0)

    def test_the_form_fills_in_the_plan(self):
        with Form(self.env["subscription.subscription"]) as form:
            form.partner_id = self.partner_a
            form.plan_id = self.plan
        subscription = form.save()
        self.assertEqual(subscription.line_ids.product_id, self.product)
        self.assertEqual(subscription.recurring_amount, 30.0)

    def test_contradicting_terms_are_refused_in_a_persons_words(self):
        for values, words in (
            ({"interval_count": 0}, "from 1 to 120"),
            ({"interval_count": 121}, "from 1 to 120"),
            ({"trial_days": -1}, "negative"),
            # D1: saved, and no screen of the plan could be opened any more.
            ({"invoice_lead_days": 1_000_000}, "at most 3660"),
            ({"trial_days": 3661}, "at most 3660"),
            ({"term_count": 1201}, "at most 1200"),
            ({"commitment_count": 2_000_000}, "at most 1200"),
            ({"renewal_count": 1_000_000}, "at most 1200"),
            ({"grace_days": 1_000_000}, "at most 3660"),
            ({"pause_max_days": 3661}, "at most 3660"),
            ({"billing_timing": "arrears", "invoice_lead_days": 5}, "no lead time"),
            ({"alignment": "calendar", "alignment_day": 32}, "No period can begin"),
            (
                {"alignment": "calendar", "interval_unit": "day"},
                "follow no calendar",
            ),
            (
                {"alignment": "calendar", "interval_unit": "week", "alignment_day": 8},
                "from 1 .Monday. to 7",
            ),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, words):
                self._plan(**values)

    def test_a_variant_must_belong_to_its_product(self):
        with self.assertRaisesRegex(ValidationError, "is no variant of"):
            self.plan.line_ids.product_id = self.product_a

    def test_the_plans_preview_shows_the_next_twelve_periods(self):
        plan = self._plan(trial_days=14)
        plan.preview_date = date(2024, 1, 17)
        html = str(plan.preview_html)
        self.assertIn("01/31/2024", html)
        self.assertIn("Trial: free", html)
        self.assertEqual(html.count("<tr"), 1 + 1 + 12)
