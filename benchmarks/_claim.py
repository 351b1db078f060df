"""How long the job takes to choose a batch among very many subscriptions."""

import threading
import time

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

TRIES = 15
# Of a month's subscriptions, a day's are due.
DAYS = 30


class Claim:
    """Clone a subscription by SQL, and claim batches of what is due."""

    def __init__(self, env, count):
        self.env = env
        self._multiply(int(count))

    def _multiply(self, count):
        model = self.env["subscription.subscription"]
        own = {"id", "name", "next_billing_date"}
        columns = [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type and name not in own
        ]
        copied = SQL(", ").join(map(SQL.identifier, columns))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO subscription_subscription (name, next_billing_date, %(copied)s)
                SELECT 'N' || number, next_billing_date + number %% %(days)s, %(copied)s
                  FROM subscription_subscription, generate_series(2, %(count)s) number
                """,
                copied=copied,
                days=DAYS,
                count=count,
            )
        )
        self.env.cr.execute("ANALYZE subscription_subscription")
        self.env.cr.commit()

    def run(self):
        """Return how long a claim takes, and the plan of its query."""
        today = fields.Date.today()
        company = self.env.company
        subscriptions = self.env["subscription.subscription"].with_company(company)
        domain = Domain(subscriptions._due_domain(company, today))
        taken = [self._time(domain) for _ in range(TRIES)]
        query, params = taken[0]["sql"]
        self.env.cr.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query}", params)
        plan = [row[0] for row in self.env.cr.fetchall()]
        self.env.cr.rollback()
        return {
            "total": subscriptions.search_count([]),
            "due": subscriptions.search_count(domain),
            "batch": taken[0]["batch"],
            "query_ms": [one["query_ms"] for one in taken],
            "call_ms": [one["call_ms"] for one in taken],
            "plan": plan,
        }

    def _time(self, domain):
        """Claim one batch, and give it back."""
        sent = []
        threading.current_thread().query_hooks = [
            lambda _cursor, query, params, _start, delay: sent.append(
                (query, params, delay)
            )
        ]
        start = time.perf_counter()
        batch = self.env["subscription.billing.job"]._claim(domain)
        call = time.perf_counter() - start
        threading.current_thread().query_hooks = []
        self.env.cr.rollback()
        query, params, delay = next(one for one in sent if "SKIP LOCKED" in one[0])
        return {
            "batch": len(batch),
            "sql": (query, params),
            "query_ms": 1000 * delay,
            "call_ms": 1000 * call,
        }
