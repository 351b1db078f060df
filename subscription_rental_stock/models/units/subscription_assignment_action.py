from odoo import models


class SubscriptionAssignment(models.Model):
    """What a clerk does with a unit that a customer has."""

    _inherit = "subscription.assignment"

    def action_swap(self):
        """Ask which unit the customer gets in place of this one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Swap %(unit)s", unit=self.display_name),
            "res_model": "subscription.swap.dialog",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_subscription_id": self.subscription_id.id,
                "default_assignment_id": self.id,
            },
        }

    def action_sell(self):
        """Ask what the customer pays to keep this unit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sell %(unit)s", unit=self.display_name),
            "res_model": "subscription.unit.sale.dialog",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_assignment_id": self.id},
        }

    def action_report_incident(self):
        """Open a new incident, to report that this unit was lost, stolen or broken."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.incident",
            "views": [(False, "form")],
            "context": {"default_assignment_id": self.id},
        }
