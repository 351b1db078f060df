from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date


class SubscriptionDeferral(models.Model):
    """The ledger of deferred revenue: one row for each invoice line and month."""

    _name = "subscription.deferral"
    _description = "Deferred Revenue"
    _order = "date_month, id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Line",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    move_id = fields.Many2one(related="move_line_id.move_id", string="Invoice")
    partner_id = fields.Many2one(related="move_line_id.partner_id", string="Customer")
    date_from = fields.Date(related="move_line_id.rental_first_day", string="From")
    date_until = fields.Date(related="move_line_id.rental_last_day", string="Until")
    period_amount = fields.Monetary(
        string="Invoiced",
        compute="_compute_period_amount",
        help="Before taxes, in the currency of the company; below 0 on credit notes.",
    )
    subscription_id = fields.Many2one(
        "subscription.subscription",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    period_id = fields.Many2one(
        "subscription.period",
        string="Billing Period",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    revenue_account_id = fields.Many2one(
        "account.account", string="Revenue Account", required=True, readonly=True
    )
    deferral_account_id = fields.Many2one(
        "account.account", string="Deferred Account", required=True, readonly=True
    )
    analytic_distribution = fields.Json(string="Analytic Distribution", readonly=True)
    date_month = fields.Date(
        string="Month", required=True, readonly=True, help="The month that it is for."
    )
    month_name = fields.Char(string="For", compute="_compute_month_name")
    amount = fields.Monetary(
        required=True,
        readonly=True,
        help="By so much the revenue of the month changes: below 0 what is put off, in "
        "the month of the invoice.",
    )
    closing_id = fields.Many2one(
        "subscription.closing",
        string="Booked In",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The month end with which it was booked; empty: not booked yet.",
    )
    is_late = fields.Boolean(
        string="Late",
        readonly=True,
        help="It came when its month was locked, and is booked in the first open one.",
    )
    entry_id = fields.Many2one(related="closing_id.deferral_move_id", string="Entry")
    _one_per_line_and_month = models.UniqueIndex(
        "(move_line_id, date_month)", "This line has its part of that month already."
    )
    # In the order of the list.
    _by_month = models.Index("(date_month, id)")
    _open_rows = models.Index("(company_id, date_month) WHERE closing_id IS NULL")

    @api.depends("date_month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for row in self:
            row.month_name = format_date(self.env, row.date_month, date_format="MMMM yyyy")

    @api.depends("move_line_id", "month_name")
    def _compute_display_name(self):
        for row in self:
            # Who may read the row may know of which document it is.
            document = row.sudo().move_id.display_name
            row.display_name = f"{document}, {row.month_name}"

    @api.depends("move_line_id")
    def _compute_period_amount(self):
        for row in self:
            # Who may read the row may know of what it is a part.
            row.period_amount = -row.sudo().move_line_id.balance

    @api.model
    def _open_domain(self, company, day):
        """Return the domain of what is to be booked up to the month of `day`."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("closing_id", "=", False)
            & Domain("date_month", "<=", day)
        )

    @api.model
    def _until_domain(self, company, day):
        """Return the domain of all rows that are for months up to that of `day`."""
        return Domain("company_id", "=", company.id) & Domain("date_month", "<=", day)

    @api.model
    def _sum_of(self, domain):
        """Return by how much these rows change revenue, in company currency."""
        [(total,)] = self._read_group(domain, [], ["amount:sum"])
        return total or 0.0

    @api.model
    def _get_deferred(self, company, day):
        """Return what is deferred at the end of the month of `day`, by the ledger."""
        return -self._sum_of(self._until_domain(company, day))

    @api.model
    def _get_accounts(self, company):
        """Return the accounts on which revenue of `company` waits, or has waited."""
        groups = self._read_group(
            [("company_id", "=", company.id)], ["deferral_account_id"]
        )
        used = self.env["account.account"].union(*(account for (account,) in groups))
        return used | company.subscription_deferral_account_id

    @api.model
    def _get_sums(self, domain):
        """Return [(revenue account, deferred account, distribution, amount)] of rows."""
        query = self._search(domain, order="id")
        row = SQL.identifier(self._table)
        rows = self.env.execute_query(
            SQL(
                """SELECT revenue_account_id, deferral_account_id, analytic_distribution,
                          SUM(amount)
                     FROM %(row)s WHERE id IN %(ids)s
                    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
                row=row,
                ids=query.subselect(),
            )
        )
        accounts = self.env["account.account"]
        return [
            (accounts.browse(revenue), accounts.browse(deferred), distribution, amount)
            for revenue, deferred, distribution, amount in rows
        ]

    @api.model
    def _book_in(self, closing):
        """Mark what is to be booked up to the month of `closing` as booked with it."""
        self.flush_model()
        self.env.execute_query(
            SQL(
                """UPDATE subscription_deferral
                      SET closing_id = %(closing)s, is_late = date_month < %(month)s
                    WHERE company_id = %(company)s AND closing_id IS NULL
                          AND date_month <= %(month)s
                RETURNING 1""",
                closing=closing.id,
                month=closing.date_month,
                company=closing.company_id.id,
            )
        )
        self.invalidate_model(["closing_id", "is_late"])

    @api.model
    def _take_out(self, closing):
        """Let what was booked with `closing` wait for an entry again."""
        self.flush_model()
        self.env.execute_query(
            SQL(
                """UPDATE subscription_deferral SET closing_id = NULL, is_late = FALSE
                    WHERE closing_id = %s RETURNING 1""",
                closing.id,
            )
        )
        self.invalidate_model(["closing_id", "is_late"])

    @api.model
    def _forget_open(self, companies):
        """Delete the rows of lines of `companies` of which no part is booked yet."""
        self.flush_model()
        self.env.execute_query(
            SQL(
                """DELETE FROM subscription_deferral row
                    WHERE row.company_id = ANY(%s) AND NOT EXISTS (
                          SELECT FROM subscription_deferral booked
                           WHERE booked.move_line_id = row.move_line_id
                                 AND booked.closing_id IS NOT NULL)
                RETURNING 1""",
                companies.ids,
            )
        )
        self.env.invalidate_all()
