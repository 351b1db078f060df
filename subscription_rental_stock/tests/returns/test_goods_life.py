from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestGoodsLife(GoodsCommon):
    """Goods follow what happens to their subscription: changes, ends, takeovers, starts."""

    def _rented(self, *serials, **values):
        subscription = self._ordered(float(len(serials)), **values)
        self._ship(subscription, *serials)
        return subscription

    # === versions of lines === #

    def test_a_change_from_the_next_period_moves_goods_on_its_day(self):
        self.plan.proration = "none"
        subscription = self._rented("P1")
        self._bill(subscription, "2024-01-01")
        line = subscription.line_ids
        new = {"product_id": line.product_id.id, "quantity": 2.0}
        new |= {"price_unit": line.price_unit, "discount": 0.0}
        change = subscription._plan_change([(line, new)], date(2024, 1, 10), policy="none")
        self.assertEqual(change.day, date(2024, 2, 1))
        subscription._apply_change(change, date(2024, 1, 10), at_once=False)
        self.assertFalse(subscription._get_open_moves("out"))
        domain = subscription._changing_goods_domain(date(2024, 2, 1))
        self.assertIn(subscription, subscription.search(domain))
        subscription._follow_lines(date(2024, 2, 1))
        moves = subscription._get_open_moves("out")
        self.assertEqual(sum(moves.mapped("product_qty")), 1.0)

    def test_fewer_ordered_gives_handovers_up(self):
        self.plan.start_on_handover = False
        subscription = self._ordered(3.0)
        line = subscription.line_ids
        new = {"product_id": line.product_id.id, "quantity": 1.0}
        new |= {"price_unit": line.price_unit, "discount": 0.0}
        change = subscription._plan_change([(line, new)], date(2024, 1, 1), policy="daily")
        subscription._apply_change(change, date(2024, 1, 1), at_once=False)
        moves = subscription._get_open_moves("out")
        self.assertEqual(sum(moves.mapped("product_qty")), 1.0)

    def test_back_to_draft_gives_handovers_up(self):
        subscription = self._ordered()
        subscription.action_back_to_draft()
        self.assertFalse(subscription._get_open_moves("out"))
        subscription.unlink()

    # === other moves of a subscription === #

    def test_the_new_customer_is_the_holder(self):
        subscription = self._rented("P1")
        subscription._transfer(self.partner_b, date(2024, 1, 2), "Succession")
        self.assertEqual(self.lots[0].rental_holder_id, self.partner_b)

    def test_revived_it_expects_its_units_back_no_more(self):
        subscription = self._rented("P1")
        self._bill(subscription, "2024-01-01")
        subscription.sudo()._terminate(14, date(2024, 1, 2))
        self.assertTrue(subscription._get_open_moves("in"))
        subscription.sudo()._revive(date(2024, 1, 3))
        self.assertFalse(subscription._get_open_moves("in"))
        self.assertFalse(subscription.activity_ids)
        self.assertHeld(subscription, "P1")

    def test_no_pause_while_the_customer_keeps_the_goods(self):
        subscription = self._rented("P1")
        with self.assertRaisesRegex(UserError, "still has"):
            subscription._pause(date(2024, 1, 2))
        self.plan.pause_with_goods = True
        subscription._pause(date(2024, 1, 2))
        self.assertEqual(subscription.state, "paused")

    def test_what_moves_in_has_its_units_already(self):
        subscription = self._draft(
            "2023-06-01", moved_in_billing_date="2024-02-01", moved_in_serials="P1, P3"
        )
        subscription.line_ids.quantity = 2.0
        subscription.action_activate()
        self.assertHeld(subscription, "P1", "P3")
        self.assertFalse(subscription._get_open_moves("out"))

    def test_a_wrong_serial_number_that_moves_in_is_named(self):
        subscription = self._draft(
            "2023-06-01", moved_in_billing_date="2024-02-01", moved_in_serials="P1, X9"
        )
        with self.assertRaisesRegex(UserError, "X9"):
            subscription.action_activate()

    def test_without_serial_numbers_what_moves_in_is_not_followed(self):
        subscription = self._draft("2023-06-01", moved_in_billing_date="2024-02-01")
        subscription.action_activate()
        self.assertTrue(subscription.is_goods_untracked)
        self.assertFalse(subscription._plan_handover(date(2024, 1, 1)))

    # === books === #

    def test_rent_costs_no_goods(self):
        accounts = self.env["account.account"]
        stock, cost = (
            accounts.create({"name": name, "code": code, "account_type": kind})
            for name, code, kind in (
                ("Stock", "ST1", "asset_current"),
                ("Cost", "CO1", "expense_direct_cost"),
            )
        )
        category = self._category(
            property_valuation="real_time",
            property_stock_valuation_account_id=stock.id,
            property_account_expense_categ_id=cost.id,
        )
        product = self._goods("Valued", category=category)
        self._receive(product, "V1")
        subscription = self._ordered(plan_id=self._goods_plan(product).id)
        self._ship(subscription, "V1")
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(invoice.state, "posted")
        self.assertFalse(invoice.line_ids.filtered(lambda one: one.display_type == "cogs"))

    def test_the_second_company_rents_its_own(self):
        company = self._second_company()
        env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)])
        product = self._goods("Drone")
        lot = env["stock.lot"].create(
            {"name": "D1", "product_id": product.id, "company_id": company.id}
        )
        env["stock.quant"]._update_available_quantity(
            product.with_env(env), warehouse.lot_stock_id, 1.0, lot_id=lot
        )
        plan = self._goods_plan(product)
        subscription = env["subscription.subscription"].create(
            {
                "partner_id": self.partner_b.id,
                "plan_id": plan.id,
                "company_id": company.id,
            }
        )
        subscription.action_activate()
        picking = subscription.rental_picking_ids
        self.assertEqual(picking.picking_type_id, warehouse.rental_out_type_id)
        picking._hand_over_lots(lot)
        self.assertEqual(lot.location_id, company.rental_location_id)
        self.assertHeld(subscription, "D1")
        env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id}
        ).action_take_back()
        self.assertEqual(lot.location_id, warehouse.rental_check_loc_id)

    def _second_company(self):
        company = self.setup_other_company()["company"]
        self.env.user.company_ids |= company
        return company

    # === starts === #

    def test_a_new_plan_of_goods_waits_for_payment_and_handover(self):
        form = Form(self.env["subscription.plan"])
        form.name = "New"
        with form.line_ids.new() as line:
            line.product_tmpl_id = self.phone.product_tmpl_id
        plan = form.save()
        self.assertTrue(plan.start_on_handover and plan.start_on_payment)
        service = self.env["subscription.plan"].create(
            {
                "name": "Service",
                "line_ids": [
                    Command.create(
                        {"product_tmpl_id": self._product("Help").product_tmpl_id.id}
                    )
                ],
            }
        )
        self.assertFalse(service.start_on_handover or service.start_on_payment)

    def test_a_new_plan_of_goods_with_a_trial_waits_for_the_handover_only(self):
        form = Form(self.env["subscription.plan"])
        form.name = "New"
        with form.line_ids.new() as line:
            line.product_tmpl_id = self.phone.product_tmpl_id
            line.price_unit = 31.0
        form.trial_days = 14
        plan = form.save()
        self.assertTrue(plan.start_on_handover)
        self.assertFalse(plan.start_on_payment)
        subscription = self._ordered(plan_id=plan.id)
        self._ship(subscription, "P1")
        self.assertEqual(subscription.state, "active")
        invoice = self._bill(subscription, "2024-01-15")
        self.assertEqual(invoice.amount_untaxed, 31.0)

    def test_a_plan_that_is_there_ticks_nothing_by_itself(self):
        plan = self._plan()
        self.assertFalse(plan.start_on_payment)
        plan.line_ids.product_tmpl_id = self.phone.product_tmpl_id
        plan.billing_timing = "arrears"
        plan.billing_timing = "advance"
        self.assertFalse(plan.start_on_payment)

    def test_billing_starts_some_days_after_the_handover(self):
        self.plan.start_delay_days = 5
        subscription = self._rented("P1")
        self.assertEqual(subscription.state, "scheduled")
        self.assertEqual(subscription.date_start, date(2024, 1, 6))
        self._run_job("2024-01-06")
        self.assertEqual(subscription.state, "active")
        self.assertBilled(subscription, "2024-01-06")

    def test_shipped_goods_start_it_when_they_have_arrived(self):
        self.plan.start_at_delivery = True
        subscription = self._rented("P1")
        self.assertEqual(subscription.state, "scheduled")
        self.assertHeld(subscription, "P1")
        with freeze_time("2024-01-04 12:00:00"):
            subscription.action_confirm_delivery()
        self.assertEqual(subscription.state, "active")
        self.assertEqual(subscription.date_start, date(2024, 1, 4))
