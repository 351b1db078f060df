from odoo import api, fields, models
from odoo.fields import Domain


class SubscriptionPlan(models.Model):
    """The warning about payment providers that cannot collect a plan."""

    _inherit = "subscription.plan"

    collection_warning = fields.Text(compute="_compute_collection_warning")

    @api.depends("invoice_mode", "company_id")
    @api.depends_context("lang", "company")
    def _compute_collection_warning(self):
        for plan in self:
            collects = plan.invoice_mode == "collect"
            company = plan.company_id or self.env.company
            plan.collection_warning = collects and self._get_collection_warning(company)

    @api.model
    def _get_enabled_providers(self, company):
        """Return the enabled providers of `company`, and those of them that can collect."""
        # Which providers there are is no secret; their keys are not read.
        providers = self.env["payment.provider"].sudo()
        enabled = providers.search(
            Domain("company_id", "in", company.sudo().parent_ids.ids)
            & Domain("state", "!=", "disabled")
        )
        able = enabled.filtered(
            # What has to be captured by hand is not collected.
            lambda one: one.allow_tokenization and not one.capture_manually
        )
        return enabled, able

    @api.model
    def _get_collection_warning(self, company):
        """Return the warning about providers of `company` that cannot collect, or False."""
        enabled, able = self._get_enabled_providers(company)
        if not able:
            return self.env._(
                "No payment provider of %(company)s keeps payment methods: enable one, "
                "with Allow Saving Payment Methods and without Capture Amount Manually, or "
                "customers pay by hand.",
                company=company.display_name,
            )
        unable = (enabled - able).mapped("name")
        methods = able.payment_method_ids.filtered(lambda method: method.active)
        unable += methods.filtered(lambda one: not one._is_kept_by(able)).mapped("name")
        if not unable:
            return False
        return self.env._(
            "Customers cannot be collected from with %(methods)s: it keeps no payment "
            "method. It is not offered where this plan is paid.",
            methods=", ".join(unable),
        )
