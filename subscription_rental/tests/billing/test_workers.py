from datetime import date

from psycopg2.errors import DiskFull, SerializationFailure

from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..common import SubscriptionCommon

DAY = date(2024, 1, 1)


class TestWorkers(SubscriptionCommon):
    """The job in several rows of the cron, each with customers of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workers = cls.env["subscription.billing.workers"].sudo()

    def _many(self, count=12):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}"} for n in range(count)]
        )
        return self.env["subscription.subscription"].union(
            *(self._subscription(partner_id=partner.id) for partner in partners)
        )

    def test_every_subscription_is_just_one_workers(self):
        many = self._many()
        shards = [self.workers._get_shard(worker, 3) for worker in range(3)]
        found = [many.search([("id", "in", many.ids)]).filtered(one) for one in shards]
        self.assertEqual(sum(map(len, found)), len(many))
        self.assertEqual(many.browse().union(*found), many)
        for shard, owned in zip(shards, found, strict=True):
            self.assertEqual(
                many.search(shard & Domain(many._due_domain(self.company, DAY))), owned
            )

    def test_a_worker_bills_its_own_only(self):
        many = self._many()
        runs = [self._run_job("2024-01-01", worker=n, workers=2) for n in range(2)]
        self.assertEqual([run.worker for run in runs], [0, 1])
        self.assertEqual(sum(run.billed_count for run in runs), len(many))
        self.assertTrue(all(run.billed_count for run in runs))

    def test_the_setting_keeps_as_many_rows_of_the_cron(self):
        settings = self.env["res.config.settings"].sudo()
        self.assertEqual(settings.create({}).subscription_billing_workers, 1)
        for count in (3, 2, 1):
            settings.create({"subscription_billing_workers": count}).execute()
            jobs = self.workers._get_jobs()
            self.assertEqual(
                jobs.mapped("code"),
                [f"model._cron_bill_due_periods({n}, {count})" for n in range(count)],
            )
            self.assertEqual(set(jobs.mapped("active")), {True})

    def test_a_number_that_cannot_be_is_refused(self):
        for count in (0, -1, 65):
            with self.assertRaisesRegex(ValidationError, "From 1 to 64"):
                self.workers._set_workers(count)

    def test_nothing_due_leaves_no_run(self):
        self.assertFalse(self._run_job("2024-01-01"))

    def test_runs_of_workers_that_are_no_more_are_ended(self):
        runs = self.env["subscription.billing.run"].sudo()
        left = runs.create(
            {"company_id": self.company.id, "date": "2023-12-31", "worker": 3}
        )
        self._run_job("2024-01-01")
        self.assertTrue(left.ended_at)

    def test_trouble_of_the_database_is_no_subscriptions_fault(self):
        subscription = self._subscription()

        def full(_subscription, *_arguments):
            raise DiskFull

        self.patch(type(subscription), "_bill_due_periods", full)
        with self.assertRaises(DiskFull):
            self._run_job("2024-01-01")
        self.env.invalidate_all()
        self.assertFalse(subscription.billing_error)

    def test_a_conflict_at_the_commit_is_tried_again(self):
        """A bill whose commit fails is undone, and made once more."""
        subscription = self._subscription()
        job = type(self.env["subscription.billing.job"])
        commit, bill = job._commit, type(subscription)._bill_due_periods
        bills, conflicts = [], []

        def counted(subscriptions, *arguments):
            bills.append(len(subscriptions))
            return bill(subscriptions, *arguments)

        def disturbed(loop):
            if bills and not conflicts:
                conflicts.append(loop)
                raise SerializationFailure
            commit(loop)

        self.patch(type(subscription), "_bill_due_periods", counted)
        self.patch(job, "_commit", disturbed)
        run = self._run_job("2024-01-01")
        self.assertFalse(run.failure_ids)
        self.assertEqual(bills, [1, 1])
        self.assertEqual(subscription.invoice_count, 1)
