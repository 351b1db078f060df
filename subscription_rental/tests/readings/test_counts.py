from datetime import timedelta

from odoo.tests import HttpCase, freeze_time, new_test_user

from ..common import SubscriptionCommon


class TestCounts(SubscriptionCommon, HttpCase):
    """Past-due subscriptions are counted above the list, for each user their own (LC6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.property_payment_term_id = False
        cls.prompt = cls.env["res.partner"].create({"name": "Prompt customer"})

    def _begin(self, day):
        """Have one customer owe since the day before, and one begin on `day`."""
        self.late = self._subscription(str(day - timedelta(days=1)))
        self._bill(self.late, str(day - timedelta(days=1)))
        self._subscription(str(day), partner_id=self.prompt.id)
        self._draft(str(day))

    def _count(self, user):
        counts = self.env["subscription.subscription"].with_user(user).get_counts()
        return {one["filter"]: one["count"] for one in counts}

    @freeze_time("2024-01-10 12:00:00")
    def test_each_user_counts_their_own(self):
        self._begin(self.company._subscription_today())
        counts = {"past_due": 1, "billing_error": 0, "scheduled": 0, "active": 2}
        self.assertEqual(self._count(self.env.user), counts)
        clerk = new_test_user(
            self.env, login="own", groups="subscription_rental.group_user_own"
        )
        self.assertEqual(self._count(clerk), dict.fromkeys(counts, 0))

    def test_what_is_counted_has_a_filter_in_the_list(self):
        arch = self.env["subscription.subscription"].get_view(view_type="search")["arch"]
        for one in self.env["subscription.subscription"].get_counts():
            self.assertIn(f'name="{one["filter"]}"', arch)

    def test_who_has_some_is_not_told_to_begin(self):
        """A filter that finds nothing says so; who has none is told how to begin."""
        self._begin(self.company._subscription_today())
        action = self.env.ref("subscription_rental.subscription_subscription_action")
        newcomer = new_test_user(
            self.env, login="newcomer", groups="subscription_rental.group_user_own"
        )
        for user, told in {
            self.env.user: "Nothing found",
            newcomer: "first customer",
        }.items():
            with self.subTest(user=user.login):
                # As the web client reads it.
                found = action.with_user(user).sudo().read(["help", "res_model", "context"])
                self.assertIn(told, found[0]["help"])

    def test_a_click_shows_them(self):
        self.env.user.write({"login": "tourist", "password": "tourist"})
        self._begin(self.company._subscription_today())
        self.start_tour(
            "/odoo/subscriptions", "subscription_rental_counts", login="tourist"
        )
