from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import SubscriptionCommon


@freeze_time("2024-01-10 12:00:00")
class TestPriceRevision(SubscriptionCommon):
    """New prices: seen before, told in time, undone or billed rightly (PL11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.partner_a | cls.partner_b).email = "customer@example.com"
        cls.rental = cls._subscription()
        cls._bill(cls.rental, "2024-01-01")

    def _revision(self, **values):
        return self.env["subscription.price.revision"].create(
            {"name": "2024", "date": "2024-02-15", "percent": 10.0, **values}
        )

    def _confirmed(self, **values):
        revision = self._revision(**values)
        revision.action_preview()
        revision.action_confirm()
        return revision

    def test_the_preview_shows_price_day_and_effect(self):
        revision = self._revision()
        revision.action_preview()
        row = revision.line_ids
        self.assertEqual((row.price_before, row.price_after), (30.0, 33.0))
        self.assertEqual(row.day, date(2024, 3, 1))
        self.assertEqual((row.mrr_change, revision.mrr_change), (3.0, 3.0))
        self.assertEqual(self.rental.line_ids.price_unit, 30.0)

    def test_the_job_applies_it_to_the_right_period(self):
        revision = self._confirmed()
        before = self._bill(self.rental, "2024-02-01")
        self.assertEqual(before.amount_untaxed, 30.0)
        after = self._bill(self.rental, "2024-03-01")
        self.assertEqual(after.amount_untaxed, 33.0)
        self.assertEqual(revision.line_ids.state, "done")
        self.assertEqual(self.rental.mrr, 33.0)
        movement = self.rental.mrr_movement_ids.sorted("id")[-1:]
        self.assertEqual((movement.kind, movement.date), ("expansion", date(2024, 3, 1)))

    def test_the_schedule_shows_it(self):
        self._confirmed()
        amounts = [row["amount"] for row in self.rental._get_schedule(3)]
        self.assertEqual(amounts, [30.0, 33.0, 33.0])

    def test_a_late_job_bills_each_period_at_its_price(self):
        self._confirmed()
        invoices = self._bill(self.rental, "2024-03-20")
        self.assertEqual(sorted(invoices.mapped("amount_untaxed")), [30.0, 33.0])

    def test_it_can_be_undone_until_it_takes_effect(self):
        revision = self._confirmed()
        revision.action_undo()
        self.assertEqual(self._bill(self.rental, "2024-03-01")[-1:].amount_untaxed, 30.0)
        revision = self._confirmed(date="2024-04-01")
        self._bill(self.rental, "2024-04-01")
        with self.assertRaisesRegex(UserError, "is to come any more"):
            revision.action_undo()

    def test_fixed_prices_indexes_and_rounding(self):
        table = [
            ({"method": "fixed", "fixed_price": 35.0}, 35.0),
            ({"method": "index", "index_before": 118.2, "index_after": 121.4}, 30.81),
            ({"percent": 3.3, "rounding": 0.05}, 31.0),
            ({"percent": -10.0}, 27.0),
        ]
        for values, expected in table:
            with self.subTest(values=values):
                revision = self._revision(**values)
                revision.action_preview()
                self.assertAlmostEqual(revision.line_ids.price_after, expected)

    def test_committed_ones_are_left_out_unless_chosen(self):
        plan = self._plan(commitment_count=12)
        committed = self._subscription(plan_id=plan.id)
        revision = self._revision(plan_ids=plan.ids)
        revision.action_preview()
        self.assertFalse(revision.line_ids)
        with self.assertRaisesRegex(UserError, "nothing to change"):
            revision.action_confirm()
        revision.with_committed = True
        revision.action_preview()
        self.assertEqual(revision.line_ids.subscription_id, committed)

    def test_the_selection_is_by_plan_product_and_customer(self):
        other = self._subscription(partner_id=self.partner_b.id)
        revision = self._revision(partner_ids=self.partner_b.ids)
        revision.action_preview()
        self.assertEqual(revision.line_ids.subscription_id, other)
        revision = self._revision(product_ids=self._product("Other").ids)
        revision.action_preview()
        self.assertFalse(revision.line_ids)

    def test_nobody_is_told_too_late(self):
        """A date that is too near moves to the first period after the notice."""
        revision = self._revision(date="2024-01-15", notice_days=30)
        revision.action_preview()
        self.assertEqual(revision.line_ids.day, date(2024, 3, 1))
        with freeze_time("2024-02-20"), self.assertRaisesRegex(UserError, "preview again"):
            revision.action_confirm()

    def test_customers_are_told_once_and_in_time(self):
        revision = self._confirmed()
        rows = self.env["subscription.price.revision.line"]
        self.assertFalse(rows._get_to_tell(self.company, date(2024, 1, 30)))
        day = date(2024, 1, 31)
        rows._get_to_tell(self.company, day)._notify(day)
        self.assertFalse(rows._get_to_tell(self.company, day))
        told = self.rental.message_ids.filtered(lambda one: "37.95" in (one.body or ""))
        self.assertEqual(len(told), 1)
        self.assertEqual(revision.line_ids.notified_on, date(2024, 1, 31))

    def test_who_gets_no_mail_is_shown_to_the_owner(self):
        row = self._confirmed().line_ids
        cases = ({"email": False}, "no e-mail address"), ({"active": False}, "is archived")
        for values, words in cases:
            self.partner_a.write(values)
            self._tell("2024-02-01")
            self.assertIn(words, self.rental.activity_ids.note)
            self.assertFalse(row.notified_on)
        self.partner_a.write({"active": True, "email": "customer@example.com"})
        self._tell("2024-02-02")
        self.assertEqual(row.notified_on, date(2024, 2, 2))
        self.assertFalse(self.rental.activity_ids)

    def test_it_holds_for_the_version_that_takes_the_place_of_one_not_begun(self):
        """A28: a line that is to come is changed again after the prices were planned."""
        line = self.rental.line_ids
        self._change(line, quantity=2.0)
        self._confirmed()
        for row in self.env["subscription.price.revision.line"].search([]):
            self.assertEqual(row.line_id, self.rental.line_ids - line)
        self._change(self.rental.line_ids - line, quantity=3.0)
        planned = self.rental.price_revision_line_ids
        self.assertEqual((planned.state, planned.price_after), ("planned", 33.0))
        amounts = [row["amount"] for row in self.rental._get_schedule(2)]
        self.assertEqual(amounts, [90.0, 99.0])
        self.assertEqual(self._bill(self.rental, "2024-02-01").amount_untaxed, 90.0)
        self.assertEqual(self._bill(self.rental, "2024-03-01").amount_untaxed, 99.0)

    def _change(self, line, **values):
        """Change `line` from the next period on."""
        vals = {**line._prepare_change_vals(), **values}
        vals.pop("line_id")
        today = date(2024, 1, 10)
        plan = self.rental._plan_change([(line, vals)], today, policy="none")
        self.rental._apply_change(plan, today, at_once=False)

    def test_who_was_told_is_told_when_it_is_undone(self):
        other = self._subscription(partner_id=self.partner_b.id)
        revision = self._confirmed()
        rows = self.env["subscription.price.revision.line"]
        told = revision.line_ids.filtered(lambda row: row.subscription_id == self.rental)
        told._notify(date(2024, 1, 31))
        revision.action_undo()
        cron = self.env.ref("subscription_rental.cron_price_revision")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))
        self._tell("2024-02-01")
        mails = self.rental.message_ids.filtered(lambda one: "stays" in (one.subject or ""))
        self.assertEqual(len(mails), 1)
        self.assertIn("Bike", mails.body)
        self.assertFalse(other.message_ids.filtered("subject"))
        self.assertEqual(told.withdrawn_on, date(2024, 2, 1))
        self.assertFalse(rows._get_withdrawn(self.company))
        self._tell("2024-02-02")
        self.assertEqual(told.withdrawn_on, date(2024, 2, 1))

    def test_nobody_is_told_of_what_nobody_knew(self):
        self._confirmed().action_undo()
        self._tell("2024-02-01")
        self.assertFalse(self.rental.message_ids.filtered("subject"))

    def _tell(self, day):
        """Run the job's own loop, which commits, for that day."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            job = self.env(cr=cursor, su=True)["subscription.notice.job"]
            company = self.company.with_env(job.env)
            job._tell_of_prices(company, date.fromisoformat(day))
        self.env.invalidate_all()

    def test_what_was_changed_since_follows_the_same_rule(self):
        self._confirmed()
        line = self.rental.line_ids
        vals = {**line._prepare_change_vals(), "price_unit": 40.0}
        vals.pop("line_id")
        day = date(2024, 1, 20)
        change = self.rental._plan_change([(line, vals)], day, policy="daily")
        self.rental._apply_change(change, day, at_once=True)
        invoices = self._bill(self.rental, "2024-03-01")
        self.assertEqual(sorted(invoices.mapped("amount_untaxed")), [40.0, 44.0])

    def test_one_that_ended_is_left_alone(self):
        revision = self._confirmed()
        self.rental._cancel(date(2024, 1, 20))
        self._bill(self.rental, "2024-03-01")
        self.assertEqual(revision.line_ids.state, "planned")
        self.assertFalse(self.rental.next_billing_date)
        rows = self.env["subscription.price.revision.line"]
        self.assertFalse(rows._get_to_tell(self.company, date(2024, 2, 28)))

    def test_a_thousand_take_no_query_each(self):
        self._subscriptions(5)
        few = self._count(self._revision())
        self._subscriptions(995)
        revision = self._revision()
        many = self._count(revision)
        self.assertEqual(len(revision.line_ids), 1001)
        # A thousand more rows are inserted in a few statements, and read in a few.
        self.assertLess(many - few, 200)
        revision.action_confirm()
        self.assertEqual(set(revision.line_ids.mapped("state")), {"planned"})

    def _subscriptions(self, count):
        drafts = self.env["subscription.subscription"].create(
            [
                {
                    "partner_id": self.partner_a.id,
                    "plan_id": self.plan.id,
                    "date_start": "2024-01-01",
                }
                for _number in range(count)
            ]
        )
        for subscription in drafts:
            subscription._start(subscription.date_start)

    def _count(self, revision):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        revision.action_preview()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
