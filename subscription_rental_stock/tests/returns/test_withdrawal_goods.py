from datetime import date

from odoo.tests import HttpCase, freeze_time, tagged

from ..common import GoodsCommon

ADA = {"name": "Ada", "email": "ada@example.com"}


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestWithdrawalGoods(GoodsCommon, HttpCase):
    """Who withdraws sends the goods back, and gets the deposit when they are here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.be")
        cls.partner_a.email = "a@example.com"
        cls._portal_user("customer", cls.partner_a)
        cls.company.subscription_deposit_account_id = cls.env["account.account"].create(
            {"name": "Deposits", "code": "DEP1", "account_type": "liability_current"}
        )
        cls.plan.write({"deposit": 50.0, "invoice_mode": "post"})
        cls.today = cls.company._subscription_today()

    def setUp(self):
        super().setUp()
        self.rental = self._ordered()
        self._pay_deposit()
        self._ship(self.rental, "P1")
        self.invoice = self._bill(self.rental, "2024-01-10")

    def _pay_deposit(self):
        receipt = self.rental.deposit_move_id
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=receipt.ids
        ).create({"payment_date": "2024-01-10"})._create_payments()
        self.rental.invalidate_recordset()

    def test_the_days_count_from_the_handover(self):
        with freeze_time("2024-01-24 12:00:00"):
            self.assertFalse(self.rental._get_withdrawal_problem(date(2024, 1, 24)))
        self.assertTrue(self.rental._get_withdrawal_problem(date(2024, 1, 25)))

    def test_the_goods_are_asked_back_within_fourteen_days(self):
        self.rental._withdraw_from_contract(ADA, self.today)
        coming = self.rental._get_open_moves("in")
        self.assertEqual(coming.picking_id.scheduled_date.date(), date(2024, 1, 24))
        self.assertEqual(self.rental._get_return_by(), date(2024, 1, 24))
        receipt = self.rental.declaration_ids.receipt_id
        self.assertIn("Send back by 01/24/2024: Phone (P1)", receipt.body)

    def test_until_then_nobody_is_reminded_or_charged(self):
        self.plan.write({"late_fee": True, "remind_after_days": 1, "replace_after_days": 3})
        self.rental._withdraw_from_contract(ADA, self.today)
        charged = self.rental.charge_ids
        self.rental._chase_units(date(2024, 1, 24))
        self.assertEqual(self.rental.charge_ids, charged)
        self.assertFalse(self.rental._get_out().reminded_on)
        self.rental._chase_units(date(2024, 2, 24))
        self.assertTrue(self.rental.charge_ids - charged)

    def test_the_deposit_waits_for_the_goods(self):
        self.rental._withdraw_from_contract(ADA, self.today)
        self.assertEqual(self.invoice.payment_state, "reversed")
        self.assertEqual(self.rental.deposit_left, 50.0)
        self._return(self.rental)
        asked = self.env.ref("subscription_rental_stock.mail_activity_type_deposit")
        self.assertIn(asked, self.rental.activity_ids.activity_type_id)

    def test_what_has_not_left_is_not_sent_and_its_deposit_goes_back(self):
        rental = self.rental = self._ordered()
        self._pay_deposit()
        self.assertTrue(rental._get_open_moves("out"))
        rental._withdraw_from_contract(ADA, self.today)
        self.assertFalse(rental._get_open_moves("out"))
        self.assertEqual(rental.deposit_left, 0.0)

    def test_the_page_names_what_to_send_back(self):
        self.authenticate("customer", "customer")
        text = self.url_open(f"{self.rental.access_url}/withdraw").text
        self.assertIn("You send back within 14 days: Phone (P1)", text)


@tagged("post_install", "-at_install")
class TestWithdrawalTour(GoodsCommon, HttpCase):
    """A consumer who has goods withdraws, in a real browser."""

    def test_who_withdraws_is_asked_to_send_the_goods_back(self):
        self.company.country_id = self.env.ref("base.fr")
        self._portal_user("customer", self.partner_a)
        self.plan.invoice_mode = "post"
        rental = self._ordered()
        self._ship(rental, "P1")
        invoice = self._bill(rental, self.company._subscription_today().isoformat())
        self.start_tour(rental.access_url, "subscription_rental_withdraw", login="customer")
        self.assertEqual(rental.state, "cancelled")
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertEqual(
            rental._get_open_moves("in").rental_assignment_id.lot_id.name, "P1"
        )
