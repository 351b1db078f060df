from odoo.exceptions import LockError
from odoo.tests import freeze_time

from ..common_jobs import JobsCommon


@freeze_time("2024-01-10 12:00:00")
class TestBatches(JobsCommon):
    """What is worked on at once, and what is not."""

    def test_one_that_is_held_keeps_no_other_of_its_batch_waiting(self):
        held, first, second = (self._subscription() for _ in range(3))
        records = held | first | second
        done = []

        def work(batch):
            if held in batch:
                raise LockError("Somebody is at work on it.")
            done.extend(batch.ids)

        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            job = env["subscription.audit.job"].with_company(self.company)
            day = self._day("2024-01-10")
            job._do_each(records.with_env(env), work, day, size=3)
        self.assertEqual(done, (first | second).ids)
        # It is no trouble: the next run does it.
        self.assertFalse(held.activity_ids)

    def test_an_invoice_is_collected_without_reading_the_others(self):
        several = self._collected() | self._collected()
        self._bill(several, "2024-01-10")
        read = []

        def collect(_job, move, _today, _troubled=()):
            read.append(len(tuple(move._prefetch_ids)))

        self.patch(self.registry["subscription.collection.job"], "_collect", collect)
        self._run("ir_cron_collect")
        self.assertEqual(read, [1, 1])

    def test_a_collection_date_is_written_only_where_it_changes(self):
        invoice = self._bill(self._collected(), "2024-01-10")
        day = invoice.rental_collect_date
        self.env.flush_all()
        with self.assertQueryCount(0):
            invoice._collect_on(day)
        invoice._collect_on(False)
        self.assertFalse(invoice.rental_collect_date)
