from odoo import models

from odoo.addons.subscription_rental.billing import goods
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionUnitWorthMixin(models.AbstractModel):
    """What a unit in a customer's hands is worth: late, lost or bought."""

    _name = "subscription.unit.worth.mixin"
    _description = "Worth of a Rented Unit"

    def _get_replacement_value(self):
        """Return what a new unit costs the customer, in the subscription's currency."""
        self.ensure_one()
        template = self.product_id.product_tmpl_id
        subscription = self.subscription_id
        return template.currency_id._convert(
            template.rental_replacement_value,
            subscription.currency_id,
            subscription.company_id,
            self.date_from,
        )

    def _get_late_fee(self, end, day):
        """Return (what this costs for coming back on `day`, days after `end`)."""
        self.ensure_one()
        late = (day - end).days
        line = self.line_id
        if not line or late <= 0:
            return 0.0, 0
        subscription = self.subscription_id
        interval = subscription._get_timeline().slot(end).days
        worth = exact(line.price_unit) * (1 - exact(line.discount) / 100)
        value = self._get_replacement_value()
        cap = exact(value) if value else None
        fee = goods.late_fee(worth, late, interval, cap) * exact(self.quantity)
        return self.subscription_id.currency_id.round(float(fee)), late

    def _get_rent_paid(self):
        """Return what was invoiced for this unit's days, before taxes, less credits."""
        self.ensure_one()
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("rental_subscription_id", "=", self.subscription_id.id),
                    ("product_id", "=", self.product_id.id),
                    ("rental_first_day", "!=", False),
                    ("parent_state", "=", "posted"),
                    ("move_id.payment_state", "in", ("paid", "in_payment")),
                ]
            )
        )
        # Several units of a line paid the same each.
        units = sum(self.line_id.mapped("quantity")) or 1.0
        paid = -sum(lines.mapped("amount_currency"))
        return exact(paid) * exact(self.quantity) / exact(units)

    def _get_sale_price(self):
        """Return what the customer pays to keep this, before taxes."""
        self.ensure_one()
        percent = self.subscription_id.plan_id.sale_percent
        value = exact(self._get_replacement_value())
        price = goods.sale_price(value, self._get_rent_paid(), exact(percent))
        return self.subscription_id.currency_id.round(float(price))
