from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common_renewal import RenewalCommon


@freeze_time("2024-01-31 12:00:00")
class TestRenewalNotice(RenewalCommon):
    """PL3: the customer is told of a tacit renewal, once a term, with a proof."""

    def test_each_term_is_told_of_once_from_month_end_to_month_end(self):
        """A year from 31 January, then month by month, over a February of 28 days.

        A term of a month is shorter than the notice: it is told of when it begins.
        """
        self.company.country_id = False
        self.plan.write({"renewal_notice": "own", "renewal_notice_days": 31})
        rental = self._subscription("2024-01-31")
        self.assertEqual(rental.renewal_notice_date, date(2024, 12, 30))
        self._tell("2024-12-29")
        self.assertTold(rental)
        self._tell("2024-12-30", "2024-12-30", "2024-12-31", "2025-01-30")
        self.assertTold(rental, ("2025-01-31", "2024-12-30"))
        self.assertEqual(rental.renewal_told_on, date(2024, 12, 30))
        self.assertFalse(rental.renewal_notice_date)
        # Nor did the job try again, and fail.
        self.assertFalse(rental.activity_ids)
        self._renew_on(rental, "2025-01-31", "2025-02-28", "2025-03-31")
        self.assertTold(
            rental,
            ("2025-01-31", "2024-12-30"),
            ("2025-02-28", "2025-01-31"),
            ("2025-03-31", "2025-02-28"),
            ("2025-04-30", "2025-03-31"),
        )

    def _renew_on(self, rental, *days):
        """Let the billing job renew it, then the other job tell of the next renewal."""
        for day in days:
            rental._renew_by_itself(date.fromisoformat(day))
            self._tell(day)

    def test_a_term_from_a_leap_day(self):
        """29 February 2024, yearly: French consumers are told 60 days before."""
        plan = self._plan(term_count=1, renewal="automatic", interval_unit="year")
        rental = self._subscription("2024-02-29", plan_id=plan.id)
        self._tell("2024-12-28", "2024-12-29", "2025-02-27")
        self.assertTold(rental, ("2025-02-28", "2024-12-29"))
        rental._renew_by_itself(date(2025, 2, 28))
        rental._renew_by_itself(date(2026, 2, 28))
        rental._renew_by_itself(date(2027, 2, 28))
        self._tell("2027-12-29", "2027-12-30", "2028-02-27")
        self.assertTold(rental, ("2025-02-28", "2024-12-29"), ("2028-02-29", "2027-12-30"))

    def test_the_job_looks_at_what_may_be_told_of_and_no_farther(self):
        """Of very many that renew within a year it reads those of the longest notice."""
        rental = self._subscription("2024-01-31")
        domain = rental._renewing_domain(self.company, date(2024, 12, 1))
        self.assertEqual(rental.search(domain), rental)
        domain = rental._renewing_domain(self.company, date(2024, 11, 30))
        self.assertFalse(rental.search(domain))
        # One that nobody uses any more counts: who has it still is to be told.
        self._plan(renewal_notice="own", renewal_notice_days=100, active=False)
        domain = rental._renewing_domain(self.company, date(2024, 11, 30))
        self.assertEqual(rental.search(domain), rental)

    def test_a_job_that_is_killed_has_told_nobody(self):
        rental = self._subscription()
        with self.assertRaises(SystemExit):
            self._tell("2024-11-02", killed=True)
        self.env.invalidate_all()
        self.assertTold(rental)
        self._tell("2024-11-02", "2024-11-03")
        self.assertTold(rental, ("2025-01-01", "2024-11-02"))

    def test_one_that_fails_stops_no_other_and_is_told_later(self):
        broken, rental = self._subscription(), self._subscription()
        method = type(broken)._prepare_notice_vals

        def fail(one, today):
            if one == broken:
                raise ZeroDivisionError
            return method(one, today)

        with (
            mute_logger(
                "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin"
            ),
            self.subTest("a technical error"),
        ):
            self.patch(type(broken), "_prepare_notice_vals", fail)
            self._tell("2024-11-02")
        self.assertTold(broken)
        self.assertTold(rental, ("2025-01-01", "2024-11-02"))
        self.patch(type(broken), "_prepare_notice_vals", method)
        self._tell("2024-11-03")
        self.assertTold(broken, ("2025-01-01", "2024-11-03"))

    def test_the_database_refuses_a_second_notice(self):
        rental = self._subscription()
        self._tell("2024-11-02")
        vals = rental._prepare_notice_vals(date(2024, 11, 3))
        notices = self.env["subscription.renewal.notice"]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            notices._create_kept([vals])

    def test_who_has_no_address_is_shown_to_the_owner(self):
        self.partner_a.email = False
        rental = self._subscription()
        self._tell("2024-11-02", "2024-11-03")
        self.assertTold(rental)
        asked = rental.activity_ids
        self.assertEqual(asked.user_id, rental.user_id)
        self.assertIn("has no e-mail address", asked.note)
        self.assertIn("12/31/2024", asked.note)
        self.assertIn("has no e-mail address", str(rental.history_html))
        self.partner_a.email = "ada@example.com"
        self._tell("2024-11-04")
        self.assertTold(rental, ("2025-01-01", "2024-11-04"))
        self.assertFalse(rental.activity_ids)

    def test_who_is_archived_is_shown_to_the_owner(self):
        rental = self._subscription()
        self.partner_a.active = False
        self._tell("2024-11-02")
        self.assertTold(rental)
        self.assertIn("is archived", rental.activity_ids.note)
        self.partner_a.active = True
        self._tell("2024-11-04")
        self.assertTold(rental, ("2025-01-01", "2024-11-04"))

    def test_whoever_it_is_transferred_to_is_told_too(self):
        self.partner_b.email = "bert@example.com"
        rental = self._subscription()
        self._tell("2024-11-02")
        rental._transfer(self.partner_b, date(2024, 11, 10), "Sold")
        self.assertFalse(rental.renewal_told_on)
        self._tell("2024-11-10", "2024-11-11")
        told = rental.renewal_notice_ids.sorted("told_on").partner_id
        self.assertEqual(told, self.partner_a + self.partner_b)
        self.assertEqual(rental.renewal_told_on, date(2024, 11, 10))

    def test_only_what_renews_by_itself_is_told_of(self):
        """Not what ends, was cancelled, has not begun; not another company's."""
        ends = self._subscription(plan_id=self._plan(term_count=12).id)
        cancelled, draft = self._subscription(), self._draft()
        cancelled._schedule_cancel(date(2024, 12, 1), date(2024, 11, 1), "Moved")
        rental = self._subscription()
        self._tell("2024-11-02")
        for other in (ends, cancelled, draft):
            self.assertTold(other)
        self.assertTold(rental, ("2025-01-01", "2024-11-02"))

    def test_another_company_tells_its_own_customers(self):
        other = self.setup_other_company()["company"]
        rental = self._subscription()
        found = self.env["subscription.subscription"]._get_to_tell_of_renewal(
            other, date(2024, 11, 2)
        )
        self.assertFalse(found)
        found = found._get_to_tell_of_renewal(self.company, date(2024, 11, 2))
        self.assertEqual(found, rental)

    def test_the_cron_tells_of_renewals_too(self):
        rental = self._subscription()
        self.env.flush_all()
        with (
            freeze_time("2024-11-20 12:00:00"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(
                "subscription_rental.cron_price_revision"
            ).sudo().method_direct_trigger()
        self.env.invalidate_all()
        self.assertTold(rental, ("2025-01-01", "2024-11-20"))
