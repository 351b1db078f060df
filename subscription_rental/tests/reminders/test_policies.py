from freezegun import freeze_time

from odoo.exceptions import ValidationError

from ..common_reminders import RemindersCommon


@freeze_time("2025-01-20 12:00:00")
class TestPolicies(RemindersCommon):
    """DD9: who is reminded by which policy: none that is archived or another company's."""

    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Another company"})
        self.foreign = self._reminders(-3, company_id=self.other.id)

    def test_an_archived_policy_of_the_company_sends_nothing(self):
        row = self._due()
        self.policy.active = False
        self.assertFalse(row._get_due_policy())
        self._remind("2025-01-17")
        self.assertReminded(row)
        self.policy.active = True
        self._remind("2025-01-17")
        self.assertEqual(len(row.reminder_ids.filtered("mail_id")), 1)

    def test_an_archived_policy_of_a_product_sends_nothing(self):
        own = self._reminders(-14)
        self.domain.write({"rental_reminders": "own", "rental_reminder_policy_id": own.id})
        row = self._due()
        own.active = False
        self._remind("2025-01-17")
        self.assertReminded(row)
        self.assertIn("policy", row.reminder_note)

    def test_an_archived_customer_is_not_reminded(self):
        row = self._due()
        self.partner_a.active = False
        self.assertIn("archived", row.reminder_note)
        self._remind("2025-01-28")
        self.assertIn(("2025-01-28", -3, "archived"), self._handled(row))
        self.assertFalse(self._mails(row))

    def _handled(self, row):
        return [
            (str(one.handled_on), one.offset_days, one.skip_reason)
            for one in row.reminder_ids
        ]

    def test_the_policy_of_another_company_is_refused(self):
        for record, vals in (
            (self.company, {"subscription_reminder_policy_id": self.foreign.id}),
            (self.domain, {"rental_reminder_policy_id": self.foreign.id}),
            # The company has it.
            (self.policy, {"company_id": self.other.id}),
        ):
            with (
                self.subTest(record),
                self.assertRaisesRegex(ValidationError, "Another company"),
                self.env.cr.savepoint(),
            ):
                record.write(vals)
            self.env.invalidate_all()
        self.domain.with_company(self.other).rental_reminder_policy_id = self.foreign

    def test_a_branch_uses_the_policy_of_its_head_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.other.id}
        )
        branch.subscription_reminder_policy_id = self.foreign
        policy = self.domain.product_tmpl_id._get_reminder_policy(branch)
        self.assertEqual(policy, self.foreign)

    def test_a_term_that_simply_ends_is_not_to_be_renewed(self):
        for renewal, reminded in (("none", False), ("on_payment", True)):
            with self.subTest(renewal):
                plan = self._plan(term_count=12, renewal=renewal, renewal_count=12)
                rental = self._subscription("2024-01-31", plan_id=plan.id)
                row = rental.due_date_ids
                self.assertEqual(bool(row._get_due_policy()), reminded)
                self.assertEqual("nothing to renew" in row.reminder_note, not reminded)
                self._remind("2025-01-28")
                self.assertEqual(bool(self._mails(row)), reminded)

    def test_nor_is_one_whose_subscription_was_cancelled(self):
        plan = self._plan(term_count=12, renewal="on_payment", renewal_count=12)
        rental = self._subscription("2024-01-31", plan_id=plan.id)
        rental._cancel(rental.date_end)
        self.assertFalse(rental.due_date_ids._get_due_policy())
