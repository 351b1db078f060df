from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import MeteredCommon


class TestMeteredBilled(MeteredCommon):
    """What was used is billed after the period, once, with the next invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        axis = cls.env["account.analytic.plan"].create({"name": "Shops"})
        cls.shop = cls.env["account.analytic.account"].create(
            {"name": "Shop", "plan_id": axis.id}
        )

    def _running(self, **values):
        """Return a subscription billed for January, its counter at 500."""
        subscription = self._draft(**values)
        subscription.line_ids.analytic_distribution = {self.shop.id: 100}
        subscription._start(subscription.date_start)
        self._bill(subscription, "2024-01-01")
        self._read(subscription, "2024-01-01", 500)
        return subscription

    def test_use_comes_with_the_next_invoice_and_names_its_readings(self):
        subscription = self._running()
        self._read(subscription, "2024-02-01", 1750)
        self.assertUsed(subscription, ("2024-01-01", 0, 1250.0, 5.0, False))
        self.assertWaiting(subscription, 5.0)
        invoice = self._bill(subscription, "2024-02-01")
        line = invoice.invoice_line_ids.filtered("rental_use_id")
        self.assertEqual(line.price_subtotal, 5.0)
        self.assertEqual(line.product_id, self.copies)
        taxes = self.copies.taxes_id._filter_taxes_by_company(self.company)
        self.assertEqual(line.tax_ids, taxes)
        self.assertIn("500, at the end 1,750", line.name)
        self.assertIn("Used: 1,250 copies", line.name)
        self.assertIn("Included: 1,000, then 250 at", line.name)
        self.assertIn("01/01/2024 to 01/31/2024", line.name)
        self.assertEqual(invoice.amount_untaxed, 35.0)
        self.assertWaiting(subscription)
        # The days that it is for stand on the e-invoice, as those of other lines do.
        self.assertEqual(line._get_rental_days(), (date(2024, 1, 1), date(2024, 1, 31)))
        self.assertEqual(line.analytic_distribution, {str(self.shop.id): 100})

    def test_what_is_included_costs_nothing(self):
        subscription = self._running()
        self._read(subscription, "2024-02-01", 1400)
        invoice = self._bill(subscription, "2024-02-01")
        self.assertEqual(invoice.amount_untaxed, 30.0)
        self.assertUsed(subscription, ("2024-01-01", 0, 900.0, 0.0, False))

    def test_in_arrears_use_comes_with_its_own_period(self):
        self.plan.billing_timing = "arrears"
        subscription = self._subscription()
        self._read(subscription, "2024-01-01", 0)
        self._read(subscription, "2024-02-01", 2000)
        invoice = self._bill(subscription, "2024-02-01")
        self.assertEqual(self._get_used(invoice), [20.0])
        self.assertEqual(invoice.amount_untaxed, 50.0)

    def test_a_quantity_has_that_many_allowances_and_a_minimum_each(self):
        self.plan.line_ids.write({"quantity": 2, "tariff_id": self._tariff(minimum=15).id})
        subscription = self._running()
        self._read(subscription, "2024-02-01", 3500)
        self.assertUsed(subscription, ("2024-01-01", 0, 3000.0, 30.0, False))
        self._bill(subscription, "2024-02-01")
        self._read(subscription, "2024-03-01", 6000)
        self._bill(subscription, "2024-03-01")
        self.assertEqual(self._get_last_use(subscription).amount, 30.0)

    def test_half_a_period_includes_half(self):
        self.plan.write({"alignment": "calendar", "alignment_day": 1})
        subscription = self._subscription("2024-01-17")
        self._bill(subscription, "2024-01-17")
        self._read(subscription, "2024-01-17", 0)
        self._read(subscription, "2024-02-01", 1000)
        # 15 of 31 days: 483.87 are included.
        self.assertUsed(subscription, ("2024-01-17", 0, 1000.0, 10.32, False))

    def test_billing_twice_bills_use_once(self):
        subscription = self._running()
        self._read(subscription, "2024-02-01", 1750)
        self._bill(subscription, "2024-02-01")
        subscription._settle_use(date(2024, 2, 1))
        self._read(subscription, "2024-02-20", 2000)
        invoice = self._bill(subscription, "2024-02-02")
        self.assertFalse(invoice)
        self.assertEqual(len(subscription.use_ids), 1)
        use = subscription.use_ids
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            use.sudo().copy()
            self.env.flush_all()

    def test_a_deleted_draft_frees_the_use_for_the_next_invoice(self):
        self.plan.invoice_mode = "draft"
        subscription = self._running()
        self._read(subscription, "2024-02-01", 1750)
        invoice = self._bill(subscription, "2024-02-01")
        self.assertEqual(self._get_used(invoice), [5.0])
        invoice.unlink()
        self.assertWaiting(subscription, 5.0)
        self._read(subscription, "2024-03-01", 2000)
        later = self._bill(subscription, "2024-03-01")
        self.assertEqual(self._get_used(later), [5.0])
        # February was given up with its draft: billed again, its use comes, too.
        with freeze_time("2024-03-02"):
            subscription.period_ids.filtered("voided_at").action_bill_again()
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 1250.0, 5.0, False),
            ("2024-02-01", 0, 250.0, 0.0, False),
        )

    def test_a_credit_note_takes_back_and_bill_again_bills_it_once_more(self):
        subscription = self._running()
        self._read(subscription, "2024-02-01", 1750)
        invoice = self._bill(subscription, "2024-02-01")
        self._reverse(invoice)
        use = subscription.use_ids
        self.assertEqual(use.amount_left, 5.0)
        with freeze_time("2024-02-10"):
            use.action_bill_use_again()
        self.assertEqual(use.amount_left, 0.0)
        self._read(subscription, "2024-03-01", 2000)
        self.assertEqual(self._get_used(self._bill(subscription, "2024-03-01")), [5.0])

    def test_credit_and_bill_again_moves_the_use_to_the_new_invoice(self):
        subscription = self._running()
        self._read(subscription, "2024-02-01", 1750)
        invoice = self._bill(subscription, "2024-02-01")
        new = self._reverse(invoice, modify=True)
        self.assertEqual(self._get_used(new), [5.0])
        self.assertEqual(subscription.use_ids.amount_left, 0.0)
        self.assertWaiting(subscription)

    def _reverse(self, invoice, *, modify=False):
        """Credit an invoice as accountants do; return what replaces it."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": "2024-02-05"})
        )
        wizard.reverse_moves(is_modify=modify)
        if not modify:
            wizard.new_move_ids.filtered(lambda move: move.state == "draft").action_post()
        return wizard.new_move_ids

    def test_a_trial_is_free_of_use(self):
        self.plan.trial_days = 10
        subscription = self._subscription()
        self._read(subscription, "2024-01-01", 0)
        self._bill(subscription, "2024-01-11")
        self._read(subscription, "2024-01-11", 900)
        self._read(subscription, "2024-02-11", 2400)
        self.assertUsed(subscription, ("2024-01-11", 0, 1500.0, 10.0, False))

    def test_a_pause_includes_nothing_and_its_use_counts(self):
        subscription = self._running()
        self._read(subscription, "2024-02-01", 1500)
        self._bill(subscription, "2024-02-01")
        subscription._pause(date(2024, 2, 16), rule="credited")
        self._read(subscription, "2024-02-16", 2500)
        subscription._resume(date(2024, 3, 11))
        self._bill(subscription, "2024-03-11")
        self._read(subscription, "2024-04-01", 4500)
        self._bill(subscription, "2024-04-01")
        half, rest = subscription.use_ids.sorted("date_start")[1:]
        self.assertEqual((half.quantity, str(half.date_end)), (1000.0, "2024-02-16"))
        self.assertEqual((rest.quantity, str(rest.date_start)), (2000.0, "2024-02-16"))
        # 15 of 29, and 21 of 31 days.
        self.assertAlmostEqual(half.included, 517.241, 3)
        self.assertAlmostEqual(rest.included, 677.419, 3)

    def test_an_introductory_price_keeps_counter_and_tariff(self):
        self.plan.line_ids.phases = "1 x free"
        subscription = self._running()
        self.assertEqual(len(subscription.line_ids), 2)
        self.assertEqual(subscription.line_ids.tariff_id, self.tariff)
        self._read(subscription, "2024-02-01", 1750)
        self._bill(subscription, "2024-02-01")
        self._read(subscription, "2024-03-01", 3000)
        self.assertUsed(
            subscription,
            ("2024-01-01", 0, 1250.0, 5.0, False),
            ("2024-02-01", 0, 1250.0, 5.0, False),
        )
        self.assertEqual(len(subscription.use_ids.line_id), 2)

    def test_several_subscriptions_are_settled_with_one_look_at_readings(self):
        subscriptions = self.env["subscription.subscription"]
        for _ in range(5):
            subscriptions |= self._running()
        for subscription in subscriptions:
            self._read(subscription, "2024-01-20", 900)
        self.env.flush_all()
        calls = []
        meters = self.registry["subscription.meter"]
        working = meters._get_range_query
        self.patch(
            meters,
            "_get_range_query",
            lambda own, starts: calls.append(len(starts)) or working(own, starts),
        )
        self._bill(subscriptions, "2024-02-01")
        self.assertEqual(calls, [5])
