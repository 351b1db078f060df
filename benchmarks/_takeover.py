"""The takeover of what OCA's `contract` and `subscription_oca` bill, both installed."""

import time

from dateutil.relativedelta import relativedelta

from odoo import fields

from benchmarks import _contestants

OLD = ("contract.contract", "sale.subscription")


class Takeover:
    """Move everything in, then let all jobs of that day run."""

    def __init__(self, env):
        self.env = env
        self.service = env["subscription.takeover"]
        self.due = fields.Date.today().replace(day=1) + relativedelta(months=1)
        self._bill_before()
        self.planned = self._read_planned()

    def _bill_before(self):
        """Let the next invoice of each be one of the first of next month."""
        lasting = self.due + relativedelta(years=1)
        kinds = (
            {"date_start": self.due},
            {"date_start": self.due, "recurring_rule_type": "quarterly"},
            {"date_start": self.due, "date_end": lasting},
            {
                "date_start": self.due - relativedelta(months=1),
                "recurring_invoicing_type": "post-paid",
            },
        )
        for number, contract in enumerate(self.env["contract.contract"].search([])):
            contract.contract_line_ids.write(kinds[number % len(kinds)])
        self.env["sale.subscription"].search([]).write({"recurring_next_date": self.due})
        self.env.cr.commit()

    def _read_planned(self):
        """Return {(customer, day): amount} of what the addons would bill next."""
        planned = {}
        for model in OLD:
            for old in self.service._find_old(model, self.env.company):
                for part in self.service._read_old(old):
                    key = (part.values["partner_id"], part.billing_date)
                    amount = sum(
                        line["quantity"] * line["price_unit"] for line in part.lines
                    )
                    planned.setdefault(key, []).append(round(amount, 2))
        return planned

    def run(self):
        """Return what became of them."""
        began = time.perf_counter()
        rows = self._move_in()
        lasted = time.perf_counter() - began
        made = rows.subscription_id
        same = rows.filtered(
            lambda row: row.subscription_id.next_billing_date == row.billing_date
        )
        before = self._count_invoices()
        self._run_old_jobs()
        old_bills = self._count_invoices() - before
        bills = made._bill_due_periods(self.due)
        again = made._bill_due_periods(self.due)
        count = sum(map(len, self.planned.values()))
        return {
            "agreements": count,
            "moved": len(made),
            "same_day": len(same),
            "old_bills": old_bills,
            "bills": len(made.period_ids),
            "same_amount": self._count_same(made),
            "twice": len(again),
            "invoices": len(bills),
            "ms": 1000 * lasted / max(len(made), 1),
            "problems": sorted({row.problem for row in rows if row.problem}),
        }

    def _move_in(self):
        """Move in until nothing is left, as a person does; return all rows."""
        rows = self.env["subscription.takeover.row"]
        while True:
            action = self.env["subscription.takeover.dialog"].action_open_takeover()
            dialog = self.env["subscription.takeover.dialog"].browse(action["res_id"])
            if not dialog.row_ids.filtered("is_taken"):
                return rows | dialog.row_ids
            dialog.action_move_in()
            rows |= dialog.row_ids
            self.env.cr.commit()

    def _run_old_jobs(self):
        """Let the addons' own jobs find what they think is due on that day, today."""
        contracts = self.env["contract.contract"]
        contracts._cron_recurring_create(self.due)
        job = self.env.ref(_contestants.JOBS["subscription_oca"])
        job.method_direct_trigger()
        left = self.env["sale.subscription"].search(
            [("in_progress", "=", True), ("recurring_next_date", "<=", self.due)]
        )
        for old in left:
            old.generate_invoice()

    def _count_invoices(self):
        return self.env["account.move"].search_count([("move_type", "=", "out_invoice")])

    def _count_same(self, made):
        """Return how many periods are invoiced with the amount that was planned."""
        same = 0
        for subscription in made:
            lines = subscription.period_ids.move_line_ids
            amount = round(sum(lines.mapped("price_subtotal")), 2)
            planned = self.planned.get((subscription.partner_id.id, self.due), [])
            if amount in planned:
                planned.remove(amount)
                same += 1
        return same
