from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user

from ..common_settling import TROUBLE, Killed, SettlingCommon

DAY = date(2024, 1, 15)


@freeze_time("2024-01-15 12:00:00")
class TestAccessTrouble(SettlingCommon):
    """Systems that do not answer, and servers that are killed (PL12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.access_system = "Gym"
        cls.error = UserError("The turnstile does not answer.")

    def test_what_fails_stops_no_other_and_is_told_once_until_it_succeeds(self):
        bad, good = self._subscription(), self._subscription()
        mend = self._break("_grant_access", self.error, bad.access_ids.ids)
        self._settle()
        self.assertAccess(good, "given")
        self.assertAccess(bad, "to_give")
        row = bad.access_ids
        self.assertEqual(row.last_error, "Access to Gym: The turnstile does not answer.")
        self.assertEqual(len(bad.activity_search([TROUBLE])), 1)
        # Not at once again, and told once.
        calls = self._record_calls()
        self._settle()
        self.assertFalse(calls)
        with freeze_time("2024-01-15 13:00:00"):
            self._settle()
            self.assertEqual(len(calls), 1)
            self.assertEqual(len(bad.activity_search([TROUBLE])), 1)
        mend()
        row.action_repeat()
        self._settle()
        self.assertAccess(bad, "given")
        self.assertFalse(row.last_error or row.retry_at)
        self.assertFalse(bad.activity_search([TROUBLE]))

    def test_the_owner_is_asked_about_a_technical_error(self):
        clerk = self._clerk()
        subscription = self._subscription(user_id=clerk.id)
        self._break("_grant_access", ConnectionError("no route"))
        self._settle()
        activity = subscription.activity_search([TROUBLE])
        self.assertEqual(activity.user_id, clerk)
        self.assertIn("ConnectionError", activity.note)
        self.assertIn("Gym", activity.note)

    def test_what_failed_may_have_been_heard_so_it_is_withdrawn(self):
        subscription = self._subscription()
        mend = self._break("_grant_access", self.error)
        self._settle()
        mend()
        calls = self._record_calls()
        subscription._cancel(DAY)
        self._settle()
        self.assertEqual([call[0] for call in calls], ["withdraw"])
        self.assertFalse(subscription.activity_search([TROUBLE]))

    def test_killed_before_the_call_it_is_called_by_the_next_run(self):
        subscription = self._subscription()
        calls = self._record_calls()
        mend = self._kill("_settle_access")
        self._settle_and_die()
        self.assertFalse(calls)
        mend()
        self._settle()
        self._settle()
        self.assertEqual(len(calls), 1)
        self.assertAccess(subscription, "given")

    def test_killed_before_the_commit_the_same_call_comes_again(self):
        """The system tells by the key that it did this already."""
        subscription = self._subscription()
        calls = self._record_calls()
        mend = self._break("_grant_access", Killed())
        self._settle_and_die()
        self.assertTrue(subscription.access_ids.is_called)
        mend()
        self._settle()
        self.assertAccess(subscription, "given")
        self.assertEqual(len(calls), 2)
        self.assertEqual(len(set(calls)), 1)

    def _kill(self, method):
        """End the process where a method begins; return how to mend that."""
        model = self.registry["subscription.access"]
        working = getattr(model, method)
        deadly = [True]

        def call(row, *arguments):
            if deadly:
                raise Killed
            return working(row, *arguments)

        self.patch(model, method, call)
        return deadly.clear

    def test_an_automation_rule_sees_each_state_and_its_error_is_trouble(self):
        """Rules of Odoo's base_automation stand in the way of `write`."""
        model = self.registry["subscription.access"]
        write, seen = model.write, []

        def rule(rows, vals):
            result = write(rows, vals)
            seen.append(vals.get("state"))
            if vals.get("state") == "given" and seen.count("given") == 1:
                raise self.error
            return result

        self.patch(model, "write", rule)
        subscription = self._subscription()
        self._settle()
        self.assertIn("turnstile", subscription.access_ids.last_error)
        subscription.access_ids.action_repeat()
        self._settle()
        self.assertAccess(subscription, "given")
        self.assertEqual(seen.count("given"), 2)

    def test_given_again_by_hand_by_those_who_may(self):
        subscription = self._subscription()
        self._settle()
        calls = self._record_calls()
        with self.assertRaises(AccessError):
            reader = new_test_user(
                self.env,
                "reader",
                "subscription_rental.group_billing_reader",
                company_id=self.company.id,
            )
            subscription.access_ids.with_user(reader).action_repeat()
        subscription.access_ids.with_user(self._clerk()).action_repeat()
        self._settle()
        self.assertEqual(len(calls), 1)
        self.assertAccess(subscription, "given")
