from odoo import api, models


class SubscriptionPrepaidOffer(models.Model):
    """What tills know of offers: which product sells sessions of what."""

    _name = "subscription.prepaid.offer"
    _inherit = ["subscription.prepaid.offer", "pos.load.mixin"]

    @api.model
    def _load_pos_data_search_read(self, data, config):
        # Cashiers have no rights on offers: they get these fields of those of their till.
        return super(
            SubscriptionPrepaidOffer, self.sudo().with_context(active_test=False)
        )._load_pos_data_search_read(data, config)

    @api.model
    def _load_pos_data_domain(self, data, config):  # noqa: ARG002 - Odoo asks
        company = config.company_id
        offers = self.search([("company_id", "in", company.sudo().parent_ids.ids)])
        return [("id", "in", offers._get_nearest(company).ids)]

    @api.model
    def _load_pos_data_fields(self, config):  # noqa: ARG002 - Odoo asks
        return ["product_id", "kind", "vat_kind", "sessions", "pos_services", "active"]

    def _unrelevant_records(self, config):  # noqa: ARG002 - Odoo asks
        """Return what tills forget: nothing, as withdrawn offers were sold, too."""
        return []
