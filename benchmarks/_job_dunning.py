"""Dunning: the steps that are due, among very many open cases."""

from datetime import timedelta

from odoo.fields import Command

from benchmarks import _job

# A reminder is due today; the next step comes later.
STEPS = ((10, "remind"), (14, "suspend"), (21, "warn"), (30, "terminate"))
LATER = 3


class Job(_job.Work):
    """Unpaid invoices of as many customers, each with a case."""

    cron = "subscription_rental.ir_cron_dunning"

    def seed(self):
        """Open one case, and make the others by SQL; most wait for some days more."""
        self.company.subscription_dunning_policy_id = self._make_policy()
        start = self.today - timedelta(days=STEPS[0][0])
        subscription = self.subscribe(start)
        invoice = subscription._bill_due_periods(start)
        job = self.env["subscription.dunning.job"].with_company(self.company)
        [(move, *facts)] = job._find_new(self.company, self.today)
        case = self.env["subscription.dunning.case"]._open_case(
            move, *facts, invoice.invoice_date_due + timedelta(days=1)
        )
        self.multiply_subscription(
            subscription,
            invoice,
            invoice.line_ids,
            case,
            case.event_ids,
            subscription_dunning_case__since=self.due_or("since", LATER),
            subscription_dunning_case__next_date=self.due_or("next_date", LATER),
        )

    def _make_policy(self):
        steps = [Command.create({"days": days, "action": action}) for days, action in STEPS]
        return self.env["subscription.dunning.policy"].create(
            {"name": "Benchmark", "step_ids": steps}
        )

    def _search_due(self):
        return self.env["subscription.dunning.case"].search(
            [("state", "=", "open"), ("next_date", "<=", self.today)]
        )

    def ready(self):
        """Choose what the loop works on."""
        self.due = self._search_due()

    def left(self):
        """Return how many steps are still due."""
        return len(self._search_due())

    def loop(self):
        """Mail each case's reminder, note the step, and plan the next one."""
        for case in self.each(self.due):
            step = case.next_step_id
            step._get_template().send_mail(case.id)
            self.env["subscription.dunning.event"].create(
                {
                    "case_id": case.id,
                    "step_id": step.id,
                    "date": self.today,
                    "round": case.round,
                    "name": step._get_label(),
                }
            )
            later = case.policy_id.step_ids.filtered(lambda one, s=step: one.days > s.days)
            following = later.sorted("days")[:1]
            case._write_kept(
                {
                    "previous_date": self.today,
                    "next_step_id": following.id,
                    "next_date": case.since + timedelta(days=following.days),
                }
            )
            self.env.cr.commit()

    def outcome(self):
        """Return the mails, the steps in the timelines, and what comes next."""
        steps = self.due.event_ids.filtered("step_id")
        return {
            "mails": self.env["mail.mail"].search_count(
                [("model", "=", "subscription.dunning.case")]
            ),
            "steps": len(steps),
            "moved on": len(self.due.filtered(lambda one: one.next_action == "suspend")),
            "days": sum((one.next_date - self.today).days for one in self.due),
        }
