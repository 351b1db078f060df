from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command

from .common_due import DueCommon


class RemindersCommon(DueCommon):
    """Due dates whose customers are reminded by a policy, and the job that does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.email = "ada@example.com"
        cls.policy = cls._reminders(-30, -14, -3, 0, 7, 30)
        cls.company.subscription_reminder_policy_id = cls.policy

    @classmethod
    def _reminders(cls, *offsets, **values):
        """Return a policy with reminders so many days after the due date, or before."""
        kinds = [(0, "on"), (1, "after"), (-1, "before")]
        return cls.env["subscription.reminder.policy"].create(
            {
                "name": "Ladder",
                "step_ids": [
                    Command.create(
                        {
                            "kind": dict(kinds)[(offset > 0) - (offset < 0)],
                            "days": abs(offset),
                        }
                    )
                    for offset in offsets
                ],
                **values,
            }
        )

    def _remind(self, *days, killed=False):
        """Run the job, which commits, at noon on each of these days.

        :param killed: its process ends before the first commit
        """
        for day in days:
            with freeze_time(f"{day} 12:00:00"):
                self.env.flush_all()
                with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
                    job = self.env(cr=cursor, su=True)["subscription.reminder.job"]
                    if killed:
                        with patch.object(type(job), "_commit", side_effect=SystemExit):
                            job._cron_remind()
                    else:
                        job._cron_remind()
        self.env.invalidate_all()

    def _mails(self, row):
        """Return the mails about a due date that were queued, oldest first."""
        of_row = [("model", "=", row._name), ("res_id", "in", row.ids)]
        return self.env["mail.mail"].search(of_row, order="id")

    def assertReminded(self, row, *expected):
        """Check (on, days after the due date, why not) of all that was handled.

        Each that was sent has one mail in the queue, and no other has.
        """
        told = row.reminder_ids.sorted(lambda one: (one.handled_on, one.offset_days))
        found = [
            (str(one.handled_on), one.offset_days, one.skip_reason or "") for one in told
        ]
        self.assertEqual(found, list(expected))
        sent = told.filtered(lambda one: one.state == "sent")
        self.assertEqual(sent.mail_id.sorted("id"), self._mails(row))
        self.assertEqual(len(sent.mail_id), len(sent))
