from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, new_test_user

from ..common_closing import ClosingCommon


@freeze_time("2024-02-05 12:00:00")
class TestClosingWays(ClosingCommon):
    """BI16: the screen leads to months that are over, and offers what can be done."""

    def setUp(self):
        super().setUp()
        self.january = self._month("2024-01-15")

    def _offers(self, closing):
        """Return the ways that the screen of this month offers."""
        form = Form(closing)
        return form.has_previous, form.has_next

    def _count_months(self):
        return self.env["subscription.closing"].search_count([])

    def _close(self, closing):
        closing.task_ids.action_tick()
        closing.action_close()

    def test_past_the_last_month_that_is_over_nothing_is_offered(self):
        december = self._month("2023-12-01")
        self.assertEqual(self._offers(december), (True, True))
        for state in ("open", "closed"):
            with self.subTest(state):
                self.assertEqual(self.january.state, state)
                self.assertEqual(self._offers(self.january), (True, False))
                before = self._count_months()
                with self.assertRaisesRegex(UserError, "is not over yet: .* 03/01/2024"):
                    self.january.action_next()
                self.assertEqual(self._count_months(), before)
            if state == "open":
                self._close(self.january)
        with freeze_time("2024-03-01 12:00:00"):
            self.january.invalidate_recordset()
            self.assertEqual(self._offers(self.january), (True, True))
            february = self._month("2024-02-01")
            self.assertEqual(self.january.action_next()["res_id"], february.id)

    def test_no_door_opens_a_month_that_has_not_begun(self):
        months = self.env["subscription.closing"]
        self._close(self.january)
        february = self._month("2024-02-01")
        self.assertEqual(months.action_open_month()["res_id"], february.id)
        self.assertEqual(self._offers(february), (True, False))
        self.assertFalse(february.is_month_over)
        february.task_ids.action_tick()
        with self.assertRaisesRegex(UserError, "February 2024 is not over yet"):
            february.action_close()
        # As it could be closed once.
        february.sudo().state = "closed"
        before = self._count_months()
        self.assertEqual(months.action_open_month()["res_id"], february.id)
        february.action_reopen()
        self.assertEqual(self._count_months(), before)

    def test_each_company_has_its_own_day(self):
        other = self.setup_other_company(name="Elsewhere")["company"]
        self.company.subscription_tz = "America/Los_Angeles"
        other.subscription_tz = "Pacific/Auckland"
        # It is the first of February there, and the last of January here.
        with freeze_time("2024-01-31 20:00:00"):
            here = self._month("2023-12-01")
            there = self._month("2023-12-01", other)
            self.assertEqual(self._offers(here), (True, False))
            self.assertEqual(self._offers(there), (True, True))
            both = here | there
            both.invalidate_recordset()
            self.assertEqual(both.mapped("has_next"), [False, True])
            opened = there.action_next()["res_id"]
        january = self._month("2024-01-01", other)
        self.assertEqual((opened, january.date_month), (january.id, date(2024, 1, 1)))

    def test_who_only_reads_goes_where_there_is_a_month_end_and_acts_on_none(self):
        reader = new_test_user(
            self.env, login="reads", groups="subscription_rental.group_billing_reader"
        )
        december = self._month("2023-12-01").with_user(reader)
        january = self.january.with_user(reader)
        self.assertEqual((december.has_previous, december.has_next), (False, True))
        self.assertEqual((january.has_previous, january.has_next), (True, False))
        self.assertFalse(january.may_act)
        self.assertTrue(self.january.may_act)
        self.assertEqual(december.action_next()["res_id"], self.january.id)
        self.assertFalse(self.january.counted_at)
