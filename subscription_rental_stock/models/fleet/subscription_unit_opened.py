from odoo import models
from odoo.tools import SQL

from ..units.subscription_assignment_worth import earned


class SubscriptionUnitReport(models.Model):
    """From a figure of the fleet to what it is made of: unit, subscriptions, invoices."""

    _inherit = "subscription.unit.report"

    def action_view_unit(self):
        """Open the page of this unit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.lot",
            "res_id": self.lot_id.id,
            "views": [(False, "form")],
        }

    def action_view_subscriptions(self):
        """Open the subscriptions that these units were handed over for."""
        self.check_access("read")
        name = "subscription_rental.subscription_subscription_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("assignment_ids.lot_id", "in", self.lot_id.ids)],
            "context": {"create": False},
        }

    def action_view_invoices(self):
        """Open the invoices that rent and other charges of these units stand on."""
        self.check_access("read")
        return self._find_invoices()._action_view_rental_invoices()

    def _find_invoices(self):
        """Return the posted invoices that brought something in for these units."""
        if not self.ids:
            return self.env["account.move"]
        self.env.flush_all()
        units = SQL("unit.lot_id IN %s", tuple(self.ids))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.move_id FROM (%s) shares
                  JOIN account_move_line line ON line.id = shares.line_id
                 UNION
                SELECT line.move_id FROM subscription_charge charge
                  JOIN subscription_assignment unit ON unit.id = charge.assignment_id
                  JOIN account_move_line line ON line.rental_charge_id = charge.id
                 WHERE line.parent_state = 'posted' AND %s
                """,
                earned(SQL("TRUE"), units),
                units,
            )
        )
        return self.env["account.move"].search([("id", "in", [one for (one,) in rows])])
