from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.subscription_rental.billing import goods
from odoo.addons.subscription_rental.billing.proration import exact

# Units of the same product on the same subscriptions: their shares depend on each other.
TOUCHED = """(unit.subscription_id, unit.product_id) IN (
    SELECT subscription_id, product_id FROM subscription_assignment WHERE id IN %s)"""


def earned(moves, units):
    """Return the query of what each invoice line brought in for each unit.

    :param moves: condition on the invoices (`move`)
    :param units: condition on the rows of the ledger (`unit`)
    """
    return SQL(
        """
        SELECT unit_id, lot_id, line_id, amount * share AS amount,
               balance * share AS balance
          FROM (
            SELECT unit_id, lot_id, line_id, amount, balance,
                   days / NULLIF(GREATEST(
                       SUM(days) OVER (PARTITION BY line_id), sold), 0) AS share
              FROM (
                SELECT unit.id AS unit_id, unit.lot_id, line.id AS line_id,
                       -line.amount_currency AS amount, -line.balance AS balance,
                       ABS(line.quantity)
                       * (line.rental_last_day + 1 - line.rental_first_day) AS sold,
                       unit.quantity
                       * (LEAST(COALESCE(unit.date_to, 'infinity'::date),
                                line.rental_last_day + 1)
                          - GREATEST(unit.date_from, line.rental_first_day)) AS days
                  FROM subscription_assignment unit
                  JOIN account_move_line line
                    ON line.rental_subscription_id = unit.subscription_id
                   AND line.product_id = unit.product_id
                   AND line.parent_state = 'posted'
                   AND line.rental_first_day < COALESCE(unit.date_to, 'infinity'::date)
                   AND line.rental_last_day >= unit.date_from
                  JOIN account_move move ON move.id = line.move_id
                 WHERE %s AND %s
              ) AS days
          ) AS shares
        """,
        moves,
        units,
    )


class SubscriptionAssignment(models.Model):
    """What a unit in a customer's hands is worth, late or bought, and what it earned."""

    _inherit = "subscription.assignment"

    late_billed_to = fields.Date(
        readonly=True,
        help="The first day after the end of which the rent is not charged yet.",
    )
    late_billed = fields.Float(
        readonly=True, help="What was charged for days after the end."
    )

    def _get_replacement_value(self):
        """Return what one new unit costs the customer, in the subscription's currency."""
        self.ensure_one()
        template = self.product_id.product_tmpl_id
        subscription = self.subscription_id
        return template.currency_id._convert(
            template.rental_replacement_value,
            subscription.currency_id,
            subscription.company_id,
            self.date_from,
        )

    def _get_late_fee(self, end, day):
        """Return (late fee still due, number of days) for the days after `end`, to `day`.

        All late days together cost the replacement value at most.
        """
        self.ensure_one()
        since = max(self.late_billed_to or end, end)
        late = (day - since).days
        line = self.line_id
        if not line or late <= 0:
            return 0.0, 0
        units = exact(self.quantity)
        value = exact(self._get_replacement_value()) * units
        left = max(value - exact(self.late_billed), exact(0)) if value else None
        worth = line._get_worth_of_unit() * units
        interval = self.subscription_id._get_timeline().slot(end).days
        fee = goods.late_fee(worth, late, interval, left)
        return self.subscription_id.currency_id.round(float(fee)), late

    # === what it earned === #

    def _get_earned(self, *, paid_only=False):
        """Return {id of a row: (amount, in the company's currency)} invoiced for its days.

        Each invoice line counts for the units that were out in its days, by their days: of
        what was sold, or of what all of them were out, whichever is more. So all units
        together never earned more than was invoiced, less credits, before taxes.

        :param paid_only: leave out what is not paid
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        paid = SQL("move.payment_state IN ('paid', 'in_payment')")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT unit_id, SUM(amount), SUM(balance) FROM (%s) shares
                 WHERE unit_id IN %s GROUP BY unit_id
                """,
                earned(paid if paid_only else SQL("TRUE"), SQL(TOUCHED, tuple(self.ids))),
                tuple(self.ids),
            )
        )
        return {unit: (float(amount), float(own)) for unit, amount, own in rows}

    def _get_rent_paid(self):
        """Return what was paid for this unit's days, before taxes, less credits."""
        self.ensure_one()
        return exact(self._get_earned(paid_only=True).get(self.id, (0.0, 0.0))[0])

    def _get_sale_price(self, quantity, given_back=0):
        """Return what the customer pays to keep `quantity` of this unit, before taxes.

        :param given_back: rent that the sale gives back: it was not paid for its days
        """
        self.ensure_one()
        percent = self.subscription_id.sale_percent
        share = exact(quantity) / exact(self.quantity)
        value = exact(self._get_replacement_value()) * exact(quantity)
        paid = max(self._get_rent_paid() * share - exact(given_back), exact(0))
        price = goods.sale_price(value, paid, exact(percent))
        return self.subscription_id.currency_id.round(float(price))
