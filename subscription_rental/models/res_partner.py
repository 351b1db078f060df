from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    rental_subscription_count = fields.Integer(
        string="Subscriptions", compute="_compute_rental_subscription_count"
    )

    def _compute_rental_subscription_count(self):
        below = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        groups = self.env["subscription.subscription"]._read_group(
            [("partner_id", "in", below.ids), ("is_closed", "=", False)],
            ["partner_id"],
            ["__count"],
        )
        self.rental_subscription_count = 0
        for partner, count in groups:
            # Each counts for the contact and for everyone above it.
            while partner:
                if partner in self:
                    partner.rental_subscription_count += count
                partner = partner.parent_id

    def action_view_rental_subscriptions(self):
        """Open the subscriptions of this customer and its contacts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_subscription_action"
        )
        return {
            **action,
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id},
        }
