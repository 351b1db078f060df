from datetime import date

from odoo import Command
from odoo.tests import freeze_time, new_test_user

from ..common_settling import SettlingCommon

DAY = date(2024, 1, 15)


@freeze_time("2024-01-15 12:00:00")
class TestAccessLife(SettlingCommon):
    """Access to a system of one's own, through the life of a subscription (PL12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.access_system = "Gym"

    def setUp(self):
        super().setUp()
        self.calls = self._record_calls()

    def assertCalled(self, *words):
        self.assertEqual([call[0] for call in self.calls], list(words))

    def test_given_at_the_start_withdrawn_at_suspension_and_end(self):
        subscription = self._draft()
        self._settle()
        self.assertAccess(subscription)
        subscription._start(subscription.date_start)
        self.assertAccess(subscription, "to_give")
        self.assertCalled()
        self._settle()
        self.assertAccess(subscription, "given")
        self.assertEqual(subscription.access_ids.given_on, DAY)
        subscription._stop("suspended", DAY)
        self._settle()
        self.assertAccess(subscription, "withdrawn")
        subscription._resume(DAY)
        self._settle()
        self.assertAccess(subscription, "given")
        subscription._cancel(DAY)
        self._settle()
        self.assertAccess(subscription, "withdrawn")
        self.assertCalled("give", "withdraw", "give", "withdraw")
        self.assertEqual(len({key for _word, _id, key in self.calls}), 4)

    def test_a_trial_gives_and_a_term_that_ran_out_withdraws(self):
        plan = self.plan.copy({"trial_days": 14, "term_count": 1})
        subscription = self._subscription("2024-01-14", plan_id=plan.id)
        self._settle()
        self.assertAccess(subscription, "given")
        self._run_job("2024-03-20")
        self.assertEqual(subscription.state, "finished")
        self._settle()
        self.assertAccess(subscription, "withdrawn")

    def test_a_pause_keeps_it_unless_the_plan_says_otherwise(self):
        subscription = self._subscription()
        self._settle()
        subscription._stop("paused", DAY)
        self._settle()
        self.assertAccess(subscription, "given")
        self.plan.access_in_pause = False
        self._settle()
        self.assertAccess(subscription, "withdrawn")
        subscription._resume(DAY)
        self._settle()
        self.assertAccess(subscription, "given")

    def test_what_ends_before_anybody_was_called_calls_nobody(self):
        subscription = self._subscription()
        subscription._cancel(DAY)
        self._settle()
        self.assertAccess(subscription, "withdrawn")
        self.assertCalled()

    def test_what_is_paid_before_anybody_was_called_stays_given(self):
        subscription = self._subscription()
        self._settle()
        subscription._stop("suspended", DAY)
        self.assertAccess(subscription, "to_withdraw")
        subscription._resume(DAY)
        self._settle()
        self.assertAccess(subscription, "given")
        self.assertCalled("give")

    def test_the_job_calls_once_however_often_it_runs(self):
        self._subscription()
        self._settle()
        self._settle()
        self.assertCalled("give")

    def test_a_transfer_moves_it_to_the_new_customer(self):
        subscription = self._subscription()
        self._settle()
        subscription._transfer(self.partner_b, DAY, "Bought the shop")
        self._settle()
        self.assertAccess(subscription, "withdrawn", "given")
        rows = subscription.access_ids.sorted("id")
        self.assertEqual(rows.partner_id, self.partner_a | self.partner_b)
        self.assertEqual(rows[1].partner_id, self.partner_b)
        self.assertEqual(rows[0].withdrawn_on, DAY)

    def test_another_plan_moves_it_to_what_that_gives(self):
        pool = self._plan(name="Pool", access_system="Pool")
        subscription = self._subscription()
        self._settle()
        change = subscription._plan_change([], DAY, policy="daily", plan=pool)
        subscription._apply_change(change, DAY, at_once=False)
        self.assertEqual(subscription.plan_id, pool)
        self._settle()
        by_name = {row.name: row.state for row in subscription.access_ids}
        self.assertEqual(by_name, {"Gym": "withdrawn", "Pool": "given"})

    def test_what_a_plan_gives_newly_reaches_its_subscribers(self):
        """Of all companies that the plan is offered in."""
        self.plan.access_system = False
        subscription = self._subscription()
        self.assertAccess(subscription)
        self.plan.access_system = "Sauna"
        self._settle()
        self.assertAccess(subscription, "given")

    def test_each_company_settles_its_own(self):
        other = self.setup_other_company()["company"]
        elsewhere = new_test_user(
            self.env,
            "elsewhere",
            "subscription_rental.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        subscription = self._subscription()
        found = self.env["subscription.access"].with_user(elsewhere).search([])
        self.assertFalse(found)
        job = self.env["subscription.access"].sudo()
        self.assertFalse(job._get_unsettled(other, subscription.create_date))
        self._settle()
        self.assertAccess(subscription, "given")

    def test_a_clerk_who_starts_needs_no_more_rights(self):
        clerk = self._clerk()
        subscription = self._draft(start=False)
        subscription.with_user(clerk).action_activate()
        self.assertAccess(subscription, "to_give")

    def test_contacts_that_are_merged_keep_it_once_and_are_given_it_again(self):
        subscription = self._subscription()
        self._settle()
        subscription._transfer(self.partner_b, DAY, "Married")
        self._settle()
        merge = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.partner_a | self.partner_b).ids)],
                "dst_partner_id": self.partner_a.id,
            }
        )
        merge.action_merge()
        self.env.invalidate_all()
        self.assertAccess(subscription, "to_give")
        self._settle()
        self.assertAccess(subscription, "given")
        self.assertEqual(subscription.access_ids.partner_id, self.partner_a)
        self.assertCalled("give", "withdraw", "give", "give")
