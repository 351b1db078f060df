from odoo import fields, models

from ...billing.proration import exact, rounded


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_subscription_id = fields.Many2one(
        "subscription.subscription",
        string="Subscription",
        copy=False,
        ondelete="restrict",
        kept=True,
    )
    rental_line_id = fields.Many2one(
        "subscription.line",
        string="Subscription Line",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        kept=True,
    )
    rental_period_id = fields.Many2one(
        "subscription.period",
        string="Billing Period",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        kept=True,
    )
    rental_charge_id = fields.Many2one(
        "subscription.charge",
        string="Subscription Charge",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        kept=True,
    )
    rental_first_day = fields.Date(string="From", copy=False, kept=True)
    rental_last_day = fields.Date(string="Until", copy=False, kept=True)
    # In place of the field's own: who owes, and how much, is found without these lines.
    _rental_subscription_idx = models.Index(
        "(rental_subscription_id, move_id) INCLUDE (price_total)"
        " WHERE rental_subscription_id IS NOT NULL"
    )

    def _counts_for_period(self):
        """Return whether this line invoices its period, or takes back from it."""
        self.ensure_one()
        if self.move_id.move_type == "out_refund":
            return self.parent_state == "posted"
        # A draft is on its way: nobody bills the same once more.
        return self.parent_state in ("draft", "posted")

    def _get_rental_amount(self):
        """Return what this line invoices, or credits, priced like a product, exactly."""
        self.ensure_one()
        if not self._has_taxes_in_price():
            # As booked: its part of what the invoice as a whole was rounded to.
            return -exact(rounded(exact(self.amount_currency), self.currency_id.rounding))
        price = exact(self.price_unit) * exact(self.quantity)
        amount = price * (1 - exact(self.discount) / 100)
        sign = -self.move_id.direction_sign
        return sign * exact(rounded(amount, self.currency_id.rounding))

    def unlink(self):
        """Delete invoice lines; void the periods that no invoice bills any more."""
        # Accountants edit drafts without knowing subscriptions.
        slots = self.sudo().rental_period_id
        result = super().unlink()
        if not slots:
            # Odoo does this often, of nothing and of lines that are none of ours.
            return result
        slots._void_unless_invoiced()
        return result

    def _copy_data_extend_business_fields(self, values):
        # A credit note takes back from the same period of the same subscription.
        result = super()._copy_data_extend_business_fields(values)
        values.update(
            rental_subscription_id=self.rental_subscription_id.id,
            rental_line_id=self.rental_line_id.id,
            rental_period_id=self.rental_period_id.id,
            rental_first_day=self.rental_first_day,
            rental_last_day=self.rental_last_day,
        )
        return result

    def _has_taxes_in_price(self):
        """Return whether the price of this line includes one of its taxes."""
        self.ensure_one()
        return any(self.tax_ids.flatten_taxes_hierarchy().mapped("price_include"))
