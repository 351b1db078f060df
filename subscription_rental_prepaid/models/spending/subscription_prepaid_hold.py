from odoo import models

DOCUMENTS = {
    "sol": ("sale.order.line", "order_id"),
    "aml": ("account.move.line", "move_id"),
    "spend": ("subscription.prepaid.spending", None),
}


class SubscriptionPrepaidHold(models.Model):
    """Claims of orders and invoices last as long as these are not cancelled."""

    _inherit = "subscription.prepaid.hold"

    def _is_still_wanted(self):
        """Return whether the order or invoice that claims this can still use it."""
        prefix, _, number = self.key.partition(",")
        if prefix not in DOCUMENTS or not number.isdecimal():
            return super()._is_still_wanted()
        model, field = DOCUMENTS[prefix]
        record = self.env[model].sudo().browse(int(number)).exists()
        if not record:
            return False
        document = record[field] if field else (record.move_id or record.order_id)
        return document.state != "cancel"
