from datetime import timedelta

from psycopg2.extras import Json

from odoo import api, models
from odoo.tools import SQL, split_every

from ...billing import deferral
from ...billing.period import Period
from ...billing.proration import exact

# So many lines are laid out at once.
LAID_OUT_AT_ONCE = 500
REVENUE = ("income", "income_other")
# What is read of a line; it has a hundred columns.
READ = (
    "account_id",
    "analytic_distribution",
    "balance",
    "date",
    "product_id",
    "rental_first_day",
    "rental_last_day",
    "rental_period_id",
    "rental_subscription_id",
)


class SubscriptionDeferral(models.Model):
    """From posted invoice lines to rows: all follows from amount, days and booking."""

    _inherit = "subscription.deferral"

    @api.model
    def _lay_out_deferrals(self, company, day):
        """Make the rows of all lines of `company` that are posted up to `day`.

        A line is laid out once. What lies in months before the first open one is kept
        with them, and booked with that one.
        """
        if not company._defers():
            return
        company._check_ready_to_defer()
        ids = self._find_lines_without_rows(company, day)
        for part in split_every(LAID_OUT_AT_ONCE, ids):
            lines = self.env["account.move.line"].sudo().browse(part)
            lines.fetch(READ)
            self._lay_out_lines(lines, company)
            # However many there are, no more than one part is in memory.
            self.env.flush_all()
            self.env.invalidate_all()

    @api.model
    def _find_lines_without_rows(self, company, day):
        """Return the ids of posted lines that go on after the month of their booking.

        What ended before the first open month has nothing left to be deferred.
        """
        first = company._get_first_open_month()
        # The flush of what the query reads.
        self.env["account.move.line"].flush_model()
        self.flush_model()
        query = SQL(
            """SELECT line.id FROM account_move_line line
                 JOIN account_account account ON account.id = line.account_id
                WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
                      AND line.display_type = 'product'
                      AND line.rental_subscription_id IS NOT NULL
                      AND line.rental_first_day IS NOT NULL
                      AND line.rental_last_day >= %(first)s AND line.date <= %(day)s
                      AND line.rental_last_day >=
                          date_trunc('month', line.date) + interval '1 month'
                      AND line.balance != 0 AND account.account_type IN %(revenue)s
                      AND NOT EXISTS (SELECT FROM subscription_deferral row
                                       WHERE row.move_line_id = line.id)
                ORDER BY line.id""",
            company=company.id,
            first=first,
            day=day,
            revenue=REVENUE,
        )
        return [line_id for (line_id,) in self.env.execute_query(query)]

    @api.model
    def _lay_out_lines(self, lines, company):
        """Make the rows of these lines, unless they are left out."""
        vals_list = [
            vals
            for line in lines
            if not line._is_left_out_of_deferral(company)
            for vals in line._prepare_deferral_vals(company)
        ]
        if vals_list:
            self._insert(vals_list)

    @api.model
    def _insert(self, vals_list):
        """Make rows of these values in one go: a line for a year has a dozen of them."""
        names = list(vals_list[0])
        rows = (
            tuple(_as_column(vals[name]) for name in names)
            + (self.env.uid, self.env.cr.now())
            for vals in vals_list
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO subscription_deferral (%s, create_uid, create_date) VALUES %s",
                SQL(", ").join(SQL.identifier(name) for name in names),
                SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )


def _as_column(value):
    """Return `value` as its column takes it."""
    return Json(value) if isinstance(value, dict) else value or None


class AccountMoveLine(models.Model):
    """An invoice line whose revenue is for the days of its period."""

    _inherit = "account.move.line"

    def _get_deferred_days(self):
        """Return the `Period` that this line invoices, or takes back."""
        self.ensure_one()
        return Period(self.rental_first_day, self.rental_last_day + timedelta(days=1))

    def _is_left_out_of_deferral(self, company):
        """Return whether this line counts in the month of its invoice, as set."""
        self.ensure_one()
        days = self._get_deferred_days()
        whole = self.rental_period_id.slot_days or days.days
        return deferral.is_left_out(days, whole, company.subscription_deferral_short)

    def _prepare_deferral_vals(self, company):
        """Return the values of the rows of this line, one for each month."""
        self.ensure_one()
        category = self.product_id.categ_id
        account = category._get_deferral_account(company)
        rows = deferral.schedule(
            exact(-self.balance),
            self._get_deferred_days(),
            self.date,
            company.subscription_deferral_method,
            company.currency_id.rounding,
        )
        # Read once: a line for a year has a dozen rows.
        shared = {
            "company_id": company.id,
            "move_line_id": self.id,
            "subscription_id": self.rental_subscription_id.id,
            "period_id": self.rental_period_id.id,
            "revenue_account_id": self.account_id.id,
            "deferral_account_id": account.id,
            "analytic_distribution": self.analytic_distribution,
        }
        return [
            {**shared, "date_month": month, "amount": float(amount)}
            for month, amount in rows
        ]
