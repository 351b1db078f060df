from datetime import date

from odoo.exceptions import UserError

from ..common import SubscriptionCommon


class TestCredited(SubscriptionCommon):
    """What a credit note took back, and whether it is billed again."""

    def _billed(self, start="2024-01-01", **values):
        subscription = self._subscription(start, **values)
        return subscription, self._bill(subscription, start)

    def _credit(self, invoice, amount=None):
        """Return a posted credit note for `invoice`, or for so much of it."""
        note = invoice._reverse_moves([{"invoice_date": date(2024, 1, 5)}])
        if amount:
            note.invoice_line_ids.price_unit = amount
        note.action_post()
        return note

    def test_one_credit_note_pays_all_the_invoices_that_it_takes_back_from(self):
        subscription, january = self._billed()
        february = self._bill(subscription, "2024-02-01")
        rows = subscription._get_unused_in_pause(date(2024, 1, 15))
        charges = subscription._charge_adjustments(rows)
        self.assertEqual(len(charges.period_id), 2)
        note = subscription._invoice_charges(charges, date(2024, 2, 1))
        self.assertEqual(note.payment_state, "paid")
        open_ = january.amount_residual + february.amount_residual
        billed = january.amount_total + february.amount_total
        self.assertAlmostEqual(open_, billed - note.amount_total, 2)

    def test_a_credit_of_who_took_it_over_pays_nothing_of_before(self):
        subscription, invoice = self._billed()
        subscription._transfer(self.partner_b, date(2024, 1, 10), "Bought the shop")
        rows = subscription._get_unused_in_pause(date(2024, 1, 15))
        charges = subscription._charge_adjustments(rows)
        note = subscription._invoice_charges(charges, date(2024, 1, 15))
        self.assertEqual(note.partner_id, self.partner_b)
        self.assertEqual(invoice.amount_residual, invoice.amount_total)
        self.assertEqual(note.amount_residual, note.amount_total)

    def test_the_slot_shows_what_is_left_and_asks(self):
        subscription, invoice = self._billed()
        self._credit(invoice)
        slot = subscription.period_ids
        self.assertEqual((slot.amount_invoiced, slot.amount_left), (0.0, 30.0))
        self.assertTrue(slot.can_bill_again)
        self.assertFalse(slot.voided_at)
        activity = subscription.activity_ids
        self.assertIn("again?", activity.summary)
        self.assertIn("30.00", activity.note)

    def test_a_deleted_draft_that_a_change_settled_is_left_to_bill(self):
        """What was given back stands on the next draft: without it January is owed."""
        plan = self._plan(invoice_mode="draft")
        subscription, january = self._billed(plan_id=plan.id)
        line = subscription.line_ids
        half = {"price_unit": 30.0, "quantity": 0.5}
        steps = subscription._plan_steps([(line, half)], date(2024, 1, 10))
        rows = subscription._get_adjustments(steps)
        subscription._apply_steps(steps)
        subscription._charge_adjustments(rows)
        self._bill(subscription, "2024-02-01")
        january.unlink()
        slot = subscription.period_ids.sorted("date_start")[0]
        self.assertTrue(slot.can_bill_again)
        self.assertIn("again?", subscription.activity_ids.summary)
        slot.action_bill_again()
        # 9 days of 30.00 and 22 of 15.00, and February.
        lines = subscription.period_ids.move_line_ids
        self.assertAlmostEqual(sum(lines.mapped("price_subtotal")), 8.71 + 10.65 + 15.0)

    def test_it_is_billed_again_once_and_the_cursor_stays(self):
        subscription, invoice = self._billed()
        self._credit(invoice)
        slot = subscription.period_ids
        action = slot.action_bill_again()
        again = self.env["account.move"].browse(action["res_id"])
        self.assertEqual((again.state, again.amount_untaxed), ("posted", 30.0))
        self.assertEqual(again.invoice_line_ids.rental_period_id, slot)
        self.assertEqual((slot.amount_invoiced, slot.amount_left), (30.0, 0.0))
        self.assertEqual(str(subscription.next_period_start), "2024-02-01")
        self.assertFalse(subscription.activity_ids)
        with self.assertRaisesRegex(UserError, "billed already"):
            slot.action_bill_again()

    def test_of_a_partial_credit_that_part_is_billed_again(self):
        subscription, invoice = self._billed()
        self._credit(invoice, amount=10.0)
        slot = subscription.period_ids
        self.assertEqual((slot.amount_invoiced, slot.amount_left), (20.0, 10.0))
        slot.action_bill_again()
        self.assertEqual((slot.amount_invoiced, slot.amount_left), (30.0, 0.0))

    def test_prices_with_taxes_included_are_compared_before_taxes(self):
        tax = self.env["account.tax"].create(
            {"name": "21", "amount": 21.0, "price_include_override": "tax_included"}
        )
        self.product.taxes_id = tax
        subscription, invoice = self._billed()
        self.assertEqual(invoice.amount_total, 30.0)
        self._credit(invoice)
        slot = subscription.period_ids
        self.assertEqual(slot.amount_left, 24.79)
        slot.action_bill_again()
        self.assertEqual(subscription.amount_invoiced, 24.79)

    def test_correcting_an_invoice_by_a_new_one_leaves_nothing(self):
        subscription, invoice = self._billed()
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": "2024-01-05"})
        )
        wizard.modify_moves()
        draft = wizard.new_move_ids
        slot = subscription.period_ids
        self.assertEqual(draft.invoice_line_ids.rental_period_id, slot)
        self.assertEqual((slot.invoice_state, slot.amount_left), ("draft", 0.0))
        self.assertFalse(subscription.activity_ids)
        draft.unlink()
        self.assertFalse(slot.voided_at, "its first invoice and the credit note stay")
        self.assertEqual(slot.amount_left, 30.0)

    def test_a_credit_of_days_after_the_end_leaves_nothing(self):
        subscription, invoice = self._billed()
        subscription._cancel(date(2024, 1, 11))
        self._credit(invoice, amount=20.32)
        # 10 of 31 days were used: 9.68.
        self.assertEqual(subscription.period_ids.amount_left, 0.0)
        self.assertFalse(subscription.activity_ids)

    def test_a_draft_credit_note_asks_nothing_yet(self):
        subscription, invoice = self._billed()
        invoice._reverse_moves([{"invoice_date": date(2024, 1, 5)}])
        self.assertEqual(subscription.period_ids.amount_left, 0.0)
        self.assertFalse(subscription.activity_ids)

    def test_a_posted_invoice_changes_by_credit_note_only(self):
        _subscription, invoice = self._billed()
        for change in (invoice.button_draft, invoice.button_cancel):
            with self.assertRaisesRegex(UserError, "credit note only"):
                change()
        self.assertEqual(invoice.state, "posted")

    def test_an_invoice_of_something_else_is_reset_as_ever(self):
        invoice = self.init_invoice("out_invoice", products=self.product, post=True)
        invoice.button_draft()
        self.assertEqual(invoice.state, "draft")

    def test_a_credit_note_can_be_corrected(self):
        subscription, invoice = self._billed()
        note = self._credit(invoice)
        note.button_draft()
        note.button_cancel()
        slot = subscription.period_ids
        self.assertEqual((slot.amount_invoiced, slot.amount_left), (30.0, 0.0))
        self.assertFalse(slot.voided_at)

    def _double(self, subscription, today):
        """Return what it costs to take two of everything from that day on."""
        edits = [
            (line, {**line._prepare_change_vals(), "quantity": 2.0})
            for line in subscription.line_ids
        ]
        for _line, vals in edits:
            vals.pop("line_id")
        plan = subscription._plan_change(edits, date.fromisoformat(today), policy="daily")
        return float(sum(adjustment.amount for _step, _slot, adjustment in plan.rows))

    def test_what_was_given_stays_given_in_a_change(self):
        """A37: a goodwill of 10 does not come back with a second bike."""
        for goodwill in (None, 10.0, 30.0):
            with self.subTest(goodwill):
                subscription, invoice = self._billed(start="2024-06-01")
                if goodwill:
                    self._credit(invoice, amount=goodwill)
                self.assertAlmostEqual(self._double(subscription, "2024-06-06"), 25.0)

    def test_what_was_given_is_not_given_twice_at_the_end(self):
        for goodwill, given_back in ((10.0, 20.0), (30.0, 0.0), (3.0, 25.0)):
            with self.subTest(goodwill):
                subscription, invoice = self._billed(start="2024-06-01")
                self._credit(invoice, amount=goodwill)
                ending = subscription._plan_cancel(date(2024, 6, 6), credit_unused=True)
                self.assertAlmostEqual(ending.amount, -given_back)

    def test_what_was_billed_again_is_worth_its_price_again(self):
        subscription, invoice = self._billed(start="2024-06-01")
        self._credit(invoice)
        subscription.period_ids.action_bill_again()
        self.assertAlmostEqual(self._double(subscription, "2024-06-06"), 25.0)
        ending = subscription._plan_cancel(date(2024, 6, 6), credit_unused=True)
        self.assertAlmostEqual(ending.amount, -25.0)
