from odoo import api, models
from odoo.tools import SQL


class SubscriptionFigures(models.AbstractModel):
    """Customers won and lost: who has a monthly amount, and who no longer."""

    _inherit = "subscription.figures"

    @api.model
    def _count_customers(self, domain, firsts):
        """Return [(customers at the beginning, won, lost)] of each month.

        Who is at rest is a customer: neither lost in the pause nor won after it.
        """
        movements = self.env["subscription.mrr.movement"]
        movements.flush_model(["partner_id", "date", "amount", "kind"])
        rows = movements._search(domain)
        # One row a customer and month is too many for records: only their counts leave
        # the database.
        self.env.cr.execute(
            SQL(
                """
                WITH step AS (
                    SELECT partner_id, date_trunc('month', date)::date AS month,
                           SUM(amount) FILTER (WHERE kind != 'paused') AS moved
                      FROM subscription_mrr_movement
                     WHERE id IN %s
                     GROUP BY partner_id, date_trunc('month', date)
                ), level AS (
                    SELECT month, COALESCE(moved, 0) AS moved, SUM(moved) OVER (
                               PARTITION BY partner_id ORDER BY month
                           ) AS held
                      FROM step
                )
                SELECT month, COUNT(*) FILTER (WHERE held > 0 AND held <= moved),
                       COUNT(*) FILTER (WHERE held <= 0 AND held > moved)
                  FROM level GROUP BY month
                """,
                rows.subselect(),
            )
        )
        known = {month: (won, lost) for month, won, lost in self.env.cr.fetchall()}
        there = sum(won - lost for month, (won, lost) in known.items() if month < firsts[0])
        counts = []
        for first in firsts:
            won, lost = known.get(first, (0, 0))
            counts.append((there, won, lost))
            there += won - lost
        return counts
