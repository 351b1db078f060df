from odoo import models

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPrepaid(models.Model):
    _inherit = "subscription.prepaid"

    def _is_overclaimed(self, today):
        """Return whether less can be used than is claimed: it expired, or is frozen."""
        self.ensure_one()
        return prepaid.usable(self._get_batches(), today) < prepaid.exact(self.held)


class SubscriptionPrepaidHold(models.Model):
    """Claims of carts that nobody pays for end when their time is up."""

    _inherit = "subscription.prepaid.hold"

    def _end_claims(self):
        """Give back what left carts have claimed, and their prices; the rest as ever."""
        left = self.browse()
        for hold in self:
            record = hold._get_cart_record()
            if record and record.order_id._is_left_cart():
                if record._name == "sale.order.line":
                    record._unspend_prepaid()
                else:
                    record._take_back_spending()
                left |= hold
        return super(SubscriptionPrepaidHold, self - left)._end_claims()

    def _get_cart_record(self):
        """Return the line or the credit of an order that has claimed this, if one has."""
        self.ensure_one()
        models_ = {"sol": "sale.order.line", "spend": "subscription.prepaid.spending"}
        prefix, _, number = self.key.partition(",")
        if prefix not in models_ or not number.isdecimal():
            return None
        return self.env[models_[prefix]].sudo().browse(int(number)).exists()
