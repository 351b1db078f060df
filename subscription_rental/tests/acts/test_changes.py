from datetime import date

from odoo.exceptions import UserError

from ..common_changes import ChangesCommon


class TestChanges(ChangesCommon):
    """Plan, product, quantity and price in mid-period (LC4): shown, then done."""

    def test_a_price_in_mid_period_is_settled_day_by_day(self):
        form = self._dialog()
        self._edit(form, price_unit=45.0)
        # 19 of 31 days: 30 becomes 45
        self.assertAlmostEqual(form.amount_shown, -18.39 + 27.58)
        shown = self._change(form)
        charges = self.rental.charge_ids
        self.assertEqual(charges.mapped("amount"), [-18.39, 27.58])
        self.assertAlmostEqual(shown, sum(charges.mapped("amount")))
        old, new = self.rental.line_ids.sorted("id")
        self.assertEqual(old.date_to, date(2024, 1, 13))
        self.assertEqual((new.date_from, new.price_unit), (date(2024, 1, 13), 45.0))
        self.assertEqual(new.previous_line_id, old)
        self.assertEqual(self.rental.recurring_amount, 45.0)

    def test_what_was_shown_is_on_the_next_invoice(self):
        form = self._dialog()
        self._edit(form, price_unit=45.0)
        shown = self._change(form)
        invoice = self._bill(self.rental, "2024-02-01")
        self.assertAlmostEqual(invoice.amount_untaxed, 45.0 + shown)
        january = self.rental.period_ids.sorted("date_start")[:1]
        # 12 days at 30, and 19 at 45, each rounded once
        self.assertAlmostEqual(january.amount_invoiced, 11.61 + 27.58)
        self.assertFalse(january.amount_left)

    def test_changing_twice_and_back_costs_what_was_held(self):
        for day, price in (("2024-01-06", 80.0), ("2024-01-20", 10.0)):
            form = self._dialog(day)
            self._edit(form, price_unit=price)
            self._change(form)
        held = 4.84 + 36.13 + 3.87  # 5 days at 30, 14 at 80, 12 at 10
        self.assertAlmostEqual(self._settled(), held)

    def test_a_change_and_its_undoing_on_one_day_leave_nothing(self):
        for price in (80.0, 30.0):
            form = self._dialog()
            self._edit(form, price_unit=price)
            self._change(form)
        self.assertAlmostEqual(self._settled(), 11.61 + 18.39)

    def test_a_downgrade_at_once_is_a_credit_note(self):
        form = self._dialog(invoicing="now")
        self._edit(form, price_unit=10.0)
        shown = self._change(form)
        refund = self.rental.charge_ids.move_line_id.move_id
        self.assertEqual(refund.move_type, "out_refund")
        self.assertEqual(refund.state, "posted")
        self.assertAlmostEqual(-refund.amount_untaxed, shown)
        invoice = self.rental.period_ids.move_line_ids.move_id - refund
        self.assertEqual(refund.reversed_entry_id, invoice)
        self.assertFalse(self.rental.activity_ids)

    def test_an_upgrade_at_once_is_an_invoice(self):
        form = self._dialog(invoicing="now")
        self._edit(form, quantity=3)
        self._change(form)
        invoice = self.rental.charge_ids.move_line_id.move_id
        self.assertEqual((invoice.move_type, invoice.state), ("out_invoice", "posted"))

    def test_from_the_next_period_nothing_is_settled(self):
        form = self._dialog(when="next")
        self._edit(form, price_unit=45.0)
        self.assertFalse(form.amount_shown)
        self._change(form)
        self.assertFalse(self.rental.charge_ids)
        self.assertEqual(self._bill(self.rental, "2024-02-01").amount_untaxed, 45.0)

    def test_changing_what_has_yet_to_begin_leaves_one_version(self):
        for price in (45.0, 50.0):
            form = self._dialog(when="next")
            self._edit(form, price_unit=price)
            self._change(form)
        self.assertEqual(self.rental.line_ids.mapped("price_unit"), [30.0, 50.0])
        self.assertEqual(self._bill(self.rental, "2024-02-01").amount_untaxed, 50.0)

    def test_products_come_and_go(self):
        form = self._dialog()
        with form.line_ids.new() as row:
            row.product_id = self.ebike
        form.line_ids.remove(0)
        shown = self._change(form)
        self.assertAlmostEqual(shown, -18.39 + 24.52)
        going_on = self.rental.line_ids.filtered(lambda line: not line.date_to)
        self.assertEqual(going_on.product_id, self.ebike)

    def test_another_product_brings_its_own_description(self):
        """A8: invoices called the e-bike by the name of what it replaced."""
        form = self._dialog(when="next")
        self._edit(form, product_id=self.ebike)
        self._change(form)
        invoice = self._bill(self.rental, "2024-02-01")
        self.assertIn("E-bike", invoice.invoice_line_ids.name)
        self.assertNotIn(self.product.name, invoice.invoice_line_ids.name)

    def test_what_somebody_typed_stays(self):
        self.rental = self._draft("2024-01-01")
        self.rental.line_ids.name = "The one with the red bell"
        self.rental._start(self.rental.date_start)
        self._bill(self.rental, "2024-01-01")
        form = self._dialog(when="next")
        self._edit(form, product_id=self.ebike)
        self._change(form)
        invoice = self._bill(self.rental, "2024-02-01")
        self.assertIn("red bell", invoice.invoice_line_ids.name)

    def test_what_is_to_come_is_changed_again_before_its_day(self):
        """A26: that ended in a traceback."""
        form = self._dialog(when="next")
        with form.line_ids.new() as row:
            row.product_id = self.ebike
            row.price_unit = 10.0
        self._change(form)
        form = self._dialog(when="next")
        self._edit(form, number=1, price_unit=12.0)
        self._change(form)
        invoice = self._bill(self.rental, "2024-02-01")
        self.assertEqual(invoice.amount_untaxed, 30.0 + 12.0)

    def test_in_full_all_of_the_period_costs_the_new_price(self):
        self.rental._write_kept({"proration": "full"})
        form = self._dialog()
        self._edit(form, price_unit=45.0)
        self.assertAlmostEqual(self._change(form), 15.0)

    def test_not_at_all_waits_for_the_next_period(self):
        self.rental._write_kept({"proration": "none"})
        form = self._dialog()
        self._edit(form, price_unit=45.0)
        self.assertFalse(self._change(form))
        self.assertEqual(self._bill(self.rental, "2024-02-01").amount_untaxed, 45.0)

    def test_in_arrears_days_are_billed_at_their_end(self):
        plan = self._plan(billing_timing="arrears")
        self.rental = self._subscription(plan_id=plan.id)
        form = self._dialog()
        self._edit(form, price_unit=45.0)
        self.assertFalse(self._change(form))
        invoice = self._bill(self.rental, "2024-02-01")
        self.assertAlmostEqual(invoice.amount_untaxed, 11.61 + 27.58)

    def test_a_goodwill_credit_stays_given(self):
        self._credit(self.rental.period_ids.move_line_ids.move_id, 10.0)
        form = self._dialog()
        self._edit(form, price_unit=0.0)
        self.assertAlmostEqual(self._change(form), -18.39)  # 19 of 31 days of 30

    def test_no_more_is_given_back_than_was_paid(self):
        """A goodwill credit of half a month is not given back once more."""
        self._credit(self.rental.period_ids.move_line_ids.move_id, 15.0)
        form = self._dialog()
        self._edit(form, price_unit=0.0)
        self.assertAlmostEqual(self._change(form), -15.0)

    def _credit(self, invoice, amount):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        refund = wizard.new_move_ids
        refund.invoice_line_ids.price_unit = amount
        refund.action_post()

    def test_on_the_first_and_on_the_last_day(self):
        form = self._dialog("2024-01-01")
        self._edit(form, price_unit=45.0)
        self.assertAlmostEqual(self._change(form), 15.0)
        form = self._dialog("2024-01-31")
        self._edit(form, price_unit=76.0)
        self.assertAlmostEqual(self._change(form), 1.0)

    def test_another_day_or_another_hand_is_told(self):
        form = self._dialog()
        self._edit(form, price_unit=1.0)
        wizard = form.save()
        self._credit(self.rental.period_ids.move_line_ids.move_id, 15.0)
        with self.assertRaisesRegex(UserError, "open it again"):
            wizard.action_change()
        self.assertFalse(self.rental.charge_ids)

    def test_nothing_changed_is_told(self):
        wizard = self._dialog().save()
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            wizard.action_change()

    # === another plan === #

    def test_a_product_that_comes_into_an_empty_period_costs_its_days(self):
        self.line._write_kept({"date_to": date(2024, 2, 1)})
        self._bill(self.rental, "2024-02-01")
        form = self._dialog("2024-02-15")
        with form.line_ids.new() as row:
            row.product_id, row.price_unit = self.ebike, 29.0
        self.assertEqual(form.amount_shown, 15.0)
        self._change(form)
        self.assertEqual(self.rental.charge_ids.mapped("amount"), [15.0])

    def test_a_cancelled_one_is_not_changed(self):
        self.rental._schedule_cancel(date(2024, 2, 1), date(2024, 1, 13), "Moves away")
        self.assertIn("undo that first", self._dialog().problem)

    def test_a_clerk_changes_without_being_an_accountant(self):
        clerk = self._clerk()
        form = self._dialog(user=clerk)
        self._edit(form, price_unit=45.0)
        form.save().action_change()
        self.assertEqual(len(self.rental.charge_ids), 2)
