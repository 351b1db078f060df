from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestChase(GoodsCommon):
    """Units that do not come back: reminded, invoiced, credited if they return (RG6)."""

    def _ended(self):
        """Return what ended on 31 January, with P1 out."""
        self.phone.rental_replacement_value = 640.0
        subscription = self._ordered(plan_id=self.plan.id)
        self._ship(subscription, "P1")
        self._bill(subscription, "2024-01-01")
        with freeze_time("2024-01-31 12:00:00"):
            subscription.action_cancel()
        return subscription

    def _chase(self, day):
        self.env.flush_all()
        with (
            freeze_time(f"{day} 12:00:00"),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cursor,
        ):
            self.env(cr=cursor)["subscription.goods.job"].sudo()._cron_chase()
        self.env.invalidate_all()

    def _charges(self, subscription, kind):
        return subscription.charge_ids.filtered(lambda one: one.kind == kind)

    def _mails(self, subscription):
        mails = self.env["mail.mail"].sudo()
        return mails.search_count(
            [
                ("model", "=", subscription._name),
                ("res_id", "=", subscription.id),
                ("subject", "ilike", "bring back"),
            ]
        )

    def test_the_customer_is_reminded_every_week(self):
        subscription = self._ended()
        counts = []
        for day in ("2024-02-02", "2024-02-03", "2024-02-04", "2024-02-10", "2024-02-17"):
            self._chase(day)
            counts.append(self._mails(subscription))
        self.assertEqual(counts, [0, 1, 1, 2, 3])

    def test_then_the_value_is_invoiced_once(self):
        subscription = self._ended()
        self._chase("2024-03-01")
        self._chase("2024-03-02")
        charge = self._charges(subscription, "replacement")
        self.assertEqual((charge.amount, charge.state), (640.0, "invoiced"))
        # The rent went on until then: 30 days.
        self.assertEqual(self._charges(subscription, "late").mapped("amount"), [30.0])
        self.assertEqual(subscription.assignment_ids.replaced_on, date(2024, 3, 1))
        self.assertHeld(subscription, "P1")

    def test_it_is_credited_if_it_comes_back_and_late_days_stay(self):
        subscription = self._ended()
        # In this transaction: the numbers of invoices are counted in each by itself.
        subscription.assignment_ids.sudo()._chase(subscription, date(2024, 3, 1))
        with freeze_time("2024-03-11 12:00:00"):
            self._return(subscription)
        self.assertEqual(self._charges(subscription, "replacement").amount, 640.0)
        self.assertEqual(self._charges(subscription, "credit").amount, -640.0)
        self.assertEqual(sum(self._charges(subscription, "late").mapped("amount")), 40.0)
        self.assertEqual(set(subscription.charge_ids.mapped("state")), {"invoiced"})

    def _replaced(self):
        """Return what ended, and the posted invoice of the value of its unit."""
        subscription = self._ended()
        subscription.assignment_ids.sudo()._chase(subscription, date(2024, 3, 1))
        charge = self._charges(subscription, "replacement")
        return subscription, charge.move_line_id.move_id

    def test_what_comes_back_unpaid_pays_the_invoice_of_its_value(self):
        subscription, invoice = self._replaced()
        late = sum(self._charges(subscription, "late").mapped("amount"))
        with freeze_time("2024-03-01 12:00:00"):
            self._return(subscription)
        self.assertEqual(invoice.payment_state, "partial")
        rate = invoice.amount_total / invoice.amount_untaxed
        self.assertAlmostEqual(invoice.amount_residual, late * rate, 2)

    def test_a_case_of_its_value_is_closed_when_it_comes_back(self):
        self.phone.rental_replacement_value = 640.0
        self.plan.late_fee = False
        subscription, invoice = self._replaced()
        cases = self.env["subscription.dunning.case"].sudo()
        case = cases._open_case(invoice, "overdue", date(2024, 3, 1), date(2024, 3, 2))
        with freeze_time("2024-03-11 12:00:00"):
            self._return(subscription)
        self.assertEqual(invoice.payment_state, "reversed")
        settled = self.env["subscription.dunning.job"]._settled_domain()
        self.assertEqual(cases.search(settled), case)

    def test_one_of_two_that_come_back_pays_its_part(self):
        chair = self._goods("Chair", tracking="none", rental_replacement_value=20.0)
        self._receive(chair, quantity=10.0)
        self.plan = self._goods_plan(chair, late_fee=False)
        subscription = self._ordered(4.0, plan_id=self.plan.id)
        self._ship(subscription)
        self._bill(subscription, "2024-01-01")
        with freeze_time("2024-01-31 12:00:00"):
            subscription.action_cancel()
        unit = subscription.assignment_ids.sudo()
        unit._chase(subscription, date(2024, 3, 1))
        invoice = self._charges(subscription, "replacement").move_line_id.move_id
        back = unit.copy({"quantity": 1.0, "date_to": "2024-03-02"})
        back._take_back_replacement(date(2024, 3, 2))
        note = self._charges(subscription, "credit").move_line_id.move_id
        self.assertEqual(note.reversed_entry_id, invoice)
        self.assertAlmostEqual(invoice.amount_residual, invoice.amount_total * 0.75, 2)

    def test_a_plan_can_leave_it_at_reminders(self):
        self.plan.replace_after_days = 0
        subscription = self._ended()
        self._chase("2024-06-01")
        self.assertFalse(self._charges(subscription, "replacement"))

    def test_what_runs_is_left_alone(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        self._chase("2024-06-01")
        self.assertFalse(self._mails(subscription))

    def test_many_are_reminded_at_once(self):
        late, running = self._ended(), self._ordered()
        late.partner_id.email = "late@example.com"
        bulk = self.env["subscription.bulk.dialog"].with_context(
            active_ids=(late | running).ids
        )
        dialog = bulk.create({"action": "remind_return"})
        rows = {row.subscription_id: row for row in dialog.row_ids}
        self.assertIn("no units", rows[running].problem)
        for _n in range(2):
            dialog._bulk_remind_return(late, date(2024, 2, 2))
        self.assertEqual(self._mails(late), 2)

    def test_a_unit_without_a_value_is_reminded_of_for_ever(self):
        subscription = self._ended()
        self.phone.rental_replacement_value = 0.0
        self._chase("2024-04-01")
        self._chase("2024-04-09")
        self.assertFalse(self._charges(subscription, "replacement"))
        self.assertEqual(self._mails(subscription), 2)

    def test_rent_goes_on_an_interval_at_a_time_and_never_beyond_the_value(self):
        self.plan.replace_after_days = 0
        subscription = self._ended()
        self.phone.rental_replacement_value = 70.0
        unit = subscription.assignment_ids.sudo()
        for day in (
            date(2024, 2, 15),
            date(2024, 3, 3),
            date(2024, 3, 20),
            date(2024, 4, 20),
        ):
            unit._chase(subscription, day)
        amounts = self._charges(subscription, "late").mapped("amount")
        # 32 days at 1 a day, then what is left of the value.
        self.assertEqual(amounts, [32.0, 38.0])
        unit._chase(subscription, date(2024, 6, 1))
        self.assertEqual(len(self._charges(subscription, "late")), 2)

    def test_one_that_fails_stops_no_other(self):
        first = self._ended()
        second = self._ordered(partner_id=self.partner_b.id)
        self._ship(second, "P2")
        self._bill(second, "2024-01-01")
        with freeze_time("2024-01-31 12:00:00"):
            second.action_cancel()
        chase = self.registry["subscription.subscription"]._chase_units

        def fail_for_first(subscription, today):
            if subscription == first:
                raise ValueError("The account is locked")
            return chase(subscription, today)

        with (
            patch.object(
                self.registry["subscription.subscription"], "_chase_units", fail_for_first
            ),
            mute_logger(
                "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin",
            ),
        ):
            self._chase("2024-02-03")
        self.assertEqual(self._mails(second), 1)
        self.assertIn("technical error", first.message_ids[0].body)
