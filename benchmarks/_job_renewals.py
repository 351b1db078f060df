"""Notices of tacit renewals: those whose day is today, among very many."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from benchmarks import _job

NOTICE = 30
LATER = 60


class Job(_job.Work):
    """Subscriptions for a year that renew by themselves; most of them some weeks later."""

    cron = "subscription_rental.cron_price_revision"

    def seed(self):
        """Make one whose term is nearly over, and the others by SQL."""
        self.company.write(
            {
                "subscription_renewal_notice": "own",
                "subscription_renewal_notice_days": NOTICE,
            }
        )
        # The last day to refuse is the day before the term ends.
        end = self.today + timedelta(days=NOTICE + 1)
        subscription = self.subscribe(
            end - relativedelta(years=1),
            interval_unit="year",
            term_count=1,
            renewal="automatic",
        )
        subscription._bill_due_periods(subscription.date_start)
        renewal = subscription.renewal_date
        if (end, renewal) != (subscription.date_end, end):
            raise AssertionError((end, renewal, subscription.date_end))
        self.multiply_subscription(
            subscription,
            subscription_subscription__date_end=self.due_or("date_end", LATER),
            subscription_subscription__renewal_date=self.due_or("renewal_date", LATER),
        )

    def _search_due(self):
        subscriptions = self.env["subscription.subscription"]
        return subscriptions._get_to_tell_of_renewal(self.company, self.today)

    def ready(self):
        """Choose what the loop tells of."""
        self.due = self._search_due()

    def left(self):
        """Return how many notices are still due."""
        return len(self._search_due())

    def loop(self):
        """Mail each customer, and keep the proof of it."""
        template = self.env.ref("subscription_rental.mail_template_renewal")
        for one in self.each(self.due):
            message = one.message_post_with_source(
                template,
                subtype_xmlid="mail.mt_note",
                email_layout_xmlid="mail.mail_notification_light",
            )
            self.env["subscription.renewal.notice"]._create_kept(
                [
                    {
                        "subscription_id": one.id,
                        "partner_id": one.partner_id.id,
                        "sent_to": one.partner_id.email_normalized,
                        "term_end": one.date_end,
                        "refuse_by": one.renewal_date - timedelta(days=1),
                        "told_on": self.today,
                        "message_id": message.id,
                    }
                ]
            )
            self.env.cr.commit()

    def outcome(self):
        """Return the proofs, the messages, and to how many customers they went."""
        notices = self.env["subscription.renewal.notice"].search([])
        messages = notices.message_id
        return {
            "notices": len(notices),
            "customers": len(messages.notified_partner_ids),
            "days": sum((one.refuse_by - self.today).days for one in notices),
            "characters": sum(map(len, messages.mapped("body"))) // len(notices),
        }
