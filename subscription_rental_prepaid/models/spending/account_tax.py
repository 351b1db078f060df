from odoo import api, models
from odoo.exceptions import UserError


class AccountTax(models.Model):
    """Down payments of what is left to pay when packs and credit have paid (PK6)."""

    _inherit = "account.tax"

    @api.model
    def _prepare_down_payment_lines(
        self, base_lines, company, amount_type, amount, *args, **kwargs
    ):
        """Ask no part of what packs and credit pay: they pay on the invoice itself."""
        order = self._get_order_with_prepaids(base_lines)
        if order and amount_type == "percent":
            base_lines = [one for one in base_lines if not self._is_paid_by_pack(one)]
            open_ = [one for one in base_lines if not self._is_rental_base_line(one)]
            total = sum(one["record"].price_total for one in open_)
            left = total - sum(order.sudo().rental_spending_ids.mapped("amount"))
            if order.currency_id.compare_amounts(left, 0.0) <= 0:
                raise UserError(
                    self.env._(
                        "Packs and credit pay for %(order)s: no down payment is asked. "
                        "Make its invoice.",
                        order=order.name,
                    )
                )
            amount_type, amount = "fixed", order.currency_id.round(left * amount / 100)
        return super()._prepare_down_payment_lines(
            base_lines, company, amount_type, amount, *args, **kwargs
        )

    @api.model
    def _get_order_with_prepaids(self, base_lines):
        """Return the order of these lines if packs or credit pay something of it."""
        records = [one["record"] for one in base_lines if self._is_order_base_line(one)]
        order = records[0].order_id if records else self.env["sale.order"]
        own = order.sudo()
        spent = own.order_line.rental_prepaid_id or own.rental_spending_ids
        return order if spent else order.browse()

    @api.model
    def _is_order_base_line(self, base_line):
        record = base_line.get("record")
        return isinstance(record, models.Model) and record._name == "sale.order.line"

    @api.model
    def _is_paid_by_pack(self, base_line):
        return bool(
            self._is_order_base_line(base_line)
            and base_line["record"].sudo().rental_prepaid_id
        )
