"""A back office with very many subscriptions, and how long its screens take the server."""

import threading
import time

from odoo import fields
from odoo.tools import SQL

from benchmarks._invoices import Invoices

PERIODS = 12
CUSTOMERS = 2000
TRIES = 5
# Months over which the starts are spread; of so many subscriptions one has left.
YEARS = 24
LEAVES_EACH = 9


class Screens:
    """Multiply one subscription by SQL, and open what a clerk opens."""

    def __init__(self, env, count):
        self.env = env
        first = env["subscription.subscription"].search([], limit=1)
        invoice = first._bill_due_periods(fields.Date.today())
        env.flush_all()
        self._multiply("res_partner", {"complete_name", "ref"}, CUSTOMERS)
        self._multiply("subscription_subscription", {"name", "partner_id"}, int(count))
        self._multiply_lines()
        self._multiply_periods()
        self._multiply_movements()
        self._spread_movements()
        invoices = Invoices(env, invoice)
        invoices.make()
        invoices.defer()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()

    def _columns(self, table, without):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        return [name for (name,) in self.env.cr.fetchall() if name not in without]

    def _multiply(self, table, own, count):
        """Copy the newest row of `table` until there are `count`; own columns differ."""
        copied = self._columns(table, {"id", *own})
        values = {
            "complete_name": SQL("'Customer ' || number"),
            "ref": SQL("'C' || number"),
            "name": SQL("'N' || number"),
            "partner_id": SQL(
                "(SELECT min(id) FROM res_partner WHERE ref LIKE 'C%%') + number %% %s",
                CUSTOMERS - 1,
            ),
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %(table)s (%(own)s, %(copied)s)
                SELECT %(values)s, %(copied)s
                  FROM (SELECT * FROM %(table)s ORDER BY id DESC LIMIT 1) one,
                       generate_series(2, %(count)s) number
                """,
                table=SQL.identifier(table),
                own=SQL(", ").join(map(SQL.identifier, sorted(own))),
                values=SQL(", ").join(values[name] for name in sorted(own)),
                copied=SQL(", ").join(map(SQL.identifier, copied)),
                count=count,
            )
        )

    def _multiply_lines(self):
        """Give each subscription the lines of the first one."""
        copied = self._columns("subscription_line", {"id", "subscription_id"})
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO subscription_line (subscription_id, %(copied)s)
                SELECT s.id, %(lined)s
                  FROM subscription_line l, subscription_subscription s
                 WHERE NOT EXISTS (
                       SELECT 1 FROM subscription_line o WHERE o.subscription_id = s.id)
                """,
                copied=SQL(", ").join(map(SQL.identifier, copied)),
                lined=SQL(", ").join(SQL.identifier("l", name) for name in copied),
            )
        )

    def _multiply_periods(self):
        """Give each subscription a year of periods."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO subscription_period
                       (subscription_id, company_id, date_start, date_end, kind)
                SELECT s.id, s.company_id,
                       (s.next_period_start - (n + 2) * interval '1 month')::date,
                       (s.next_period_start - (n + 1) * interval '1 month')::date, 'billed'
                  FROM subscription_subscription s, generate_series(1, %s) n
                """,
                PERIODS,
            )
        )

    def _multiply_movements(self):
        """Give each subscription the movements of MRR of the first one."""
        copied = self._columns("subscription_mrr_movement", {"id", "subscription_id"})
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO subscription_mrr_movement (subscription_id, %(copied)s)
                SELECT s.id, %(moved)s
                  FROM subscription_mrr_movement m, subscription_subscription s
                 WHERE NOT EXISTS (
                       SELECT 1 FROM subscription_mrr_movement o
                        WHERE o.subscription_id = s.id)
                """,
                copied=SQL(", ").join(map(SQL.identifier, copied)),
                moved=SQL(", ").join(SQL.identifier("m", name) for name in copied),
            )
        )

    def _spread_movements(self):
        """Let subscriptions begin month by month for two years, and some of them leave."""
        self.env.cr.execute(
            f"""
            UPDATE subscription_mrr_movement
               SET date = (date - subscription_id % {YEARS} * interval '1 month')::date;
            UPDATE subscription_subscription s SET date_start = m.date
              FROM subscription_mrr_movement m WHERE m.subscription_id = s.id;
            INSERT INTO subscription_mrr_movement
                   (subscription_id, partner_id, company_id, user_id, plan_id, date, kind,
                    amount)
            SELECT subscription_id, partner_id, company_id, user_id, plan_id,
                   (date + interval '5 months')::date, 'churned', -amount
              FROM subscription_mrr_movement
             WHERE subscription_id % {LEAVES_EACH} = 0
                   AND date < now() - interval '6 months'
            """
        )

    def run(self):
        """Return, for each screen, what it took: milliseconds and queries."""
        subscriptions = self.env["subscription.subscription"]
        return {
            "subscriptions": subscriptions.search_count([]),
            "periods": self.env["subscription.period"].search_count([]),
            "invoices": self.env["account.move"].search_count(
                [("move_type", "=", "out_invoice")]
            ),
            "screens": {
                name: [self._time(screen, number) for number in range(TRIES)]
                for name, screen in self._get_screens().items()
            },
            "counted": self.counted,
        }

    def _get_screens(self):
        listed = self._get_fields("list")
        shown = self._get_fields("form")
        subscriptions = self.env["subscription.subscription"]

        def lists(domain):
            return lambda number: subscriptions.web_search_read(
                domain, listed, offset=80 * number, limit=80, count_limit=10001
            )

        def form(number):
            middle = subscriptions.search([], offset=500 * number, limit=1)
            return middle.web_read(shown)

        return self._get_books() | {
            "today": lambda _number: self.env["subscription.today"].get_today(),
            "list": lists([]),
            "form": form,
            "customer": lists([("partner_id", "ilike", "Customer 77")]),
            "past due": lists([("is_past_due", "=", True)]),
            "billing error": lists([("billing_error", "!=", False)]),
            "in trial": lists([("is_in_trial", "=", True)]),
            "by state": lambda _number: subscriptions.web_read_group(
                [], ["state"], ["__count", "recurring_amount:sum"]
            ),
            "next invoice": lambda _number: subscriptions.web_read_group(
                [("next_invoice_date", "!=", False)],
                ["next_invoice_date:month"],
                ["__count"],
            ),
        }

    def _get_books(self):
        """Return what an accountant and an owner open."""
        env = self.env
        today = env.company._subscription_today()
        closing = env["subscription.closing"]._get_next_to_close(env.company, today)
        # As every night.
        self.counted = self._time(lambda _number: closing._count_figures(), 0)
        rows = env["subscription.deferral"]
        shown = self._get_fields("form", "subscription.closing")
        listed = self._get_fields("list", "subscription.deferral")
        return {
            "key figures": lambda _number: env["subscription.figures"].get_figures(),
            "month end": lambda _number: closing.web_read(shown),
            "deferred report": lambda number: rows.web_search_read(
                [], listed, offset=80 * number, limit=80, count_limit=10001
            ),
            "deferred, pivot": lambda _number: rows.formatted_read_group(
                [], ["revenue_account_id", "date_month:month"], ["amount:sum"]
            ),
        }

    def _get_fields(self, kind, name="subscription.subscription"):
        """Return the specification of what the client asks for in that view."""
        model = self.env[name]
        names = model.get_view(view_type=kind)["models"][name]
        return {name: self._specify(model._fields[name]) for name in names}

    def _specify(self, field):
        if field.type == "many2one":
            return {"fields": {"display_name": {}}}
        if field.type == "one2many" and field.comodel_name.startswith("subscription."):
            lines = self.env[field.comodel_name]
            kept = [one for one in lines._fields.values() if one.type != "one2many"]
            return {
                "fields": {one.name: {} for one in kept if one.name[0] != "_"},
                "limit": 40,
            }
        return {}

    def _time(self, screen, number):
        """Open a screen with cold caches of records, as another user would."""
        self.env.invalidate_all()
        sent = []
        thread = threading.current_thread()
        thread.query_hooks = [lambda *_args: sent.append(1)]
        start, busy = time.perf_counter(), time.process_time()
        screen(number)
        took = 1000 * (time.perf_counter() - start)
        busy = 1000 * (time.process_time() - busy)
        thread.query_hooks = []
        return {"ms": took, "cpu": busy, "queries": len(sent)}
