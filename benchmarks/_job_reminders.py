"""Reminders of due dates: those whose day is today, among very many."""

from datetime import timedelta

from odoo.fields import Command

from benchmarks import _job
from benchmarks._copies import STRIDE

AHEAD = 14
LAYOUT = "mail.mail_notification_light"


class Job(_job.Work):
    """Domains of as many customers; of most the reminder was sent before."""

    cron = "subscription_rental.ir_cron_remind"

    def seed(self):
        """Make one that was reminded of, and one that was not; the others by SQL."""
        policy = self.env["subscription.reminder.policy"].create(
            {
                "name": "Benchmark",
                "step_ids": [
                    Command.create({"kind": "before", "days": AHEAD}),
                    Command.create({"kind": "on"}),
                ],
            }
        )
        self.company.subscription_reminder_policy_id = policy
        row = self.env["subscription.due.date"].create(
            {
                "name": "example.com",
                "partner_id": self.make_customer().id,
                "product_id": self._make_product().id,
                "amount": 15.0,
                "date_start": self.today - timedelta(days=365 - AHEAD),
                "date_due": self.today + timedelta(days=AHEAD),
            }
        )
        self.multiply(row.partner_id, row)
        self._remind_others()

    def _make_product(self):
        return self.env["product.product"].create(
            {
                "name": "Domain",
                "type": "service",
                "rental_duration_count": 1,
                "rental_duration_unit": "year",
            }
        )

    def _remind_others(self):
        """Let those that are not due be due earlier, and reminded of, by SQL."""
        self.env.cr.execute(
            """
            UPDATE subscription_due_date
               SET date_due = date_due - 1 - (id / %(stride)s %% (%(ahead)s - 1))
             WHERE id / %(stride)s >= %(count)s;
            INSERT INTO subscription_reminder
                   (due_date_id, company_id, partner_id, step_id, offset_days, date_due,
                    planned_on, handled_on, state)
            SELECT due.id, due.company_id, due.partner_id, step.id, step.offset_days,
                   due.date_due, due.date_due + step.offset_days,
                   due.date_due + step.offset_days, 'sent'
              FROM subscription_due_date due, subscription_reminder_step step
             WHERE due.id / %(stride)s >= %(count)s AND step.policy_id = %(policy)s
                   AND step.offset_days = -%(ahead)s
            """,
            {
                "stride": STRIDE,
                "count": self.count,
                "ahead": AHEAD,
                "policy": self.company.subscription_reminder_policy_id.id,
            },
        )

    def _search_due(self):
        day = self.today + timedelta(days=AHEAD)
        rows = self.env["subscription.due.date"].search([("date_due", "=", day)])
        return rows - rows.reminder_ids.due_date_id

    def ready(self):
        """Choose what the loop reminds of."""
        self.due = self._search_due()

    def left(self):
        """Return how many reminders are still due."""
        return len(self._search_due())

    def loop(self):
        """Mail each customer, and note that it was done."""
        for row in self.each(self.due):
            step = row._get_due_policy().step_ids.filtered(
                lambda one: one.offset_days == -AHEAD
            )
            mail = step._get_reminder_template().send_mail(
                row.id,
                email_values={"auto_delete": False},
                email_layout_xmlid=LAYOUT,
            )
            self.env["subscription.reminder"]._create_kept(
                [
                    {
                        "due_date_id": row.id,
                        "partner_id": row.partner_id.id,
                        "step_id": step.id,
                        "offset_days": step.offset_days,
                        "date_due": row.date_due,
                        "planned_on": self.today,
                        "handled_on": self.today,
                        "state": "sent",
                        "sent_to": row.partner_id.email_normalized,
                        "mail_id": mail,
                    }
                ]
            )
            self.env.cr.commit()

    def outcome(self):
        """Return the mails, to how many customers, and the notes of them."""
        mails = self.env["mail.mail"].search([("model", "=", self.due._name)])
        told = self.env["subscription.reminder"].search([("handled_on", "=", self.today)])
        return {
            "mails": len(mails),
            "customers": len(mails.recipient_ids),
            "notes": len(told.filtered("mail_id")),
            "characters": sum(len(mail.body_html) for mail in mails) // len(self.due),
        }
