from datetime import date

from odoo import fields
from odoo.exceptions import UserError
from odoo.modules.migration import load_script
from odoo.tests import freeze_time

from ...models.dunning import subscription_dunning_job
from ..common_jobs import JobsCommon

TROUBLE_TEXT = "Out of paper."
TROUBLE = "subscription_rental.mail_activity_type_trouble"
BILLING_ERROR = "subscription_rental.mail_activity_type_billing_error"
NOW = "2024-01-10 12:00:00"


@freeze_time(NOW)
class TestJobs(JobsCommon):
    """The one loop of the jobs: a record that fails stops no other, and Odoo is told."""

    def _fail_for(self, model, method, bad):
        """Let a method fail for the record `bad`; return how to stop that."""
        working = getattr(self.registry[model], method)
        failing = [True]

        def attempt(records, *arguments, **options):
            if failing and bad.id in records.ids:
                raise UserError(TROUBLE_TEXT)
            return working(records, *arguments, **options)

        self.patch(self.registry[model], method, attempt)
        return failing.clear

    def assertTroubled(self, record):
        """Check that an activity tells a person what went wrong with a record."""
        activity = record.activity_search([TROUBLE])
        self.assertEqual(len(activity), 1)
        self.assertIn(TROUBLE_TEXT, activity.note)
        self.assertFalse(activity.user_id.share)

    def assertDoneOrTold(self, xmlid, mend, told, is_done, good, bad):
        """Check that the good one is done though the bad one fails, until it is mended.

        :param mend: lets the bad one succeed
        :param told: the record that tells of the trouble with the bad one
        """
        progress = self._run(xmlid)
        self.assertTrue(is_done(good))
        self.assertFalse(is_done(bad))
        self.assertTroubled(told)
        self.assertGreaterEqual(sum(done for done, _left in progress), 2)
        # Told once, however often it fails.
        self._run(xmlid)
        self.assertTroubled(told)
        mend()
        self._retry(told)
        self._run(xmlid)
        self.assertTrue(is_done(bad))
        self.assertFalse(told.activity_search([TROUBLE]))

    def _retry(self, record):
        """Let the day come on which a record that failed is tried again."""
        if "rental_collect_date" in record._fields and record.rental_collect_date:
            record._collect_on(fields.Date.today())

    def _two(self):
        return self._collected(), self._collected()

    def test_every_job_tells_when_it_has_come_to_its_end(self):
        crons = self.env["ir.cron"].search([("model_id.model", "=like", "subscription.%")])
        self.assertGreaterEqual(len(crons), 6)
        for name in crons.get_external_id().values():
            module, xmlid = name.split(".")
            if module == "subscription_rental":
                with self.subTest(xmlid):
                    self.assertEqual(self._run(xmlid)[-1][1], 0)

    def test_the_ledger_check(self):
        bad, good = self._two()
        for one in (bad, good):
            one._write_kept({"next_billing_date": False})
        mend = self._fail_for("subscription.subscription", "_get_ledger_difference", bad)
        self.assertDoneOrTold(
            "ir_cron_check_ledger", mend, bad, lambda one: one.ledger_difference, good, bad
        )

    def _plan_prices(self):
        bad, good = self._two()
        revision = self.env["subscription.price.revision"].create(
            {"name": "Spring", "date": "2024-03-01", "percent": 10.0, "notice_days": 30}
        )
        self._bill(bad | good, "2024-01-10")
        revision.action_preview()
        revision.action_confirm()
        return bad, good, revision.line_ids

    def test_notices_of_prices(self):
        bad, good, rows = self._plan_prices()
        rows.sudo().day = date(2024, 2, 1)
        row = rows.filtered(lambda one: one.subscription_id == bad)
        mend = self._fail_for("subscription.price.revision.line", "_notify", row)
        self.assertDoneOrTold(
            "cron_price_revision",
            mend,
            bad,
            lambda one: rows.filtered(lambda row: row.subscription_id == one).notified_on,
            good,
            bad,
        )

    def test_notices_of_expiring_cards(self):
        bad, good = self._two()
        tokens = {one: self._token(rental_expiry=date(2024, 1, 31)) for one in (bad, good)}
        for one, token in tokens.items():
            one.payment_token_id = token
        mend = self._fail_for("subscription.subscription", "_tell_of_expiry", bad)
        self.assertDoneOrTold(
            "ir_cron_tell_expiry",
            mend,
            bad,
            lambda one: tokens[one].rental_expiry_told,
            good,
            bad,
        )

    def test_collections(self):
        bad, good = self._two()
        moves = {one: self._bill(one, "2024-01-10") for one in (bad, good)}
        mend = self._fail_for("account.move", "_start_charge", moves[bad])
        self.assertDoneOrTold(
            "ir_cron_collect",
            mend,
            moves[bad],
            lambda one: moves[one].payment_state in ("paid", "in_payment"),
            good,
            bad,
        )

    def test_dunning(self):
        bad, good = (self._subscription(plan_id=self._plan().id) for _ in range(2))
        moves = {one: self._bill(one, "2024-01-01") for one in (bad, good)}
        cases = self.registry["subscription.dunning.case"]
        working, failing = cases._open_case, [True]

        def open_case(case, move, *arguments):
            if failing and move == moves[bad]:
                raise UserError(TROUBLE_TEXT)
            return working(case, move, *arguments)

        self.patch(cases, "_open_case", open_case)
        self.assertDoneOrTold(
            "ir_cron_dunning",
            failing.clear,
            moves[bad],
            lambda one: one.dunning_case_ids,
            good,
            bad,
        )

    def test_a_job_stops_when_its_time_is_up(self):
        self.patch(subscription_dunning_job, "BATCH_SIZE", 1)
        first, second = (self._subscription(plan_id=self._plan().id) for _ in range(2))
        self._bill(first | second, "2024-01-01")
        self.assertGreater(self._run("ir_cron_dunning", seconds=0.0)[-1][1], 0)
        self.assertEqual(len((first | second).dunning_case_ids), 1)
        self._run("ir_cron_dunning", seconds=0.0)
        self.assertEqual(len((first | second).dunning_case_ids), 2)

    def test_so_does_billing_also_before_anything_is_billed(self):
        """Odoo takes 0 left for the end, and waits an hour or a day."""
        several = self._subscription("2024-01-09") | self._subscription("2024-01-09")
        for one in several:
            one._write_kept({"state": "scheduled", "next_billing_date": False})
        states = []
        for _ in range(2):
            self.assertGreater(self._run("ir_cron_bill_due_periods", 0.0)[-1][1], 0)
            states.append(several.mapped("state").count("active"))
        self.assertEqual(states, [1, 2])
        while self._run("ir_cron_bill_due_periods", 0.0)[-1][1]:
            self.assertLess(len(states), 9)
            states.append("more")
        self.assertTrue(all(one.period_ids for one in several))

    def test_another_job_does_not_close_what_it_did_not_do(self):
        """The nightly check of dates said of a notice that failed: it worked after all."""
        bad, _good, rows = self._plan_prices()
        rows.sudo().day = date(2024, 2, 1)
        row = rows.filtered(lambda one: one.subscription_id == bad)
        self._fail_for("subscription.price.revision.line", "_notify", row)
        self._run("cron_price_revision")
        self.assertTroubled(bad)
        self._run("ir_cron_check_ledger")
        self.assertTroubled(bad)

    def test_nor_does_a_run_that_could_not_take_the_record(self):
        bad, _good = self._two()
        bad._write_kept({"next_billing_date": False})
        self._fail_for("subscription.subscription", "_get_ledger_difference", bad)
        self._run("ir_cron_check_ledger")
        self.assertTroubled(bad)
        job = self.registry["subscription.job.mixin"]
        self.patch(job, "_claim_records", lambda _job, records: records.browse())
        self._run("ir_cron_check_ledger")
        self.assertTroubled(bad)

    def test_a_manager_is_asked_where_nobody_sells(self):
        bad, _good = self._two()
        bad._write_kept({"next_billing_date": False, "user_id": False})
        self._fail_for("subscription.subscription", "_get_ledger_difference", bad)
        self._run("ir_cron_check_ledger")
        asked = bad.activity_search([TROUBLE]).user_id
        self.assertTrue(asked.has_group("subscription_rental.group_manager"))
        self.assertTrue(asked.active and not asked.share)

    def test_a_job_speaks_the_language_of_its_company(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.lang = "fr_FR"
        bad = self._subscription("2024-01-01")
        owner = bad._get_billing_owner()
        bad.line_ids.price_unit = -5.0
        self._run("ir_cron_bill_due_periods")
        self.assertIn("facture", bad.billing_error)
        # The activity speaks to whom it asks.
        asked = bad.activity_search([BILLING_ERROR])
        self.assertEqual((owner.lang, asked.summary), ("en_US", "Billing failed"))

    def test_crons_of_an_earlier_version_call_what_is_there(self):
        """A cron's record is the user's: an upgrade left it calling what was gone."""
        cron = self.env.ref("subscription_rental.ir_cron_tell_expiry")
        cron.write(
            {
                "model_id": self.env["ir.model"]._get_id("payment.token"),
                "code": "model._cron_of_old()",
                "interval_number": 3,
            }
        )
        folder = "subscription_rental/migrations/19.0.1.1.0/post-jobs.py"
        load_script(folder, "post_jobs").migrate(self.env.cr, "19.0.1.0.0")
        self.assertEqual(cron.interval_number, 3)
        self._run("ir_cron_tell_expiry")
