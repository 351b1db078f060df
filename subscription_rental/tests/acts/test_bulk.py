from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common import SubscriptionCommon


@freeze_time("2024-01-13 12:00:00")
class TestBulk(SubscriptionCommon):
    """Many at once, and another customer: a preview and a result each (LC9, LC10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls._subscription(), cls._subscription()
        cls._bill(cls.first | cls.second, "2024-01-01")
        cls.draft = cls._draft()

    def _dialog(self, **values):
        chosen = self.first | self.second | self.draft
        bulks = self.env["subscription.bulk.dialog"].with_context(active_ids=chosen.ids)
        form = Form(bulks)
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def _row(self, bulk, subscription):
        return bulk.row_ids.filtered(lambda row: row.subscription_id == subscription)

    def test_what_can_be_is_done_and_the_rest_says_why(self):
        bulk = self._dialog(action="pause", rule="credited")
        self.assertAlmostEqual(self._row(bulk, self.first).amount, -18.39)
        self.assertIn("cannot become", self._row(bulk, self.draft).problem)
        bulk.action_apply()
        self.assertEqual((self.first | self.second).mapped("state"), ["paused"] * 2)
        self.assertEqual(self._row(bulk, self.second).result, "Done")
        self.assertIn("cannot become", self._row(bulk, self.draft).result)
        self.assertAlmostEqual(self.first.charge_ids.amount, -18.39)

    def test_cancelling_wants_a_reason(self):
        bulk = self.env["subscription.bulk.dialog"].create(
            {"action": "cancel_now", "row_ids": []}
        )
        with self.assertRaisesRegex(UserError, "Say why"):
            bulk.action_apply()

    def test_cancelling_at_the_end_of_the_paid_period(self):
        bulk = self._dialog(action="cancel_period", reason="The shop closes")
        bulk.action_apply()
        self.assertEqual(self.first.cancel_date, date(2024, 2, 1))
        self.assertEqual(self.draft.state, "draft")

    def test_cancelling_today_gives_back(self):
        bulk = self._dialog(action="cancel_now", reason="Fire", credit_unused=True)
        bulk.action_apply()
        self.assertEqual(self.first.state, "cancelled")
        self.assertAlmostEqual(sum(self.first.charge_ids.mapped("amount")), -18.39)

    def test_resuming(self):
        self.first._pause(date(2024, 1, 5))
        bulk = self._dialog(action="resume")
        bulk.action_apply()
        self.assertEqual(self.first.state, "active")
        self.assertIn("is not paused", self._row(bulk, self.second).result)

    def test_what_changed_since_the_preview_is_left_alone(self):
        bulk = self._dialog(action="pause", rule="credited")
        self._row(bulk, self.first).amount = -5.0
        bulk.action_apply()
        self.assertEqual(self.first.state, "active")
        self.assertIn("has changed since", self._row(bulk, self.first).result)
        self.assertEqual(self.second.state, "paused")

    def test_another_customer_takes_it_over(self):
        tag = self.env["res.partner.category"].create({"name": "Member"})
        self.plan.partner_category_id = tag
        self.draft._start(date(2024, 1, 1))
        invoice = self.first.period_ids.move_line_ids.move_id
        bulk = self._dialog(
            action="transfer", partner_id=self.partner_b, reason="Company bought"
        )
        bulk.action_apply()
        self.assertEqual(self.first.partner_id, self.partner_b)
        self.assertEqual(self.first.partner_invoice_id, self.partner_b)
        self.assertEqual(invoice.partner_id, self.partner_a)
        self.assertEqual(self.partner_b.category_id, tag)
        self.assertFalse(self.partner_a.category_id)
        after = self._bill(self.first, "2024-02-01")
        self.assertEqual(after.partner_id, self.partner_b)
        told = self.first.message_ids.filtered(lambda one: "Company bought" in one.body)
        self.assertTrue(told)

    def test_who_may_not_write_changes_nothing(self):
        self.first.user_id = self.env.user
        bulk = self._dialog(action="pause")
        own = self._clerk()
        own.group_ids = self.env.ref("subscription_rental.group_user_own")
        with self.assertRaises(UserError):
            bulk.with_user(own).action_apply()
        self.assertEqual(self.first.state, "active")
