from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_dunning_policy_id = fields.Many2one(
        "subscription.dunning.policy",
        string="Dunning Policy",
        default=lambda self: self.env.ref(
            "subscription_rental.dunning_policy_default", raise_if_not_found=False
        ),
        ondelete="set null",
        help="What happens when an invoice of a subscription is not paid; a plan may "
        "have its own.",
    )

    @api.model
    def _set_default_dunning(self):
        """Set the standard policy on companies that have no dunning policy."""
        policy = self.env.ref("subscription_rental.dunning_policy_default")
        companies = self.search([("subscription_dunning_policy_id", "=", False)])
        companies.subscription_dunning_policy_id = policy
