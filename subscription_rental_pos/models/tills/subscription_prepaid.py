from odoo import api, models


class SubscriptionPrepaid(models.Model):
    """What tills know of customers' packs and credit: of who is loaded, or chosen."""

    _name = "subscription.prepaid"
    _inherit = ["subscription.prepaid", "pos.load.mixin"]

    @api.model
    def _load_pos_data_search_read(self, data, config):
        # Cashiers have no rights on packs: they get these fields of their customers'.
        return super(SubscriptionPrepaid, self.sudo())._load_pos_data_search_read(
            data, config
        )

    @api.model
    def _load_pos_data_domain(self, data, config):
        customers = [row["id"] for row in data["res.partner"]]
        return [
            ("company_id", "=", config.company_id.id),
            ("partner_id", "in", customers),
            ("left", ">", 0),
        ]

    @api.model
    def _load_pos_data_fields(self, config):  # noqa: ARG002 - Odoo asks
        return [
            "name", "partner_id", "kind", "vat_kind", "free", "left", "left_display",
            "date_expiry", "pos_services", "write_date",
        ]  # fmt: skip

    def _unrelevant_records(self, config):  # noqa: ARG002 - Odoo asks
        """Return what tills forget: used up, or expired."""
        return self.sudo().filtered(lambda one: one.left <= 0).ids

    def _read_for_till(self, config):
        """Return these as a till of `config` loads them."""
        return self.sudo()._load_pos_data_read(self.sudo(), config)

    # === what other tills are told === #

    def _tell_tills(self):
        """Tell the open tills that what they know of these is over."""
        for company, packs in self.sudo().grouped("company_id").items():
            sessions = self.env["pos.session"].sudo()
            rows = sessions._read_group(
                [("company_id", "=", company.id), ("state", "!=", "closed")], ["config_id"]
            )
            for [config] in rows:
                config._notify("RENTAL_PREPAID", {"ids": packs.ids})
