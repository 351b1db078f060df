from datetime import date

from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestUnpaidGoods(GoodsCommon):
    """While it is unpaid nothing further is billed and shipped: the default (BI8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("subscription_rental.dunning_policy_default")
        cls.company.subscription_dunning_policy_id = cls.policy
        cls.coffee = cls._goods("Coffee", tracking="none")
        cls._receive(cls.coffee, quantity=50.0)
        cls.box = cls._goods_plan(
            cls.coffee, goods_handling="ship", start_on_handover=False, ship_when_paid=False
        )

    def _unpaid(self, plan, *serials):
        """Return (subscription, case) of a first period that is overdue."""
        subscription = self._ordered(plan_id=plan.id)
        if serials:
            self._ship(subscription, *serials)
        invoice = self._bill(subscription, "2024-01-01")
        cases = self.env["subscription.dunning.case"].sudo()
        case = cases._open_case(
            invoice, "overdue", invoice.invoice_date_due, date(2024, 1, 9)
        )
        return subscription, case

    def _due(self, subscription):
        domain = subscription._due_domain(self.company, date(2024, 2, 1))
        return subscription.search(domain) & subscription

    def test_shipped_goods_wait_for_the_payment(self):
        subscription, case = self._unpaid(self.box)
        self.assertTrue(subscription.is_billing_held)
        self.assertFalse(self._due(subscription))
        self.assertFalse(subscription.period_ids._ship())
        case._close_paid(date(2024, 2, 2))
        self.assertFalse(subscription.is_billing_held)
        self.assertTrue(self._due(subscription))
        triggers = self.env["ir.cron.trigger"].sudo()
        cron = self.env.ref("subscription_rental_stock.ir_cron_ship")
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]))

    def test_rent_of_a_unit_that_the_customer_has_goes_on(self):
        subscription, _case = self._unpaid(self.plan, "P1")
        self.assertFalse(subscription.is_billing_held)
        self.assertEqual(self._due(subscription), subscription)

    def test_a_policy_may_hold_back_everything_or_nothing(self):
        self.policy.blocking = "always"
        rented, _case = self._unpaid(self.plan, "P1")
        self.assertTrue(rented.is_billing_held)
        self.policy.blocking = "never"
        shipped, _case = self._unpaid(self.box)
        self.assertFalse(shipped.is_billing_held)

    def test_two_unpaid_invoices_hold_it_until_both_are_settled(self):
        subscription, first = self._unpaid(self.box)
        second = self._bill(subscription, "2024-02-01")
        cases = self.env["subscription.dunning.case"].sudo()
        other = cases._open_case(second, "overdue", date(2024, 2, 1), date(2024, 2, 9))
        first._close_paid(date(2024, 2, 10))
        self.assertTrue(subscription.is_billing_held)
        other._close_paid(date(2024, 2, 11))
        self.assertFalse(subscription.is_billing_held)
