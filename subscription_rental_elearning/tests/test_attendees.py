from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from .common import CourseCommon

DAY = date(2024, 1, 15)


@freeze_time("2024-01-15 12:00:00")
class TestAttendees(CourseCommon):
    """Who attends in several ways keeps what the others give (PL12)."""

    def _started(self):
        subscription = self._subscription()
        self._settle()
        return subscription

    def _end(self, subscription):
        subscription._cancel(DAY)
        self._settle()

    def _add(self, status="joined"):
        """Add the customer as others do: by hand, or by a sale."""
        self.course.sudo()._action_add_members(self.customer, member_status=status)

    def test_the_last_of_two_subscriptions_withdraws(self):
        first, second = self._started(), self._started()
        self._end(first)
        self.assertAttends()
        self._end(second)
        self.assertAway()

    def test_a_suspended_one_does_not_keep_it(self):
        first, second = self._started(), self._started()
        first._stop("suspended", DAY)
        self._settle()
        self.assertAttends()
        self._end(second)
        self.assertAway()
        first._resume(DAY)
        self._settle()
        self.assertAttends()

    def test_of_three_in_whatever_order(self):
        one, two, three = (self._started() for _ in range(3))
        self._end(three)
        self._end(one)
        self.assertAttends()
        self._end(two)
        self.assertAway()

    def test_two_that_start_and_end_in_one_run(self):
        both = self._subscription() | self._subscription()
        self._settle()
        self.assertAttends()
        for one in both:
            one._cancel(DAY)
        self._settle()
        self.assertAway()

    def test_who_attended_before_stays(self):
        self._add()
        subscription = self._started()
        self.assertEqual(subscription.access_ids.membership_before, "joined")
        subscription._stop("suspended", DAY)
        self._settle()
        self.assertAttends()
        self._end(subscription)
        self.assertAttends()

    def test_who_was_invited_before_is_invited_again(self):
        self._add("invited")
        subscription = self._started()
        self.assertAttends()
        self._learn(self.customer)
        self._end(subscription)
        self.assertEqual(self.course._get_membership(self.customer), "invited")
        self._add()
        self.assertEqual(self._attendee().completion, 50)

    def test_who_buys_it_meanwhile_stays(self):
        first, second = self._started(), self._started()
        self._add()
        self._end(first)
        self._end(second)
        self.assertAttends()

    def test_who_was_removed_is_given_it_again_by_hand(self):
        subscription = self._started()
        self.course.sudo()._remove_membership(self.customer.ids)
        self._settle()
        self.assertAway()
        subscription.access_ids.action_repeat()
        self._settle()
        self.assertAttends()
        self._end(subscription)
        self.assertAway()

    def test_a_second_one_after_a_removal_is_no_other_way(self):
        first = self._started()
        self.course.sudo()._remove_membership(self.customer.ids)
        second = self._started()
        self.assertAttends()
        self._end(second)
        self.assertAttends()
        self._end(first)
        self.assertAway()

    def test_subscribers_come_back_alone_and_others_do_not_come_in(self):
        """Odoo's page calls this for whoever presses the button."""
        member = self._portal_user("rower", self.partner_b)
        stranger = self._portal_user("stranger", self.partner_b)
        subscription = self._subscription(partner_id=member.partner_id.id)
        self._settle()
        course = self.course.with_user(member)
        course.sudo()._remove_membership(member.partner_id.ids)
        for user in (member, stranger):
            self.course.with_user(user)._action_add_members(user.partner_id)
        self.assertAttends(member.partner_id)
        self.assertAway(stranger.partner_id)
        # Nor does a subscriber bring others along.
        course._action_add_members(stranger.partner_id)
        self.assertAway(stranger.partner_id)
        self._end(subscription)
        self.assertAway(member.partner_id)
        course._action_add_members(member.partner_id)
        self.assertAway(member.partner_id)

    def test_contacts_that_are_merged_attend_once(self):
        subscription = self._subscription(partner_id=self.partner_b.id)
        self._settle()
        merge = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.customer | self.partner_b).ids)],
                "dst_partner_id": self.customer.id,
            }
        )
        merge.action_merge()
        self.env.invalidate_all()
        self._settle()
        self.assertAttends()
        self._end(subscription)
        self.assertAway()

    def test_another_customers_subscription_is_no_reason(self):
        first = self._started()
        self._subscription(partner_id=self.partner_b.id)
        self._settle()
        self._end(first)
        self.assertAway()
        self.assertAttends(self.partner_b)
