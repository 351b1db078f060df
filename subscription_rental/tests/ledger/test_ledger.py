from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.modules.migration import load_script
from odoo.tools import SQL, mute_logger

from ...billing.interval import Interval
from ..common import SubscriptionCommon


class TestSlots(SubscriptionCommon):
    """A period is a permanent slot, unique in SQL."""

    def test_no_line_gets_into_billed_days(self):
        """By an empty day, by another subscription, or by an end in the past."""
        running, draft = self._subscription(), self._draft()
        self._bill(running, "2024-01-01")
        line = self.env["subscription.line"].create(
            {"subscription_id": running.id, "product_id": self.product.id}
        )
        self.assertEqual(str(line.date_from), "2024-02-01")
        for act in (
            lambda: line.write({"date_from": False}),
            lambda: draft.line_ids.write({"subscription_id": running.id}),
            lambda: running.write({"line_ids": [(4, draft.line_ids.id)]}),
            lambda: line.copy({"date_from": False, "date_to": "2024-01-10"}),
        ):
            with self.assertRaises(UserError) as refused:
                act()
            self.assertIn("are billed", str(refused.exception))

    def test_a_line_replaces_one_of_its_own_subscription(self):
        first, second = self._subscription(), self._draft()
        with self.assertRaisesRegex(ValidationError, "of the same subscription"):
            second.line_ids._write_kept({"previous_line_id": first.line_ids.id})

    def test_a_slot_cannot_be_taken_twice(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        slot = subscription.period_ids
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            subscription._create_slots([(subscription, slot._get_period())])

    def test_a_slot_knows_what_was_invoiced_for_it(self):
        subscription = self._subscription()
        invoice = self._bill(subscription, "2024-01-01")
        slot = subscription.period_ids
        self.assertEqual((slot.amount_invoiced, slot.invoice_state), (30.0, "open"))
        credit = invoice._reverse_moves([{"invoice_date": date(2024, 1, 5)}], cancel=True)
        slot.invalidate_recordset()
        self.assertEqual(credit.invoice_line_ids.rental_period_id, slot)
        self.assertEqual((slot.amount_invoiced, slot.invoice_state), (0.0, "credited"))

    def test_a_copied_invoice_bills_no_period(self):
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertFalse(invoice.copy().invoice_line_ids.rental_period_id)

    def test_a_deleted_draft_voids_its_slot_and_frees_the_charge(self):
        plan = self._plan(invoice_mode="draft", setup_fee=15.0)
        subscription = self._subscription(plan_id=plan.id)
        self._bill(subscription, "2024-01-01").unlink()
        self.assertTrue(subscription.period_ids.voided_at)
        self.assertEqual(subscription.period_ids.invoice_state, "void")
        self.assertEqual(subscription.charge_ids.state, "pending")

    def test_a_cancelled_draft_voids_its_slot_until_it_comes_back(self):
        plan = self._plan(invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        invoice.button_cancel()
        self.assertTrue(subscription.period_ids.voided_at)
        invoice.button_draft()
        self.assertFalse(subscription.period_ids.voided_at)

    def test_a_cancelled_invoice_stays_so_once_its_period_was_billed_again(self):
        plan = self._plan(invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        slot = subscription.period_ids
        invoice.button_cancel()
        subscription._create_slots([(subscription, slot._get_period())])
        with self.assertRaisesRegex(UserError, "billed again"):
            invoice.button_draft()
        self.assertEqual(invoice.state, "cancel")

    def test_deleting_the_line_frees_the_period_as_well(self):
        plan = self._plan(invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        invoice.invoice_line_ids.unlink()
        invoice.unlink()
        self.assertTrue(subscription.period_ids.voided_at)

    def test_a_voided_period_is_billed_again_once(self):
        plan = self._plan(invoice_mode="draft", setup_fee=15.0)
        subscription = self._subscription(plan_id=plan.id)
        self._bill(subscription, "2024-01-01").unlink()
        voided = subscription.period_ids
        self.assertTrue(voided.can_bill_again)
        action = voided.action_bill_again()
        invoice = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(invoice.amount_untaxed, 45.0)
        self.assertBilled(subscription, "2024-01-01")
        self.assertEqual(str(subscription.next_period_start), "2024-02-01")
        self.assertFalse(voided.can_bill_again)
        with self.assertRaisesRegex(UserError, "billed already"):
            voided.action_bill_again()

    def test_a_credit_note_alone_occupies_no_period(self):
        plan = self._plan(invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01")
        note = invoice._reverse_moves([{"invoice_date": date(2024, 1, 5)}])
        invoice.button_cancel()
        self.assertTrue(subscription.period_ids.voided_at)
        note.button_cancel()
        note.button_draft()
        self.assertTrue(subscription.period_ids.voided_at)

    def test_a_blocked_invoice_is_still_to_pay(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01").action_toggle_block_payment()
        self.assertEqual(subscription.period_ids.invoice_state, "open")


class TestReanchoring(SubscriptionCommon):
    """The anchor changes through one door, which leaves no gap."""

    def test_the_open_slot_ends_where_the_new_anchor_begins(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        subscription._reanchor(date(2024, 1, 20), "Handed over late")
        self.assertEqual(str(subscription.period_ids.date_end), "2024-01-20")
        self.assertEqual(str(subscription.next_billing_date), "2024-01-20")
        self._bill(subscription, "2024-03-01")
        self.assertBilled(subscription, "2024-01-01", "2024-01-20", "2024-02-20")
        self.assertTiled(subscription)

    def test_a_later_anchor_bills_the_days_before_it_as_a_part(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        subscription._reanchor(date(2024, 2, 15), "Calendar changed")
        invoice = self._bill(subscription, "2024-02-01")
        # From 1 to 15 February: 14 of the 31 days of the slot from 15 January.
        self.assertEqual(invoice.amount_untaxed, 13.55)
        self._bill(subscription, "2024-02-15")
        self.assertBilled(subscription, "2024-01-01", "2024-02-01", "2024-02-15")

    def test_another_interval_begins_at_the_new_anchor(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        subscription._reanchor(date(2024, 2, 1), "Quarterly", Interval(3, "month"))
        self._bill(subscription, "2024-02-01")
        self.assertEqual(str(subscription.next_billing_date), "2024-05-01")

    def test_a_later_slot_is_in_the_way(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-02-01")
        with self.assertRaisesRegex(UserError, "02/01/2024"):
            subscription._reanchor(date(2024, 1, 20), "Too late")

    def test_the_reason_is_in_the_chatter(self):
        subscription = self._subscription()
        subscription._reanchor(date(2024, 1, 20), "Handed over late")
        self.assertIn("Handed over late", subscription.message_ids[0].body)


class TestLineVersions(SubscriptionCommon):
    """A billed line is never edited: it ends, and has a successor."""

    def test_a_billed_line_is_not_edited(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        with self.assertRaisesRegex(UserError, "has been billed"):
            subscription.line_ids.price_unit = 99.0
        self.assertEqual(subscription.line_ids.price_unit, 30.0)

    def test_a_billed_line_is_not_deleted(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        with self.assertRaisesRegex(UserError, "has been billed"):
            subscription.line_ids.unlink()

    def test_a_successor_takes_over_from_its_day(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        old = subscription.line_ids
        new = old._replace(date(2024, 2, 1), price_unit=50.0)
        invoice = self._bill(subscription, "2024-02-01")
        self.assertEqual(invoice.invoice_line_ids.rental_line_id, new)
        self.assertEqual(invoice.amount_untaxed, 50.0)
        self.assertEqual(new.previous_line_id, old)
        self.assertEqual(subscription.recurring_amount, 50.0)

    def test_two_versions_share_a_period_by_their_days(self):
        subscription = self._subscription(plan_id=self._plan(billing_timing="arrears").id)
        subscription.line_ids._replace(date(2024, 1, 11), price_unit=60.0)
        invoice = self._bill(subscription, "2024-02-01")
        amounts = invoice.invoice_line_ids.mapped("price_subtotal")
        # 30 x 10/31 and 60 x 21/31
        self.assertEqual(sorted(amounts), [9.68, 40.65])

    def test_a_line_cannot_end_in_the_billed_past(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        with self.assertRaisesRegex(UserError, "are billed"):
            subscription.line_ids.date_to = "2024-01-15"

    def test_a_line_neither_begins_nor_goes_on_in_the_billed_past(self):
        subscription = self._subscription()
        old = subscription.line_ids
        self._bill(subscription, "2024-01-01")
        old.date_to = "2024-02-01"
        self._bill(subscription, "2024-02-01")
        with self.assertRaisesRegex(UserError, "are billed"):
            old.date_to = "2024-06-01"
        values = {"product_id": self.product.id, "date_from": "2024-01-15"}
        with self.assertRaisesRegex(UserError, "are billed"):
            subscription.line_ids = [Command.create(values)]

    @freeze_time("2024-01-30 12:00:00")
    def test_a_line_added_in_arrears_begins_today(self):
        subscription = self._subscription(plan_id=self._plan(billing_timing="arrears").id)
        subscription.line_ids = [Command.create({"product_id": self.product.id})]
        self.assertEqual(str(subscription.line_ids[-1].date_from), "2024-01-30")

    def test_a_line_has_one_successor(self):
        line = self._subscription().line_ids
        line._replace(date(2024, 2, 1))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            line._replace(date(2024, 3, 1))

    def test_an_added_line_begins_with_the_next_bill(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        subscription.line_ids = [Command.create({"product_id": self.product.id})]
        self.assertEqual(str(subscription.line_ids[-1].date_from), "2024-02-01")

    def test_a_period_without_a_product_has_nothing_to_pay(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        subscription.line_ids.date_to = "2024-02-01"
        self.assertFalse(self._bill(subscription, "2024-02-01"))
        states = subscription.period_ids.sorted("date_start").mapped("invoice_state")
        self.assertEqual(states, ["open", "none"])
        self.assertTiled(subscription)

    def test_the_index_of_an_older_version_makes_room_for_the_one_that_knows_invoices(self):
        old = "account_move_line__rental_subscription_id_index"
        kept = "account_move_line_rental_subscription_idx"

        def get_known():
            query = "SELECT indexname FROM pg_indexes WHERE indexname IN %s"
            return {name for (name,) in self.env.execute_query(SQL(query, (old, kept)))}

        self.assertEqual(get_known(), {kept})
        self.env.cr.execute(
            f"CREATE INDEX {old} ON account_move_line (rental_subscription_id)"
        )
        folder = "subscription_rental/migrations/19.0.1.7.0/pre-index.py"
        load_script(folder, "pre_index").migrate(self.env.cr, "19.0.1.6.0")
        self.assertEqual(get_known(), {kept})
