from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_settling import TROUBLE, Killed

from .common import CourseCommon

DAY = date(2024, 1, 15)


@freeze_time("2024-01-15 12:00:00")
class TestCourses(CourseCommon):
    """Courses through the life of a subscription (PL12)."""

    def _started(self, **values):
        subscription = self._subscription(**values)
        self._settle()
        return subscription

    def test_given_at_the_start_withdrawn_at_the_end(self):
        subscription = self._draft()
        self._settle()
        self.assertAway()
        subscription._start(subscription.date_start)
        self._settle()
        self.assertAttends()
        self.assertIn(self.customer, self.course.message_partner_ids)
        row = subscription.access_ids
        self.assertEqual((row.name, row.channel_id), ("Rowing", self.course))
        self.assertEqual(self.course.rental_member_count, 1)
        subscription._cancel(DAY)
        self._settle()
        self.assertAway()
        self.assertNotIn(self.customer, self.course.message_partner_ids)
        self.course.invalidate_recordset()
        self.assertEqual(self.course.rental_member_count, 0)

    def test_withdrawn_at_a_suspension_given_back_when_paid_with_the_progress(self):
        subscription = self._started()
        self._learn(self.customer)
        self.assertEqual(self._attendee().completion, 50)
        subscription._stop("suspended", DAY)
        self._settle()
        self.assertAway()
        subscription._resume(DAY)
        self._settle()
        attendee = self._attendee()
        self.assertEqual((attendee.completion, attendee.member_status), (50, "ongoing"))

    def test_a_finished_course_is_told_of_once(self):
        subscription = self._started()
        lessons = self.course.slide_ids
        for lesson in lessons:
            done = {"slide_id": lesson.id, "partner_id": self.customer.id}
            self.env["slide.slide.partner"].sudo().create({**done, "completed": True})
        mails = self.env["mail.mail"].sudo().search_count([])
        subscription._stop("suspended", DAY)
        self._settle()
        subscription._resume(DAY)
        self._settle()
        self.assertEqual(self._attendee().member_status, "completed")
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)

    def test_another_plan_gives_its_own_courses(self):
        """What both give is not touched."""
        sailing, both = self._course("Sailing"), self._course("Swimming")
        self.plan.channel_ids |= both
        better = self._plan(name="Better", channel_ids=(sailing | both).ids)
        subscription = self._started()
        since = self._attendee(course=both).write_date
        change = subscription._plan_change([], DAY, policy="daily", plan=better)
        subscription._apply_change(change, DAY, at_once=False)
        self._settle()
        self.assertAway()
        self.assertAttends(course=sailing)
        self.assertAttends(course=both)
        self.assertEqual(self._attendee(course=both).write_date, since)
        self.assertEqual(len(subscription.access_ids), 3)

    def test_a_transfer_moves_the_course_and_not_the_progress(self):
        subscription = self._started()
        self._learn(self.customer)
        subscription._transfer(self.partner_b, DAY, "Bought the club")
        self._settle()
        self.assertAway()
        self.assertAttends(self.partner_b)
        self.assertEqual(self._attendee(self.partner_b).completion, 0)

    def test_another_course_on_the_plan_reaches_its_subscribers(self):
        self._started()
        sailing = self._course("Sailing")
        self.plan.channel_ids = sailing
        self._settle()
        self.assertAway()
        self.assertAttends(course=sailing)

    def test_a_course_of_another_companys_website_is_left_out(self):
        other = self.setup_other_company()["company"]
        site = self.env["website"].sudo().create({"name": "Other", "company_id": other.id})
        abroad = self._course("Abroad", website_id=site.id)
        self.plan.channel_ids |= abroad
        subscription = self._started()
        self.assertEqual(subscription.access_ids.channel_id, self.course)
        with self.assertRaisesRegex(ValidationError, "Abroad"):
            self.plan.company_id = self.company

    def test_an_archived_course_keeps_its_attendees_and_a_deleted_one_its_plan(self):
        subscription = self._started()
        self.course.action_archive()
        subscription._sync_access()
        self._settle()
        self.assertAttends()
        self.course.unlink()
        self.assertFalse(subscription.access_ids)
        subscription._cancel(DAY)
        self._settle()
        self.assertEqual(subscription.state, "cancelled")

    # === trouble === #

    def test_a_grant_that_fails_leaves_nothing_and_stops_no_other(self):
        bad = self._subscription()
        good = self._subscription(partner_id=self.partner_b.id)
        error = UserError("The course is full.")
        mend = self._break("_grant_access", error, bad.access_ids.ids)
        self._settle()
        self.assertAway()
        self.assertAttends(self.partner_b)
        self.assertEqual(len(bad.activity_search([TROUBLE])), 1)
        self.assertFalse(good.activity_search([TROUBLE]))
        mend()
        bad._cancel(DAY)
        self._settle()
        self.assertAway()
        self.assertFalse(bad.activity_search([TROUBLE]))

    def test_killed_between_call_and_commit_it_is_done_once(self):
        subscription = self._subscription()
        mend = self._break("_grant_access", Killed())
        self._settle_and_die()
        self.assertAway()
        mend()
        self._settle()
        self._settle()
        self.assertAttends()
        self.assertEqual(subscription.access_ids.membership_before, "none")
        mend = self._break("_withdraw_access", Killed())
        subscription._cancel(DAY)
        self._settle_and_die()
        self.assertAttends()
        mend()
        self._settle()
        self.assertAway()
