"""The nightly check of the ledger: each subscription's dates against its periods."""

from itertools import pairwise

from dateutil.relativedelta import relativedelta

from benchmarks import _job
from benchmarks._copies import STRIDE

MONTHS = 12
# Of so many subscriptions one has a date that does not follow from its ledger.
FAULTY_EACH = 50


class Job(_job.Work):
    """A year of monthly periods for each subscription; a few were tampered with."""

    cron = "subscription_rental.ir_cron_check_ledger"

    def seed(self):
        """Bill one for a year, and make the others by SQL."""
        start = self.today - relativedelta(months=MONTHS - 1)
        subscription = self.subscribe(start)
        for month in range(MONTHS):
            subscription._bill_due_periods(start + relativedelta(months=month))
        self.multiply_subscription(subscription)
        self.env.cr.execute(
            "UPDATE subscription_subscription SET next_period_start = next_period_start + 1"
            " WHERE id / %s %% %s = 0",
            [STRIDE, FAULTY_EACH],
        )

    def ready(self):
        """Choose what the loop looks at."""
        self.subscriptions = self.env["subscription.subscription"].search(
            [("billing_anchor", "!=", False)]
        )

    def left(self):
        """Return whether the job's time was up before it had looked at all."""
        stopped = [("last_id", "!=", 0)]
        return self.env["subscription.job.position"].search_count(stopped)

    def loop(self):
        """Read the periods of each subscription, and compare its dates with them."""
        for subscription in self.subscriptions:
            slots = self.env["subscription.period"].search(
                [
                    ("subscription_id", "=", subscription.id),
                    ("kind", "!=", "withdrawn"),
                ],
                order="date_start",
            )
            gaps = [one for one, two in pairwise(slots) if one.date_end != two.date_start]
            expected = subscription._prepare_cursor_vals(slots[-1:].date_end)
            wrong = [name for name in expected if subscription[name] != expected[name]]
            found = ", ".join(wrong + [str(one.date_end) for one in gaps]) or False
            if found != subscription.ledger_difference:
                subscription._write_kept({"ledger_difference": found})
        self.env.cr.commit()

    def outcome(self):
        """Return how many were found to differ."""
        found = self.env["subscription.subscription"].search_count(
            [("ledger_difference", "!=", False)]
        )
        return {"differ": found, "checked": len(self.subscriptions)}
