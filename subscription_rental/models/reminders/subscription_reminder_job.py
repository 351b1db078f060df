from odoo import api, models

BATCH_SIZE = 100
MAILS = "mail.ir_cron_mail_scheduler_action"


class SubscriptionReminderJob(models.AbstractModel):
    """Every day: reminders whose day has come go to the queue of mails, once (DD9).

    What became of a reminder and its mail are of one transaction: whatever crashes, it is
    in the queue once or not at all, and in the latter case the next run does it.
    """

    _name = "subscription.reminder.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Reminders"

    @api.model
    def _cron_remind(self):
        """Queue the reminders that are due, in every company on its own day."""
        # The customers of a copy of this database are those of the original.
        if not self.env["subscription.collection.guard"]._claim_database():
            return
        self._run_in_companies("_remind_company")

    @api.model
    def _remind_company(self, company, today):
        """Queue the reminders of `company`; return False when the time is used up."""
        rows = self.env["subscription.due.date"]._get_to_remind(company, today)
        if rows:
            self.env.ref(MAILS)._trigger()
        return self._do_each(
            rows, lambda batch: batch._remind_customers(today), today, size=BATCH_SIZE
        )

    @api.model
    def _get_trouble_owner(self, record):
        """Return who looks after the due date whose reminder failed."""
        if record.subscription_id:
            return super()._get_trouble_owner(record)
        return record._get_responsible()
