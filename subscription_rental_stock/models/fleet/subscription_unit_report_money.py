from odoo import models
from odoo.tools import SQL


class SubscriptionUnitReport(models.Model):
    """What of the company that a unit is at home in was charged and lost for it."""

    _inherit = "subscription.unit.report"

    def _get_charged_query(self):
        """Return the query of what was invoiced for units themselves."""
        return SQL(
            """
            SELECT unit.lot_id, -SUM(line.balance) AS charged
              FROM subscription_charge charge
              JOIN subscription_assignment unit ON unit.id = charge.assignment_id
              JOIN account_move_line line ON line.rental_charge_id = charge.id
              JOIN units ON units.id = unit.lot_id AND units.home_id = line.company_id
             WHERE line.parent_state = 'posted' AND line.rental_first_day IS NULL
             GROUP BY unit.lot_id
            """
        )

    def _get_losses_query(self):
        """Return the query of damage and loss, and of what covers paid of it."""
        return SQL(
            """
            SELECT lot_id, SUM(loss) AS loss, SUM(cover_paid) AS cover_paid FROM (
                SELECT lot_id, company_id, loss, cover_paid FROM subscription_incident
                 WHERE state IN ('decided', 'closed') AND found_on IS NULL
             UNION ALL
                SELECT checked.lot_id, COALESCE(unit.company_id, checked.company_id),
                       checked.loss, checked.cover_paid
                  FROM subscription_unit_check checked
             LEFT JOIN subscription_assignment unit ON unit.id = checked.assignment_id
            ) harm
              JOIN units ON units.id = lot_id
               AND units.home_id = COALESCE(harm.company_id, units.home_id)
             GROUP BY lot_id
            """
        )
