from datetime import date

from odoo.tools import mute_logger

from ..common import SubscriptionCommon


class TestFaults(SubscriptionCommon):
    """BI2: each kind of trouble is one subscription's, and is told in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good = cls._subscription()

    def assertFails(self, faulty, pattern):
        with mute_logger("odoo.sql_db"):
            run = self._run_job("2024-01-01")
        self.assertEqual(run.failure_ids.subscription_id, faulty)
        self.assertRegex(faulty.billing_error, pattern)
        self.assertBilled(faulty)
        self.assertFalse(faulty.invoice_count)
        self.assertBilled(self.good, "2024-01-01")

    def assertBilledAll(self, *subscriptions):
        run = self._run_job("2024-01-01")
        self.assertFalse(run.failure_ids)
        for subscription in (self.good, *subscriptions):
            self.assertBilled(subscription, "2024-01-01")

    def test_no_income_account(self):
        journal = self.company_data["default_journal_sale"].copy({"code": "NOACC"})
        journal.default_account_id = False
        self.company.income_account_id = False
        product = self._product("No account")
        product.categ_id = self.env["product.category"].create({"name": "No account"})
        product.categ_id.property_account_income_categ_id = False
        product.property_account_income_id = False
        plan = self._plan(journal_id=journal.id)
        faulty = self._subscription(plan_id=plan.id)
        faulty.line_ids.product_id = product
        self.assertFails(faulty, "no income account: choose one")

    def test_a_currency_that_was_switched_off(self):
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 2.0)])
        faulty = self._subscription(currency_id=currency.id)
        currency.active = False
        self.assertFails(faulty, "CAD")

    def test_a_negative_total(self):
        faulty = self._subscription()
        faulty.line_ids.price_unit = -5.0
        self.assertFails(faulty, "negative")

    def test_an_archived_customer_account(self):
        account = self.company_data["default_account_receivable"].copy()
        faulty = self._subscription(partner_id=self.partner_b.id)
        self.partner_b.property_account_receivable_id = account
        account.active = False
        self.assertFails(faulty, "archived|deprecated|account")

    def test_an_archived_product_is_billed_as_agreed(self):
        product = self._product("Old model")
        running = self._subscription()
        running.line_ids.product_id = product
        product.active = False
        self.assertBilledAll(running)

    def test_a_customer_without_mail_is_billed(self):
        self.partner_a.email = False
        self.assertBilledAll()

    def test_nothing_is_dated_into_a_locked_period(self):
        self.company.sudo().fiscalyear_lock_date = "2024-01-31"
        self._run_job("2024-01-01")
        self.assertBilled(self.good, "2024-01-01")
        invoice = self.good.period_ids.move_line_ids.move_id
        self.assertEqual(invoice.state, "posted")
        self.assertGreater(invoice.date, date(2024, 1, 31))

    def test_an_invoice_of_a_locked_period_keeps_its_slot(self):
        self._run_job("2024-01-01")
        self.company.sudo().fiscalyear_lock_date = "2024-01-31"
        invoice = self.good.period_ids.move_line_ids.move_id
        note = invoice._reverse_moves([{"invoice_date": date(2024, 1, 20)}])
        note.action_post()
        self.assertGreater(note.date, date(2024, 1, 31))
        self.assertEqual(self.good.period_ids.amount_left, 30.0)
