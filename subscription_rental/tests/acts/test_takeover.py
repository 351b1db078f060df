from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..common_takeover import CONTRACT, TakeoverCommon


@freeze_time("2024-05-10 12:00:00")
class TestTakeover(TakeoverCommon):
    """What another addon of the database bills goes on as subscriptions (SE12).

    `./dev bench takeover` does the same with the addons themselves.
    """

    # === what is made === #

    def test_it_is_shown_first_and_nothing_is_made(self):
        self._contract(self._line())
        with self._installed():
            row = self._open().row_ids
        self.assertEqual(row.partner_id, self.partner_a)
        self.assertEqual(row.billing_date, fields.Date.to_date("2024-06-01"))
        self.assertEqual((row.amount, row.is_taken), (54.0, True))
        self.assertIn("every month", row.makes)
        self.assertTrue(self.elsewhere.records[CONTRACT][0].active)
        moved = [("moved_in_billing_date", "=", "2024-06-01")]
        self.assertFalse(self.env["subscription.subscription"].search_count(moved))

    def test_a_contract_goes_on_with_its_next_invoice_and_is_closed(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        old = self._contract(self._line(), code="C-7")
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(made.state, "active")
        self.assertEqual(made.next_billing_date, fields.Date.to_date("2024-06-01"))
        self.assertEqual(made.date_start, fields.Date.to_date("2023-01-01"))
        self.assertEqual(made.client_order_ref, "C-7")
        self.assertEqual(made.plan_id.invoice_mode, "draft")
        line = made.line_ids
        self.assertEqual((line.quantity, line.price_unit, line.discount), (2, 30, 10))
        self.assertFalse(made.period_ids)
        self.assertTrue(all(line.is_canceled for line in old.contract_line_ids))
        self.assertFalse(old.active)
        self.assertIn(made.name, old.logged)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        invoice = self._bill(made, "2024-06-01")
        self.assertEqual(invoice.amount_untaxed, 54.0)
        self.assertEqual(self._bill(made, "2024-06-01"), invoice.browse())

    def test_lines_of_another_rhythm_are_a_subscription_of_their_own(self):
        self._contract(
            self._line(),
            self._line(recurring_rule_type="quarterly", due="2024-07-01"),
            self._line(display_type="line_section"),
            self._line(is_canceled=True),
        )
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(len(made), 2)
        dates = made.mapped("next_billing_date")
        self.assertEqual([day.isoformat() for day in dates], ["2024-06-01", "2024-07-01"])
        self.assertEqual(made.plan_id.mapped("interval_count"), [1, 3])

    def test_in_arrears_the_running_period_is_billed_at_its_end(self):
        start = fields.Date.to_date("2024-05-01")
        self._contract(
            self._line(recurring_invoicing_type="post-paid", next_period_date_start=start)
        )
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(made.billing_timing, "arrears")
        self.assertEqual(made.next_billing_date, fields.Date.to_date("2024-06-01"))
        invoice = self._bill(made, "2024-06-01")
        self.assertEqual(invoice.invoice_line_ids.rental_first_day, start)

    def test_an_invoice_ahead_of_its_period_stays_ahead(self):
        start = fields.Date.to_date("2024-06-06")
        self._contract(self._line(next_period_date_start=start))
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(made.invoice_lead_days, 5)
        self.assertEqual(made.next_billing_date, fields.Date.to_date("2024-06-01"))

    def test_an_agreed_end_is_kept(self):
        self._contract(self._line(date_end=fields.Date.to_date("2024-08-31")))
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(made.date_end, fields.Date.to_date("2024-09-01"))
        self._bill(made, "2024-12-31")
        self.assertEqual(len(made.period_ids), 3)
        self.assertFalse(made.next_billing_date)

    def test_a_subscription_of_the_other_addon_goes_on_and_is_closed(self):
        old = self._sale("2024-06-15", template={"recurring_rule_type": "years"})
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(made.partner_id, self.partner_a)
        self.assertEqual(made.plan_id.invoice_mode, "post")
        self.assertEqual(made.interval_unit, "year")
        self.assertEqual(made.next_billing_date, fields.Date.to_date("2024-06-15"))
        self.assertFalse(made.line_ids.tax_ids)
        self.assertFalse(old.in_progress)

    def test_taxes_of_the_customers_fiscal_position_are_found_anew(self):
        payer = {"partner_id": self.partner_b, "partner_invoice_id": self.partner_b}
        self._sale(taxes=self.tax_sale_b, **payer)
        made = self._move_in().row_ids.subscription_id
        self.assertFalse(made.line_ids.tax_ids)
        invoice = self._bill(made, "2024-06-01")
        self.assertEqual(invoice.invoice_line_ids.tax_ids, self.tax_sale_b)

    def test_a_contracts_own_fiscal_position_stays(self):
        self._contract(self._line(), fiscal_position_id=self.fiscal_pos_a)
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(made.line_ids.tax_ids, self.tax_sale_b)

    def test_taxes_that_somebody_chose_stay(self):
        other = self.tax_sale_b
        self._sale(taxes=other)
        self._sale(taxes=other.browse())
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(made[0].line_ids.tax_ids, other)
        self.assertTrue(made[1].line_ids.without_taxes)

    def test_a_plan_that_bills_alike_is_used_and_a_new_one_serves_all(self):
        self._contract(self._line())
        self._contract(self._line())
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(len(made.plan_id), 1)
        self._contract(self._line())
        again = self._move_in().row_ids
        self.assertEqual(again.subscription_id.plan_id, made.plan_id)

    # === what cannot be === #

    def test_what_is_overdue_is_billed_there_first(self):
        self._contract(self._line("2024-05-01"))
        self.assertIn("before today", self._refused())

    def test_paused_ones_wait(self):
        self._sale(is_paused=True)
        self.assertIn("paused", self._refused())

    def test_a_line_without_a_product_is_named(self):
        nothing = self.env["product.product"]
        self._contract(self._line(product_id=nothing, uom_id=nothing.uom_id))
        self.assertIn("no product", self._refused())

    def test_last_days_of_months_in_arrears_cannot_be(self):
        start = fields.Date.to_date("2024-05-01")
        self._contract(
            self._line(
                "2024-05-31",
                recurring_rule_type="monthlylastday",
                recurring_invoicing_type="post-paid",
                next_period_date_start=start,
            )
        )
        self.assertIn("last day", self._refused())

    def test_a_day_that_no_terms_have_is_refused(self):
        start = fields.Date.to_date("2024-05-20")
        self._contract(self._line(next_period_date_start=start))
        self.assertIn("next period", self._refused())

    def test_another_plan_that_bills_on_another_day_is_refused_whole(self):
        weekly = self.env["subscription.plan"].create(
            {"name": "Fridays", "interval_unit": "week", "invoice_lead_days": 3}
        )
        old = self._contract(self._line())
        good = self._sale()
        with self._installed():
            dialog = self._open()
            first = dialog.row_ids.filtered(lambda row: row.res_model == CONTRACT)
            first.plan_id = weekly
            dialog.action_move_in()
        self.assertTrue(first.problem)
        self.assertFalse(first.subscription_id)
        self.assertTrue(old.active)
        self.assertFalse(good.in_progress)

    def test_an_agreement_moves_whole_or_not_at_all(self):
        old = self._contract(self._line(), self._line(due="2024-07-01"))
        with self._installed():
            dialog = self._open()
            dialog.row_ids[0].is_taken = False
            dialog.action_move_in()
        self.assertFalse(dialog.row_ids.subscription_id)
        self.assertTrue(old.active)

    def test_what_was_billed_in_the_meantime_is_not_moved(self):
        old = self._contract(self._line())
        with self._installed():
            dialog = self._open()
            july = fields.Date.to_date("2024-07-01")
            old.contract_line_ids.write(
                {"recurring_next_date": july, "next_period_date_start": july}
            )
            dialog.action_move_in()
        self.assertIn("another one by now", dialog.row_ids.problem)
        self.assertTrue(old.active)

    def test_twice_is_as_good_as_once(self):
        self._contract(self._line())
        dialog = self._move_in()
        with self._installed():
            with self.assertRaisesRegex(UserError, "already"):
                dialog.action_move_in()
            self.assertFalse(self._open().row_ids)

    # === who, and where === #

    def test_without_the_addons_it_says_so_and_has_no_menu(self):
        with self.assertRaisesRegex(UserError, "installed"):
            self._open()
        menu = self.env.ref("subscription_rental.subscription_takeover_menu")
        self.assertIn(menu.id, self.env["ir.ui.menu"]._load_menus_blacklist())
        with self._installed():
            self.assertNotIn(menu.id, self.env["ir.ui.menu"]._load_menus_blacklist())

    def test_clerks_cannot_move_anything_in(self):
        dialogs = self.env["subscription.takeover.dialog"].with_user(self._clerk())
        with self._installed(), self.assertRaises(AccessError):
            dialogs.action_open_takeover()
