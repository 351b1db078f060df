from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_payment import PaymentCommon


@freeze_time("2024-01-10 12:00:00")
class TestKept(PaymentCommon):
    """What the system keeps is written by nobody, whatever their rights (B2, B3)."""

    def _case(self, subscription):
        """Return the dunning case of the subscription's first invoice."""
        self.company.subscription_dunning_policy_id = self._policy((3, "remind"))
        invoice = self._bill(subscription, "2024-01-01")
        cases = self.env["subscription.dunning.case"].sudo()
        return cases._open_case(invoice, "overdue", date(2024, 1, 5), date(2024, 1, 5))

    def test_a_case_keeps_its_subscriptions_from_both_ends(self):
        clerk = self._clerk()
        subscription = self._collected()
        case = self._case(subscription)
        for act in (
            lambda: case.with_user(clerk).write({"subscription_ids": [Command.clear()]}),
            lambda: case.with_user(clerk).write({"state": "paid", "next_date": False}),
            lambda: subscription.with_user(clerk).write(
                {"dunning_case_ids": [Command.clear()]}
            ),
        ):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                act()
        self.assertEqual(case.subscription_ids, subscription)

    def test_amounts_and_secrets_are_not_chosen(self):
        subscription = self._collected()
        for vals in (
            {"recurring_amount": 1.0},
            {"access_token": "a"},
            {"name": "S00001"},
            {"renewal_date": "2030-01-01"},
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(UserError, "kept by the system"),
            ):
                subscription.write(vals)
            with (
                self.subTest(vals, how="created"),
                self.assertRaisesRegex(UserError, "kept by the system"),
            ):
                self._draft(**vals)

    def test_a_preset_does_not_choose_them_either(self):
        preset = {"default_access_token": "a", "default_state": "active"}
        drafts = self.env["subscription.subscription"].with_context(**preset)
        draft = drafts.create({"partner_id": self.partner_a.id, "plan_id": self.plan.id})
        self.assertEqual((draft.access_token, draft.state), (False, "draft"))

    def test_a_copy_has_no_case(self):
        subscription = self._collected()
        case = self._case(subscription)
        self.assertFalse(subscription.copy().dunning_case_ids)
        self.assertEqual(case.subscription_ids, subscription)

    def test_who_bills_does_not_say_what_was_billed(self):
        invoice = self._bill(self._collected(), "2024-01-01")
        other = self._bill(self._collected(), "2024-01-01")
        line = invoice.invoice_line_ids
        for record, vals in (
            (invoice, {"rental_collect_date": "2024-01-01"}),
            (line, {"rental_period_id": other.invoice_line_ids.rental_period_id.id}),
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(UserError, "kept by the system"),
            ):
                record.write(vals)

    def test_rows_of_a_price_revision_are_not_made_up(self):
        rows = self.env["subscription.price.revision.line"]
        self.assertFalse(rows.has_access("create") or rows.has_access("write"))
