"""A back office with very many subscriptions, a year of periods, invoices and payments."""

from odoo import fields
from odoo.tools import SQL

from benchmarks._invoices import Invoices

PERIODS = 12
CUSTOMERS = 2000
# Months over which the starts are spread; of so many subscriptions one has left.
YEARS = 24
LEAVES_EACH = 9


class Data:
    """Multiply one subscription by SQL."""

    def __init__(self, env, count):
        self.env, self.count = env, int(count)

    def run(self):
        """Make all of it; return nothing that counts."""
        env = self.env
        first = env["subscription.subscription"].search([], limit=1)
        invoice = first._bill_due_periods(fields.Date.today())
        env.flush_all()
        self._multiply("res_partner", {"complete_name", "ref"}, CUSTOMERS)
        self._multiply("subscription_subscription", {"name", "partner_id"}, self.count)
        self._follow("subscription_line")
        self._multiply_periods()
        self._follow("subscription_mrr_movement")
        self._spread_movements()
        invoices = Invoices(env, invoice)
        invoices.make()
        invoices.defer()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()
        return {}

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

    def _follow(self, table):
        """Give each subscription the rows of `table` that the first one has."""
        copied = self._columns(table, {"id", "subscription_id"})
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %(table)s (subscription_id, %(copied)s)
                SELECT s.id, %(source)s
                  FROM %(table)s source, subscription_subscription s
                 WHERE NOT EXISTS (
                       SELECT 1 FROM %(table)s other WHERE other.subscription_id = s.id)
                """,
                table=SQL.identifier(table),
                copied=SQL(", ").join(map(SQL.identifier, copied)),
                source=SQL(", ").join(SQL.identifier("source", name) for name in copied),
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
