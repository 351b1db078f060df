from odoo import Command
from odoo.tests import freeze_time, tagged

from ..common_subscribing import SubscribingCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestBooks(SubscribingCommon):
    """The books of a closed till that sold subscriptions (SE10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.company.account_default_pos_receivable_account_id
        cls.receivable = cls.ann.property_account_receivable_id

    def _assert_books(self, entry, paid=227.44):
        """Check that the till's entry books the money alone, and nothing is left open."""
        self.assertEqual(
            {line.account_id for line in entry.line_ids if line.balance}, {self.tickets}
        )
        self.assertEqual(self._balance(self.tickets), 0.0)
        self.assertEqual(self._balance(self.receivable), 0.0)
        self.assertEqual(self._balance(self.sales), 64.0)
        self.assertEqual(self._balance(self.due_vat), 13.44)
        self.assertEqual(self._balance(self.deposits), 150.0)
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "in", (self.tickets | self.receivable).ids),
                ("company_id", "=", self.company.id),
                ("balance", "!=", 0),
            ]
        )
        self.assertTrue(all(lines.mapped("reconciled")), "nothing is left open")
        self.assertIn(paid, lines.mapped("debit"))

    def test_cash_is_booked_and_nothing_is_sold_twice(self):
        self._rent()
        self._assert_books(self._close())

    def test_the_same_by_card_with_an_invoice_asked(self):
        ticket, _subscription = self._rent(method=self.bank, to_invoice=True)
        self.assertEqual(ticket.account_move.move_type, "out_invoice")
        self._assert_books(self._close())

    def test_a_cashier_who_is_no_accountant_hands_the_invoice_out(self):
        trial = self._bike_plan(name="Trial", trial_days=14, start_on_payment=False)
        for plan, kind in ((self.monthly, "out_invoice"), (trial, "out_receipt")):
            with self.subTest(plan.name):
                values = self._rental_ticket(self._choose(plan), to_invoice=True)
                uuid = values["uuid"]
                # As tills send it: with the PDF.
                self.env["pos.order"].with_user(self.cashier).sync_from_ui([values])
                paid = self.env["pos.order"].search([("uuid", "=", uuid)]).account_move
                self.assertEqual(paid.move_type, kind)
                self.assertTrue(paid.invoice_pdf_report_id)

    def test_monthly_credit_of_a_plan_is_granted_once(self):
        credit = self.credit_offer.product_id
        line = Command.create({"product_tmpl_id": credit.product_tmpl_id.id})
        plan = self._bike_plan(name="Credit by the month", setup_fee=0.0, line_ids=[line])
        _ticket, subscription = self._rent(self._choose(plan, product=credit))
        granted = self.env["subscription.prepaid"].search(
            [("partner_id", "=", self.ann.id)]
        )
        self.assertEqual(granted.subscription_id, subscription)
        self.assertEqual((granted.left, granted.free), (50.0, 50.0))
        self.assertBooked(self.liability, 50.0)
        self._close()
        self.assertBooked(self.liability, 50.0)

    def test_two_methods_and_change(self):
        payments = [(self.bank, 100.0), (self.cash, 130.0)]
        values = self._rental_ticket(payments=payments, amount_return=-2.56)
        self._send(values)
        self._assert_books(self._close(), paid=100.0)

    def test_an_ordinary_ticket_beside_it_is_booked_as_ever(self):
        self._rent()
        self._send(self._ticket(self._line(self.massage)))
        self._close()
        self.assertEqual(self._balance(self.sales), 84.0)
        self.assertEqual(self._balance(self.receivable), 0.0)

    def test_a_till_that_rounds_cash_pays_the_invoice_whole(self):
        self._close()
        loss = self.sales.copy({"code": "700900", "name": "Rounding"})
        self.till.write(
            {
                "cash_rounding": True,
                "only_round_cash_method": True,
                "rounding_method": self.env["account.cash.rounding"]
                .create(
                    {
                        "name": "5 cents",
                        "rounding": 0.05,
                        "profit_account_id": loss.id,
                        "loss_account_id": loss.id,
                    }
                )
                .id,
            }
        )
        self.opened = self._open(self.till)
        ticket, _subscription = self._rent(payments=[(self.cash, 227.45)])
        self.assertEqual(ticket.account_move.payment_state, "paid")
        self._close()
        self.assertEqual(self._balance(loss), 0.01)
        self.assertEqual(self._balance(self.receivable), 0.0)
        self.assertEqual(self._balance(self.tickets), 0.0)

    def test_rented_goods_stay_ours(self):
        self.bike.write({"type": "consu", "is_storable": True, "standard_price": 200.0})
        for way in ({}, {"shipping_date": "2024-01-12"}):
            with self.subTest(way):
                ticket, _subscription = self._rent(**way)
                self.assertFalse(ticket.picking_ids)
                self.assertEqual(sum(ticket.lines.mapped("total_cost")), 0.0)
        self._close()
        moves = self.env["stock.move"].search([("product_id", "=", self.bike.id)])
        pos_moves = moves.filtered(lambda move: move.picking_id.pos_session_id)
        self.assertFalse(pos_moves)

    def test_a_customer_of_a_company_is_invoiced_to_the_company(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.ann.parent_id = firm
        ticket, _subscription = self._rent()
        self.assertEqual(ticket.account_move.commercial_partner_id, firm)
        self.assertEqual(ticket.account_move.payment_state, "paid")
        self._close()
        self.assertEqual(self._balance(firm.property_account_receivable_id), 0.0)

    def test_two_lines_of_taxes_round_as_the_invoice_does(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        self.monthly.line_ids.price_unit = 39.03
        self.waiver.list_price = 5.03
        ticket, subscription = self._rent(self._choose(with_cover=True, quantity=3))
        moves = subscription.period_ids.move_line_ids.move_id | subscription.deposit_move_id
        self.assertEqual(sum(moves.mapped("amount_residual")), 0.0)
        self.assertEqual(ticket.account_move.payment_state, "paid")

    def test_a_fiscal_position_of_the_ticket_holds(self):
        position = self.env["account.fiscal.position"].create({"name": "Exempt"})
        free = self.vat.copy({"name": "VAT 0", "amount": 0.0})
        free.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.vat.ids)],
            }
        )
        told = self._price(self._choose(), fiscal_position_id=position.id)
        self.assertEqual(told["total"], 214.0)
        self.assertEqual(told["lines"][0]["tax_ids"], free.ids)
