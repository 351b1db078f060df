from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ...models.ledger import subscription_audit_job
from ..common_jobs import JobsCommon

TROUBLE_TEXT = "Out of paper."
CHECK = "ir_cron_check_ledger"
NOTICES = "cron_price_revision"


@freeze_time("2024-01-10 12:00:00")
class TestPositions(JobsCommon):
    """A job whose time is up goes on where it stopped, not where it began (B6)."""

    def _known(self):
        return self.env["subscription.job.position"].search([("last_id", "!=", 0)])

    def test_the_check_of_very_many_comes_to_its_end(self):
        self.patch(subscription_audit_job, "BATCH_SIZE", 1)
        wrong = self._subscription() | self._subscription() | self._subscription()
        wrong._write_kept({"next_billing_date": False})
        for expected in (1, 2, 3):
            self.assertGreater(self._run(CHECK, seconds=0.0)[-1][1], 0)
            self.assertEqual(len(wrong.filtered("ledger_difference")), expected)
            self.assertEqual(self._known().company_id, self.company)
        while self._run(CHECK, seconds=0.0)[-1][1]:
            # Other companies may have some.
            self.assertTrue(self._known())
        self.assertFalse(self._known())
        # The next night it looks at all of them again.
        wrong._write_kept({"ledger_difference": False})
        self._run(CHECK)
        self.assertTrue(all(one.ledger_difference for one in wrong))

    def _plan_prices(self):
        """Return (bad, good), whose customers are to be told of new prices."""
        bad, good = self._subscription(), self._subscription()
        self._bill(bad | good, "2024-01-10")
        revision = self.env["subscription.price.revision"].create(
            {"name": "Spring", "date": "2024-03-01", "percent": 10.0, "notice_days": 30}
        )
        revision.action_preview()
        revision.action_confirm()
        rows = revision.line_ids.sudo()
        rows.day = date(2024, 2, 1)
        return [
            rows.filtered(lambda row, one=one: row.subscription_id == one)
            for one in (bad, good)
        ]

    def test_what_fails_each_time_keeps_nothing_waiting(self):
        bad, good = self._plan_prices()
        working = self.registry[bad._name]._notify

        def notify(row, today):
            if row == bad:
                raise UserError(TROUBLE_TEXT)
            return working(row, today)

        self.patch(self.registry[bad._name], "_notify", notify)
        self._run(NOTICES, seconds=0.0)
        self.assertFalse(good.notified_on)
        self._run(NOTICES, seconds=0.0)
        self.assertTrue(good.notified_on)
        # It comes to its end, and tries the bad one again the next day.
        self.assertEqual(self._run(NOTICES, seconds=0.0)[-1][1], 0)
        self.assertGreater(self._run(NOTICES, seconds=0.0)[-1][1], 0)

    def test_each_work_has_a_position_of_its_own(self):
        positions = self.env["subscription.job.position"]
        other = self.company.create({"name": "Other"})
        one, two, day = "job.one/a/x", "job.two/a/x", date(2024, 2, 1)
        positions._stop_at(one, self.company, 7, day)
        positions._stop_at(one, self.company, 9, day)
        positions._stop_at(two, self.company, 5, day)
        known = [(one, self.company, 9), (two, self.company, 5), (one, other, 0)]
        for name, company, last_id in known:
            self.assertEqual(positions._get_last_done(name, company, day), last_id)
        # What stopped on another day begins anew: nothing is left out for long.
        self.assertEqual(positions._get_last_done(one, self.company, date(2024, 2, 2)), 0)
        positions._begin_anew("job.one")
        self.assertEqual(positions._get_last_done(one, self.company, day), 0)
        self.assertEqual(positions._get_last_done(two, self.company, day), 5)
