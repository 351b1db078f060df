from odoo import models


class PosSession(models.Model):
    """The data of a till, and the closing entry with who owns what was sold ahead."""

    _inherit = "pos.session"

    def _load_pos_data_models(self, config):
        return [
            *super()._load_pos_data_models(config),
            "subscription.prepaid.offer",
            "subscription.prepaid",
        ]

    def get_closing_control_data(self):
        """Leave out what packs and credit have paid: there is nothing to count."""
        data = super().get_closing_control_data()
        hidden = self.payment_method_ids.filtered("rental_is_prepaid").ids
        rows = data["non_cash_payment_methods"]
        data["non_cash_payment_methods"] = [row for row in rows if row["id"] not in hidden]
        return data
