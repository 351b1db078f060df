from odoo import api, fields, models

from ...billing.dunning_presets import GENERAL


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_dunning_policy_id = fields.Many2one(
        "subscription.dunning.policy",
        string="Dunning Policy",
        ondelete="set null",
        help="What happens when an invoice of a subscription is not paid; a plan may "
        "have its own.",
        prefetch="subscription",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create companies; each has the dunning policy that goes with its country."""
        given = ["subscription_dunning_policy_id" in vals for vals in vals_list]
        companies = super().create(vals_list)
        for company, is_given in zip(companies, given, strict=True):
            if not is_given:
                company._set_own_dunning()
        return companies

    def _set_own_dunning(self):
        """Set the dunning policy of the parent company, or of the company's country."""
        self.ensure_one()
        policies = self.env["subscription.dunning.policy"].sudo()
        code = policies._get_preset_code(self)
        if self.parent_id:
            policy = self.parent_id.sudo().subscription_dunning_policy_id
        elif code == GENERAL:
            policy = self.env.ref(
                "subscription_rental.dunning_policy_default", raise_if_not_found=False
            )
        else:
            policy = policies._load_preset(code, self)
        self.sudo().subscription_dunning_policy_id = policy

    @api.model
    def _set_default_dunning(self):
        """Set a dunning policy on the companies that have none, by their country."""
        companies = self.search([("subscription_dunning_policy_id", "=", False)])
        for company in companies.sorted(lambda one: one.parent_path):
            company._set_own_dunning()
