from odoo import api, models


class SubscriptionPlan(models.Model):
    """What tills know of plans: their names."""

    _name = "subscription.plan"
    _inherit = ["subscription.plan", "pos.load.mixin"]

    @api.model
    def _load_pos_data_search_read(self, data, config):
        # Cashiers have no rights on plans: they get these fields of what they sell.
        return super(SubscriptionPlan, self.sudo())._load_pos_data_search_read(data, config)

    @api.model
    def _load_pos_data_domain(self, data, config):  # noqa: ARG002 - Odoo asks
        return [("company_id", "in", [False, *config.company_id.parent_ids.ids])]

    @api.model
    def _load_pos_data_fields(self, config):  # noqa: ARG002 - Odoo asks
        return ["name", "write_date"]

    def _unrelevant_records(self, config):  # noqa: ARG002 - Odoo asks
        """Return what tills forget: nothing, as tickets name what they have sold."""
        return []

    def _read_plans_for_till(self, config):
        """Return these as a till of `config` loads them."""
        return self.sudo()._load_pos_data_read(self.sudo(), config)
