"""Very many invoice lines of yearly plans: laid out, booked for two months, compared."""

import resource
import time
from datetime import date

from odoo.fields import Command
from odoo.tools import SQL

JANUARY, FEBRUARY = date(2024, 1, 31), date(2024, 2, 29)


class Deferral:
    """Lines of one plan for a year, made by SQL from one that was billed."""

    def __init__(self, env, count):
        self.env, self.count = env, int(count)
        self.company = env.company
        self._prepare_books()
        self._multiply(self._make_first())
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()

    def _prepare_books(self):
        """Let the company spread its revenue by day."""
        env = self.env
        account = env["account.account"].create(
            {"name": "Deferred", "code": "249900", "account_type": "liability_current"}
        )
        journal = env["account.journal"].search([("type", "=", "general")], limit=1)
        self.company.write(
            {
                "subscription_deferral_method": "day",
                "subscription_deferral_account_id": account.id,
                "subscription_deferral_journal_id": journal.id,
                "subscription_deferral_from": "2024-01-01",
            }
        )

    def _make_first(self):
        """Return the invoice line of a subscription that was billed for a year."""
        env = self.env
        product = env["product.product"].create({"name": "Bike", "type": "service"})
        product.taxes_id = False
        line = {"product_tmpl_id": product.product_tmpl_id.id, "price_unit": 299.0}
        plan = env["subscription.plan"].create(
            {
                "name": "Bike",
                "invoice_mode": "post",
                "interval_unit": "year",
                "line_ids": [Command.create(line)],
            }
        )
        day = date(2024, 1, 15)
        subscription = env["subscription.subscription"].create(
            {
                "partner_id": env["res.partner"].create({"name": "Ada"}).id,
                "plan_id": plan.id,
                "date_start": day,
            }
        )
        subscription._start(day)
        move = subscription._bill_due_periods(day)
        env.flush_all()
        return move.invoice_line_ids

    def _multiply(self, line):
        """Insert as many copies of the line's row as are missing."""
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'account_move_line' AND is_generated = 'NEVER'"
        )
        names = [name for (name,) in self.env.cr.fetchall()]
        told = [
            SQL("id + number") if name == "id" else SQL.identifier(name) for name in names
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO account_move_line (%s) SELECT %s FROM account_move_line,"
                " generate_series(10, %s) number WHERE id = %s",
                SQL(", ").join(SQL.identifier(name) for name in names),
                SQL(", ").join(told),
                self.count + 8,
                line.id,
            )
        )

    def run(self):
        """Lay out, book January, then February, and compare as every night."""
        rows = self.env["subscription.deferral"]
        before = time.process_time()
        layout, _done, layout_mb = _timed(
            lambda: rows._lay_out_deferrals(self.company, JANUARY)
        )
        layout_cpu = time.process_time() - before
        self.env.flush_all()
        january, _done, book_mb = _timed(lambda: self._book(JANUARY))
        february, _done, _mb = _timed(lambda: self._book(FEBRUARY))
        again, _done, _mb = _timed(lambda: self._book(FEBRUARY))
        check, _done, check_mb = _timed(lambda: rows._check_deferrals(self.company))
        return {
            "lines": self.count,
            "rows": rows.search_count([]),
            "layout": layout,
            "layout_cpu": layout_cpu,
            "january": january,
            "february": february,
            "again": again,
            "check": check,
            "layout_mb": layout_mb,
            "book_mb": book_mb,
            "check_mb": check_mb,
        }

    def _book(self, day):
        closing = self.env["subscription.closing"]._get_for(self.company, day)
        closing._defer(day)
        self.env.flush_all()


def _timed(work):
    """Return (seconds, what `work` returned, MB by which memory's peak rose)."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, result, (after - before) / 1024
