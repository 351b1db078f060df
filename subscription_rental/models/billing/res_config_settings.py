from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_billing_workers = fields.Integer(
        string="Billing Workers",
        help="So many jobs bill at the same time, each its own customers.",
    )

    @api.model
    def get_values(self):
        """Count the billing workers."""
        jobs = self.env["subscription.billing.workers"].sudo()._get_jobs()
        return {**super().get_values(), "subscription_billing_workers": len(jobs)}

    def set_values(self):
        """Keep as many billing workers as asked for."""
        result = super().set_values()
        # Only who may change settings comes here; the rows of the cron are the system's.
        workers = self.env["subscription.billing.workers"].sudo()
        if self.subscription_billing_workers != len(workers._get_jobs()):
            workers._set_workers(self.subscription_billing_workers)
        return result
