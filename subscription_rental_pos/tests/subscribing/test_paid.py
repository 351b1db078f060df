from datetime import date

from odoo.tests import freeze_time, tagged

from ..common_subscribing import SubscribingCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPaid(SubscribingCommon):
    """A ticket that sells by plans makes the subscription, and pays for it once (SE10)."""

    def test_a_paid_ticket_starts_the_subscription(self):
        ticket, subscription = self._rent(self._choose(with_cover=True))
        self.assertEqual(subscription.partner_id, self.ann)
        self.assertEqual(
            (subscription.state, subscription.plan_id), ("active", self.monthly)
        )
        self.assertEqual(subscription.date_start, date(2024, 1, 10))
        self.assertEqual(
            subscription.line_ids.mapped("product_id"), self.bike | self.waiver
        )
        invoice = ticket.account_move
        self.assertEqual(invoice, subscription.period_ids.move_line_ids.move_id)
        # 69 + 21 %.
        self.assertEqual((invoice.amount_total, invoice.payment_state), (83.49, "paid"))
        self.assertEqual(ticket.amount_total, 233.49)
        self.assertEqual(ticket.state, "done")

    def test_the_deposit_is_a_receipt_of_its_own(self):
        ticket, subscription = self._rent()
        receipt = subscription.deposit_move_id
        self.assertEqual(receipt.move_type, "out_receipt")
        self.assertEqual((receipt.amount_total, receipt.payment_state), (150.0, "paid"))
        self.assertNotEqual(receipt, ticket.account_move)
        self.assertEqual(subscription.deposit_left, 150.0)
        self.assertEqual(self._balance(self.deposits), 150.0)
        self._close()
        self.assertEqual(self._balance(self.deposits), 150.0)

    def test_it_is_sold_and_billed_once_however_often_it_is_sent(self):
        values = self._rental_ticket()
        again = {**values, "lines": list(values["lines"])}
        ticket = self._send(values)
        subscription = ticket._get_rental_order().rental_subscription_ids
        self._send(again)
        ticket.sudo()._subscribe_customer()
        orders = self.env["sale.order"].search([("rental_pos_order_id", "!=", False)])
        self.assertEqual(orders.rental_subscription_ids, subscription)
        self.assertFalse(self._bill(subscription, "2024-01-10"))
        self.assertBilled(subscription, "2024-01-10")
        [invoice] = self._bill(subscription, "2024-02-10")
        self.assertEqual(invoice.amount_total, 47.19)

    def test_a_saved_draft_sells_nothing_until_it_is_paid(self):
        values = self._rental_ticket()
        draft = {**values, "state": "draft", "payment_ids": []}
        ticket = self._send(draft)
        self.assertFalse(ticket._get_rental_order())
        paid = {**values, "lines": []}
        self.env["pos.order"].with_user(self.cashier).sync_from_ui([paid])
        self.assertEqual(len(ticket._get_rental_order().rental_subscription_ids), 1)
        self.assertEqual(ticket.account_move.payment_state, "paid")

    def test_two_plans_and_two_bikes_on_one_ticket(self):
        yearly = self._bike_plan(400.0, name="Yearly", interval_unit="year", setup_fee=0)
        ticket, subscriptions = self._rent(
            self._choose(quantity=2), self._choose(yearly, with_cover=True)
        )
        self.assertEqual(subscriptions.plan_id, self.monthly | yearly)
        moves = subscriptions.period_ids.move_line_ids.move_id
        moves |= subscriptions.deposit_move_id
        self.assertEqual(len(moves), 4)
        self.assertEqual(set(moves.mapped("payment_state")), {"paid"})
        self.assertAlmostEqual(sum(moves.mapped("amount_total")), ticket.amount_total)

    def test_a_plan_that_starts_at_once_is_billed_and_paid_at_once(self):
        plan = self._bike_plan(start_on_payment=False)
        ticket, subscription = self._rent(self._choose(plan))
        self.assertEqual(subscription.state, "active")
        self.assertBilled(subscription, "2024-01-10")
        self.assertEqual(ticket.account_move.payment_state, "paid")

    def test_paid_and_to_be_handed_over(self):
        plan = self._bike_plan(start_on_handover=True)
        _ticket, subscription = self._rent(self._choose(plan))
        self.assertEqual(subscription.headline, "Paid, to hand over")

    def test_a_trial_takes_the_deposit_alone(self):
        plan = self._bike_plan(trial_days=14, start_on_payment=False)
        ticket, subscription = self._rent(self._choose(plan))
        self.assertEqual(ticket.amount_total, 150.0)
        self.assertEqual(ticket.account_move, subscription.deposit_move_id)
        self.assertFalse(subscription.period_ids.move_line_ids)
        self._close()
        self.assertEqual(self._balance(self.deposits), 150.0)

    def test_nothing_due_is_a_ticket_of_nothing(self):
        self.bike.rental_deposit = 0.0
        plan = self._bike_plan(trial_days=14, start_on_payment=False)
        ticket, subscription = self._rent(self._choose(plan), to_invoice=True)
        self.assertEqual((ticket.amount_total, len(subscription)), (0.0, 1))
        self.assertFalse(ticket.account_move)
        with self.assertRefused("Nothing is due"):
            ticket.action_pos_order_invoice()
        self._close()

    def test_it_starts_on_the_day_that_was_chosen(self):
        _ticket, subscription = self._rent(start="2024-02-01")
        self.assertEqual(subscription.state, "scheduled")
        self.assertEqual(subscription.date_start, date(2024, 2, 1))

    def test_till_shop_and_team_are_kept(self):
        team = self.env["crm.team"].create({"name": "High Street"})
        self._close()
        self.till.crm_team_id = team
        self.opened = self._open(self.till)
        _ticket, subscription = self._rent()
        self.assertEqual(subscription.pos_config_id, self.till)
        self.assertEqual(subscription.pos_warehouse_id, self.till.warehouse_id)
        self.assertEqual(subscription.team_id, team)
        self.assertEqual(subscription.user_id, self.cashier)
        self.assertEqual(subscription.period_ids.move_line_ids.move_id.team_id, team)

    def test_the_analysis_of_sales_counts_it_once(self):
        ticket, _subscription = self._rent()
        self._send(self._ticket(self._line(self.massage)))
        self.env.flush_all()
        rows = self.env["sale.report"].search([("partner_id", "=", self.ann.id)])
        counted = {row.product_id: row.product_uom_qty for row in rows}
        self.assertEqual((counted[self.bike], counted[self.massage]), (1, 1))
        self.assertEqual(len(rows.filtered(lambda row: row.product_id == self.bike)), 1)
        # What tills have sold and taken is another question.
        taken = self.env["report.pos.order"].search([("order_id", "=", ticket.id)])
        self.assertAlmostEqual(sum(taken.mapped("price_total")), ticket.amount_total)

    # === what does not go === #

    def test_what_plans_do_not_sell_needs_a_ticket_of_its_own(self):
        values = self._rental_ticket()
        extra = self._line(self.massage)
        values["lines"] += self._ticket(extra)["lines"]
        values["amount_total"] += 24.2
        values["payment_ids"] = self._ticket(extra, payments=[(self.cash, 251.64)])[
            "payment_ids"
        ]
        with self.assertRefused("a ticket of its own"):
            self._send(values)

    def test_what_comes_along_is_not_sold_alone(self):
        for offline in (False, True):
            values = self._rental_ticket(rental_was_offline=offline)
            alone = values["lines"][-1][2]
            self.assertEqual(alone["rental_kind"], "deposit")
            alone.update(price_unit=0.0, price_subtotal=0.0, price_subtotal_incl=0.0)
            values.update(lines=values["lines"][-1:], payment_ids=[])
            values.update(amount_total=0.0, amount_tax=0.0, amount_paid=0.0)
            with self.subTest(offline=offline), self.assertRefused("none is chosen"):
                self._send(values)

    def test_it_is_neither_owed_nor_paid_by_packs(self):
        for method in (self.later, self.method):
            with self.subTest(method.name), self.assertRefused("is paid at once"):
                self._send(self._rental_ticket(method=method))

    def test_another_amount_than_is_due_is_refused(self):
        values = self._rental_ticket()
        self.monthly.line_ids.price_unit = 49.0
        with self.assertRefused("is due for what is sold by plans"):
            self._send(values)
        self.assertFalse(self.env["sale.order"].search([("partner_id", "=", self.ann.id)]))

    def test_without_a_name_it_is_refused(self):
        with self.assertRefused("choose one by name first"):
            self._send(self._rental_ticket(partner=self.env["res.partner"]))

    def test_an_archived_plan_is_refused(self):
        values = self._rental_ticket()
        self.monthly.active = False
        with self.assertRefused("unarchive it until the till has sent"):
            self._send(values)
        self.monthly.active = True
        self.assertTrue(self._send(values)._get_rental_order())

    def test_it_is_not_refunded_at_the_till(self):
        ticket, subscription = self._rent()
        with self.assertRefused("cancel the subscription in the office"):
            self._refund(ticket)
        with self.assertRefused("cancel the subscription in the office"):
            ticket._refund()
        self.assertEqual(subscription.state, "active")

    # === without a connection === #

    def test_what_was_paid_offline_is_taken_late(self):
        values = self._rental_ticket(rental_was_offline=True, start="2024-01-10")
        with freeze_time("2024-01-11 08:00:00"):
            ticket = self._send(values)
        subscription = ticket._get_rental_order().rental_subscription_ids
        self.assertEqual(subscription.state, "active")
        self.assertEqual(ticket.account_move.payment_state, "paid")

    def test_another_amount_that_comes_late_is_taken_and_a_person_told(self):
        values = self._rental_ticket(rental_was_offline=True)
        self.monthly.line_ids.price_unit = 49.0
        ticket = self._send(values)
        subscription = ticket._get_rental_order().rental_subscription_ids
        self.assertIn(ticket.name, subscription.activity_ids.note)
        moves = subscription.period_ids.move_line_ids.move_id | subscription.deposit_move_id
        # 10 + 21 % more.
        self.assertEqual(sum(moves.mapped("amount_residual")), 12.1)
        self._close()
        self.assertEqual(self._balance(self.ann.property_account_receivable_id), -12.1)

    def test_a_ticket_that_comes_after_the_second_period_names_all_that_is_due(self):
        plan = self._bike_plan(start_on_payment=False)
        values = self._rental_ticket(
            self._choose(plan), rental_was_offline=True, start="2024-01-10"
        )
        with freeze_time("2024-02-15 08:00:00"):
            ticket = self._send(values)
            subscription = ticket._get_rental_order().rental_subscription_ids
        invoices = subscription.period_ids.move_line_ids.move_id
        self.assertEqual(sorted(invoices.mapped("amount_residual")), [0.0, 47.19])
        note = subscription.activity_ids.note
        for move in invoices | subscription.deposit_move_id:
            self.assertIn(move.name, note)
        self.assertIn("274.63", note)
