from odoo import api, models


class AccountTax(models.Model):
    _inherit = "account.tax"

    @api.model
    def _prepare_down_payment_lines(self, base_lines, *args, **kwargs):
        """Take a down payment of the one-off part of an order only.

        Recurring lines, setup fees and deposits are billed by the subscription.
        """
        one_off = [line for line in base_lines if not self._is_rental_base_line(line)]
        return super()._prepare_down_payment_lines(one_off, *args, **kwargs)

    @api.model
    def _is_rental_base_line(self, base_line):
        record = base_line.get("record")
        is_line = isinstance(record, models.Model) and record._name == "sale.order.line"
        return bool(is_line and record.rental_plan_id)
