"""A price revision of very many subscriptions: planned, and told to each customer."""

from dateutil.relativedelta import relativedelta

from benchmarks import _job

PERCENT, PRICE, NEW_PRICE = 10.0, 30.0, 33.0


class Job(_job.Work):
    """Subscriptions that all begin their next month on the same day."""

    cron = "subscription_rental.cron_price_revision"

    def seed(self):
        """Bill one for a month, and make the others by SQL."""
        subscription = self.subscribe(self.today, price=PRICE)
        subscription._bill_due_periods(self.today)
        self.multiply_subscription(subscription)

    def ready(self):
        """Make the revision; what the loop writes on comes from the lines."""
        day = self.today + relativedelta(months=1)
        self.revision = self.env["subscription.price.revision"].create(
            {
                "name": "Benchmark",
                "date": day,
                "percent": PERCENT,
                "notice_days": (day - self.today).days,
            }
        )
        self.lines = self.env["subscription.line"].search([])

    def left(self):
        """Return how many customers have still to be told."""
        return len(self.revision.line_ids.filtered(lambda one: not one.notified_on))

    def ours(self):
        """Look at the preview, confirm it, and let the job tell the customers."""
        self.revision.action_preview()
        self.revision.action_confirm()
        self.env.cr.commit()
        super().ours()

    def loop(self):
        """Note the new price of each line, and mail the customer."""
        template = self.env.ref("subscription_rental.mail_template_price_revision")
        self.revision._write_kept({"state": "confirmed"})
        for line in self.each(self.lines):
            self.env["subscription.price.revision.line"].create(
                {
                    "revision_id": self.revision.id,
                    "line_id": line.id,
                    "day": self.revision.date,
                    "price_before": line.price_unit,
                    "price_after": line.price_unit * (100 + PERCENT) / 100,
                    "notified_on": self.today,
                    "state": "planned",
                }
            )
            line.subscription_id.message_post_with_source(
                template,
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid="mail.mail_notification_light",
            )
            self.env.cr.commit()

    def outcome(self):
        """Return the planned prices, and the messages to customers."""
        rows = self.env["subscription.price.revision.line"].search(
            [("state", "=", "planned"), ("notified_on", "=", self.today)]
        )
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "subscription.subscription"),
                ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
            ]
        )
        return {
            "prices": round(sum(rows.mapped("price_after")), 2),
            "more a month": round(sum(rows.mapped("mrr_change")), 2),
            "subscriptions": len(rows.subscription_id),
            "messages": len(messages),
            "customers": len(messages.notified_partner_ids),
        }
