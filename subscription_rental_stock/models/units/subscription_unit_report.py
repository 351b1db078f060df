from odoo import fields, models
from odoo.tools import SQL

from .subscription_assignment_worth import earned


class SubscriptionUnitReport(models.Model):
    """Each unit with its days out, its utilisation and its income, to group (RG8)."""

    _name = "subscription.unit.report"
    _description = "Fleet Analysis"
    _auto = False
    _rec_name = "lot_id"
    _order = "lot_id"

    lot_id = fields.Many2one("stock.lot", string="Unit", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    rental_state = fields.Selection(
        selection=lambda self: self.env["stock.lot"]._fields["rental_state"].selection,
        string="State",
        readonly=True,
    )
    date_service = fields.Date(string="In Service Since", readonly=True)
    days_in_service = fields.Integer(readonly=True)
    days_out = fields.Integer(string="Days Rented", readonly=True)
    units = fields.Integer(string="Units", readonly=True)
    income = fields.Float(
        readonly=True,
        help="Before taxes: what was invoiced for the days in customers' hands, in the "
        "company's currency.",
    )
    times_out = fields.Integer(string="Times Rented", readonly=True)
    utilisation = fields.Float(
        string="Utilisation",
        readonly=True,
        aggregator="avg",
        help="Days rented of the days in service; of several units the average.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH earned AS (
                SELECT lot_id, SUM(balance) AS income FROM (%s) shares GROUP BY lot_id
            ), units AS (
                SELECT lot.id, lot.product_id, lot.company_id, lot.rental_state,
                       COALESCE(lot.rental_service_date, lot.create_date::date) AS since,
                       COALESCE(lot.rental_disposal_date, CURRENT_DATE) AS until,
                       COALESCE(SUM(COALESCE(unit.date_to, CURRENT_DATE)
                                    - unit.date_from), 0) AS days_out,
                       COUNT(unit.id) AS times_out
                  FROM stock_lot lot
             LEFT JOIN subscription_assignment unit ON unit.lot_id = lot.id
              GROUP BY lot.id
            )
            SELECT units.id, units.id AS lot_id, units.product_id, template.categ_id,
                   units.company_id, units.rental_state, units.since AS date_service,
                   GREATEST(until - since, 0) AS days_in_service,
                   units.days_out, units.times_out, 1 AS units,
                   COALESCE(earned.income, 0)::float AS income,
                   LEAST(units.days_out::float / GREATEST(until - since, 1), 1)
                       AS utilisation
              FROM units
         LEFT JOIN earned ON earned.lot_id = units.id
              JOIN product_product product ON product.id = units.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE product.id IN (SELECT product_id FROM subscription_assignment)
                OR template.id IN (SELECT product_tmpl_id FROM subscription_plan_line)
            """,
            earned(SQL("TRUE"), SQL("TRUE")),
        )
