from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user
from odoo.tools.safe_eval import safe_eval

from ..common_due import DueCommon

CALL = "mail.mail_activity_data_call"
VISIT = "subscription_rental.mail_activity_type_visit"


@freeze_time("2025-01-20 12:00:00")
class TestActivitiesOfDueDates(DueCommon):
    """DD6: actions planned and done stay listed with date, type and author."""

    def _listed(self, user=None):
        """Return the activities that the menu shows this user."""
        action = self.env.ref("subscription_rental.subscription_due_activity_action")
        activities = self.env["mail.activity"].with_user(user or self.env.user)
        found = activities.with_context(**safe_eval(action.context))
        return found.search(safe_eval(action.domain))

    def _plan_one(self, row, kind, day):
        return row.activity_schedule(kind, date_deadline=day, user_id=self.env.user.id)

    def test_what_is_done_stays_listed_with_date_type_and_author(self):
        row = self._due()
        colleague = new_test_user(
            self.env,
            login="colleague",
            groups="subscription_rental.group_user_all",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        call = self._plan_one(row, CALL, "2025-01-21")
        visit = self._plan_one(row, VISIT, "2025-01-27")
        self.assertEqual(self._listed(), call + visit)
        with freeze_time("2025-01-22 12:00:00"):
            call.with_user(colleague).action_feedback(feedback="Wants to go on")
            self.env.flush_all()
        self.assertEqual(self._listed(), call + visit)
        self.assertEqual((call.state, visit.state), ("done", "planned"))
        self.assertEqual(str(call.date_done), "2025-01-22")
        self.assertEqual(call.rental_done_by_id, colleague)
        self.assertEqual(call.create_uid, self.env.user)
        self.assertEqual(call.feedback, "Wants to go on")
        self.assertFalse(visit.rental_done_by_id)

    def test_a_renewal_keeps_them_where_they_were(self):
        row = self._due()
        call = self._plan_one(row, CALL, "2025-01-21")
        call.action_done()
        row._renew_held(self._day("2025-01-20"))
        self.assertIn(call, self._listed())

    def test_those_of_other_records_and_of_jobs_are_not_in_the_list(self):
        self.partner_a.activity_schedule(CALL, user_id=self.env.user.id)
        self._due().activity_schedule(
            "subscription_rental.mail_activity_type_trouble",
            user_id=self.env.user.id,
            rental_trouble="a job",
        )
        self.assertFalse(self._listed())

    def test_a_clerk_with_own_documents_sees_those_of_own_due_dates(self):
        clerk = new_test_user(
            self.env,
            login="own",
            groups="subscription_rental.group_user_own",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        own = self._plan_one(self._due(user_id=clerk.id), CALL, "2025-01-21")
        self._plan_one(self._due(), CALL, "2025-01-21")
        own.action_done()
        self.assertEqual(self._listed(clerk), own)
