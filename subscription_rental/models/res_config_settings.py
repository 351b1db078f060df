from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_tz = fields.Selection(
        related="company_id.subscription_tz", readonly=False, required=True
    )
    subscription_backlog_limit = fields.Integer(
        related="company_id.subscription_backlog_limit", readonly=False
    )
    subscription_journal_id = fields.Many2one(
        related="company_id.subscription_journal_id",
        readonly=False,
        domain="[('type', '=', 'sale'), ('company_id', '=', company_id)]",
    )
    subscription_invoice_sharing = fields.Selection(
        related="company_id.subscription_invoice_sharing", readonly=False, required=True
    )
    subscription_deposit_account_id = fields.Many2one(
        related="company_id.subscription_deposit_account_id", readonly=False
    )
    subscription_dunning_policy_id = fields.Many2one(
        related="company_id.subscription_dunning_policy_id", readonly=False
    )
    subscription_confirmation_mail = fields.Boolean(
        related="company_id.subscription_confirmation_mail", readonly=False
    )
    subscription_require_email = fields.Boolean(
        related="company_id.subscription_require_email", readonly=False
    )
    subscription_require_phone = fields.Boolean(
        related="company_id.subscription_require_phone", readonly=False
    )
    subscription_require_address = fields.Boolean(
        related="company_id.subscription_require_address", readonly=False
    )
    subscription_require_vat = fields.Boolean(
        related="company_id.subscription_require_vat", readonly=False
    )
    subscription_copy_warning = fields.Char(compute="_compute_subscription_copy_warning")
    subscription_billing_workers = fields.Integer(
        string="Billing Workers",
        help="So many jobs bill at the same time, each its own customers.",
    )

    def _compute_subscription_copy_warning(self):
        guard = self.env["subscription.collection.guard"]
        self.subscription_copy_warning = guard._get_warning()

    def action_subscription_is_real(self):
        """Let this database collect: somebody knows that it is no copy."""
        self.env["subscription.collection.guard"]._say_it_is_real()
        return {"type": "ir.actions.client", "tag": "reload"}

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
