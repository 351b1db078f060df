from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.subscription_rental.billing import fleet

from ..units.subscription_assignment_worth import earned

# Of several units each of these is one sum divided by another, and no mean of quotients.
QUOTIENTS = {
    "utilisation": "SUM(%(days_out)s)::float / NULLIF(SUM(%(days_in_service)s), 0)",
    "earned_back": "SUM(%(brought)s)::float / NULLIF(SUM(%(cost)s), 0)::float",
    "months_left": """CASE
        WHEN SUM(%(brought)s) >= SUM(%(cost)s) THEN 0
        WHEN SUM(%(income)s) > 0 AND SUM(%(days_out)s) > 0
        THEN SUM(%(cost)s - %(brought)s)::float * SUM(%(days_out)s)
             / (SUM(%(income)s)::float * %(month)s)
        END""",
}


class SubscriptionUnitReport(models.Model):
    """Each unit: how much it is used, what it costs, brought and lost, to group (RG8)."""

    _name = "subscription.unit.report"
    _description = "Fleet Analysis"
    _auto = False
    _rec_name = "lot_id"
    _order = "product_id, lot_id"
    _depends = {
        "account.move.line": [
            "balance",
            "company_id",
            "parent_state",
            "product_id",
            "quantity",
            "rental_charge_id",
            "rental_first_day",
            "rental_last_day",
            "rental_subscription_id",
        ],
        "stock.lot": [
            "company_id",
            "name",
            "product_id",
            "rental_cost",
            "rental_disposal_date",
            "rental_purchase_date",
            "rental_service_date",
            "rental_state",
        ],
        "subscription.assignment": [
            "company_id",
            "date_from",
            "date_to",
            "lot_id",
            "product_id",
            "quantity",
            "subscription_id",
        ],
        "subscription.charge": ["assignment_id"],
        "subscription.incident": [
            "company_id",
            "cover_paid",
            "found_on",
            "loss",
            "lot_id",
            "state",
        ],
        "subscription.unit.check": [
            "assignment_id",
            "company_id",
            "cover_paid",
            "loss",
            "lot_id",
        ],
    }

    lot_id = fields.Many2one("stock.lot", string="Unit", readonly=True)
    # Accountants read and export it without rights on serial numbers.
    unit_name = fields.Char(string="Number", readonly=True)
    product_id = fields.Many2one("product.product", string="Model", readonly=True)
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    rental_state = fields.Selection(
        selection=lambda self: self.env["stock.lot"]._fields["rental_state"].selection,
        string="State",
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", string="Held By", readonly=True)
    units = fields.Integer(string="Units", readonly=True)
    date_service = fields.Date(
        string="Owned Since",
        readonly=True,
        help="Day it went into service; without one the day it was bought; else the first "
        "day it was known here.",
    )
    days_in_service = fields.Integer(
        string="Days Owned",
        readonly=True,
        help="Days from Owned Since to today, or to the day it was disposed of.",
    )
    days_out = fields.Integer(
        string="Days Rented",
        readonly=True,
        help="Of the days owned, those in customers' hands.",
    )
    days_idle = fields.Integer(
        string="Days Not Rented",
        readonly=True,
        help="Of the days owned, those in nobody's hands.",
    )
    months_out = fields.Float(
        string="Months Rented",
        readonly=True,
        digits=(16, 1),
        help="Days rented, in months of 30.4 days.",
    )
    times_out = fields.Integer(
        string="Times Rented", readonly=True, help="How often it was handed over."
    )
    utilisation = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Days rented of the days owned; of several units all their days together.",
    )
    income = fields.Monetary(
        string="Rent",
        readonly=True,
        help="Invoiced for the days in customers' hands, less credits, before taxes, in "
        "the company's currency.",
    )
    charged = fields.Monetary(
        string="Other Charges",
        readonly=True,
        help="Invoiced for the unit itself: damage, loss, late return and its sale, less "
        "credits, before taxes.",
    )
    cost = fields.Monetary(
        readonly=True,
        help="Acquisition Cost on the unit; without one the cost of the product.",
    )
    result = fields.Monetary(
        readonly=True, help="Rent and other charges, less the cost of the unit."
    )
    earned_back = fields.Float(
        string="Cost Earned Back",
        readonly=True,
        aggregator="avg",
        help="Rent and other charges, as a share of the cost: break-even is at 100 %.",
    )
    months_left = fields.Float(
        string="Months to Break-Even",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Further months on rent until the cost is earned back, at the rent a month so "
        "far; 0 once it is, empty without rent.",
    )
    loss = fields.Monetary(
        string="Damage and Loss",
        readonly=True,
        help="What repairs or new units cost, by incidents and checks; what was found "
        "again does not count.",
    )
    cover_paid = fields.Monetary(
        string="Paid by Covers",
        readonly=True,
        help="Of damage and loss, what customers with a cover did not have to pay.",
    )
    idle_since = fields.Date(
        readonly=True,
        help="The day it came back, or went into service, of a unit that is available.",
    )
    units_idle = fields.Integer(
        string="Idle", readonly=True, help="Available today, and in nobody's hands."
    )
    units_overdue = fields.Integer(
        string="Overdue",
        readonly=True,
        help="In the hands of a customer who should have given it back.",
    )
    units_lost = fields.Integer(
        string="Lost", readonly=True, help="Lost, stolen or beyond repair, and not found."
    )

    def _read_group_select(self, aggregate_spec, query):
        """Divide sums by sums where several units are one group."""
        name, _colon, function = aggregate_spec.partition(":")
        if name not in QUOTIENTS or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        names = ("days_out", "days_in_service", "income", "charged", "cost")
        known = {one: self._field_to_sql(self._table, one, query) for one in names}
        known["brought"] = SQL("(%(income)s + %(charged)s)", **known)
        return SQL(QUOTIENTS[name], **known, month=float(fleet.DAYS_OF_MONTH))

    @property
    def _table_query(self):
        subscriptions = self.env["subscription.subscription"].sudo()
        today = self.env.company._subscription_today()
        late = subscriptions._search(subscriptions._late_return_domain(today))
        return SQL(
            """
            WITH units AS (%(units)s), earned AS (
                SELECT shares.lot_id, SUM(shares.balance) AS income FROM (%(earned)s) shares
                  JOIN account_move_line line ON line.id = shares.line_id
                  JOIN units ON units.id = shares.lot_id
                   AND units.home_id = line.company_id
                 GROUP BY shares.lot_id
            ), charged AS (%(charged)s), losses AS (%(losses)s), overdue AS (
                SELECT DISTINCT lot_id FROM subscription_assignment
                 WHERE date_to IS NULL AND subscription_id IN %(late)s
            ), figures AS (
                SELECT units.*, company.currency_id,
                       GREATEST(until - since, 0) AS days_owned,
                       ROUND(COALESCE(earned.income, 0)::numeric,
                             currency.decimal_places) AS income,
                       COALESCE(charged.charged, 0) AS charged,
                       COALESCE(losses.loss, 0) AS loss,
                       COALESCE(losses.cover_paid, 0) AS cover_paid,
                       (overdue.lot_id IS NOT NULL)::int AS units_overdue
                  FROM units
                  JOIN res_company company ON company.id = units.home_id
                  JOIN res_currency currency ON currency.id = company.currency_id
             LEFT JOIN earned ON earned.lot_id = units.id
             LEFT JOIN charged ON charged.lot_id = units.id
             LEFT JOIN losses ON losses.lot_id = units.id
             LEFT JOIN overdue ON overdue.lot_id = units.id
            )
            SELECT id, id AS lot_id, name AS unit_name, product_id, categ_id,
                   home_id AS company_id, currency_id,
                   rental_state, rental_holder_id AS partner_id, 1 AS units,
                   since AS date_service, days_owned AS days_in_service, days_out,
                   days_owned - days_out AS days_idle,
                   days_out / %(month)s AS months_out, times_out,
                   days_out::float / NULLIF(days_owned, 0) AS utilisation,
                   income, charged, cost, income + charged - cost AS result,
                   ((income + charged) / NULLIF(cost, 0))::float AS earned_back,
                   CASE WHEN income + charged >= cost THEN 0
                        WHEN income > 0 AND days_out > 0
                        THEN (cost - income - charged)::float * days_out
                             / (income::float * %(month)s) END AS months_left,
                   loss, cover_paid, units_overdue,
                   CASE WHEN rental_state = 'available'
                        THEN COALESCE(last_back, since) END AS idle_since,
                   (rental_state = 'available')::int AS units_idle,
                   (rental_state = 'lost')::int AS units_lost
              FROM figures
            """,
            earned=earned(SQL("TRUE"), SQL("unit.lot_id IS NOT NULL")),
            charged=self._get_charged_query(),
            losses=self._get_losses_query(),
            units=self._get_units_query(today),
            late=late.subselect(),
            month=float(fleet.DAYS_OF_MONTH),
        )

    def _get_units_query(self, today):
        """Return the query of the serial numbers that are rented out, and their days."""
        return SQL(
            """
            SELECT lot.*, COALESCE(SUM(GREATEST(
                       LEAST(unit.date_to, lot.until) - GREATEST(unit.date_from, lot.since),
                       0)) FILTER (WHERE unit.id IS NOT NULL), 0) AS days_out,
                   COUNT(unit.id) AS times_out, MAX(unit.date_to) AS last_back
              FROM (
                SELECT lot.id, lot.name, lot.product_id, template.categ_id, lot.company_id,
                       home.id AS home_id, lot.rental_state, lot.rental_holder_id,
                       COALESCE(
                           NULLIF(lot.rental_cost, 0),
                           NULLIF((lot.standard_price ->> home.id::text)::numeric, 0),
                           (product.standard_price ->> home.id::text)::numeric, 0) AS cost,
                       COALESCE(lot.rental_service_date, lot.rental_purchase_date,
                                LEAST(lot.create_date::date, first.day)) AS since,
                       LEAST(lot.rental_disposal_date, %(today)s) AS until
                  FROM stock_lot lot
                  JOIN product_product product ON product.id = lot.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
             LEFT JOIN (
                    SELECT lot_id, MIN(date_from) AS day,
                           (ARRAY_AGG(company_id ORDER BY date_from DESC, id DESC)
                           )[1] AS home
                      FROM subscription_assignment GROUP BY lot_id
                  ) first ON first.lot_id = lot.id
                  JOIN res_company home
                    ON home.id = COALESCE(lot.company_id, first.home, %(company)s)
                 WHERE template.tracking = 'serial'
                   AND (first.lot_id IS NOT NULL OR template.id IN (
                        SELECT product_tmpl_id FROM subscription_plan_line))
              ) lot
         LEFT JOIN subscription_assignment unit ON unit.lot_id = lot.id
          GROUP BY lot.id, lot.name, lot.product_id, lot.categ_id, lot.company_id,
                   lot.home_id, lot.rental_state, lot.rental_holder_id, lot.cost,
                   lot.since, lot.until
            """,
            today=today,
            company=self.env.company.id,
        )
