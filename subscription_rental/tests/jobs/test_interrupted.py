from psycopg2.errors import DivisionByZero

from odoo.sql_db import db_connect
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common_payment import PaymentCommon


@freeze_time("2024-01-10 12:00:00")
class TestInterrupted(PaymentCommon):
    """Runs whose process was killed."""

    def _left(self, **values):
        return (
            self.env["subscription.billing.run"]
            .sudo()
            .create({"company_id": self.company.id, "date": "2024-01-10", **values})
        )

    def test_a_run_by_hand_that_was_killed_is_closed_and_its_person_told(self):
        clerk = self._clerk()
        left = self._left(user_id=clerk.id, due_count=2)
        self.assertEqual((left.state, left.progress), ("running", 0.0))
        self._run_job("2024-01-10")
        self.assertEqual((left.state, left.progress), ("interrupted", 0.0))
        self.assertTrue(left.ended_at)
        self.assertEqual(left.activity_ids.user_id, clerk)
        self._run_job("2024-01-10")
        self.assertEqual(len(left.activity_ids), 1)

    def test_a_run_of_the_job_from_another_day_is_closed(self):
        left = self._left(date="2024-01-09")
        self._run_job("2024-01-10")
        self.assertEqual(left.state, "interrupted")
        self.assertFalse(left.activity_ids)

    def test_a_run_that_somebody_is_at_work_on_is_left_alone(self):
        left = self._left(user_id=self._clerk().id)
        self.patch(
            self.registry["subscription.billing.run"], "_is_alive", lambda _run: True
        )
        self._run_job("2024-01-10")
        self.assertEqual(left.state, "running")

    def test_another_process_sees_that_a_run_is_alive(self):
        """The lock is the connection's: it goes with the process."""
        left = self._left()
        key = f"SELECT pg_try_advisory_lock(0x52454E54, {left.id})"
        with db_connect(self.env.cr.dbname).cursor() as other:
            with left._kept_alive():
                other.execute(key)
                self.assertEqual(other.fetchone(), (False,))
            other.execute(key)
            self.assertEqual(other.fetchone(), (True,))
            other.execute(key.replace("try_advisory_lock", "advisory_unlock"))

    def test_a_run_that_the_database_refused_is_not_alive_any_more(self):
        """The lock outlived the transaction, as long as its connection was kept."""
        with self.registry.cursor() as own, db_connect(own.dbname).cursor() as other:
            run = self.env["subscription.billing.run"].with_env(self.env(cr=own))
            run = run.browse(-7)
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(DivisionByZero),
                run._kept_alive(),
            ):
                own.execute("SELECT 1 / 0")
            other.execute("SELECT pg_try_advisory_lock(0x52454E54, -7)")
            self.assertEqual(other.fetchone(), (True,))
            other.execute("SELECT pg_advisory_unlock(0x52454E54, -7)")
