from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_billing_workers = fields.Integer(
        string="Billing Workers",
        help="So many jobs bill at the same time, each its own customers.",
    )

    @api.model
    def get_values(self):
        """Add the number of billing workers to the settings."""
        jobs = self.env["subscription.billing.workers"].sudo()._get_jobs()
        return {**super().get_values(), "subscription_billing_workers": len(jobs)}

    def set_values(self):
        """Create or delete billing workers until there are as many as the setting says."""
        result = super().set_values()
        # Only who may change settings comes here; the rows of the cron are the system's.
        workers = self.env["subscription.billing.workers"].sudo()
        if self.subscription_billing_workers != len(workers._get_jobs()):
            workers._set_workers(self.subscription_billing_workers)
        return result
