from odoo import models
from odoo.tools.misc import format_date


class SubscriptionLine(models.Model):
    """The invoice lines of a subscription line."""

    _inherit = "subscription.line"

    def _prepare_period_line_vals(self, slot, whole, share, part_of_price=1):
        """Return the invoice line for this version's `share` of the period `slot`.

        :param whole: the number of days of the whole interval
        :param part_of_price: less than 1 bills again what was credited in part
        """
        self.ensure_one()
        part = slot._get_period().overlap(self.date_from or None, self.date_to or None)
        vals = {
            "product_id": self.product_id.id,
            "name": self._get_invoice_line_name(part, whole, share),
            "quantity": self.quantity,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": float(self._get_unit_price(share * part_of_price)),
            "discount": self.discount,
            "rental_subscription_id": self.subscription_id.id,
            "rental_line_id": self.id,
            "rental_period_id": slot.id,
            "rental_first_day": part.start,
            "rental_last_day": part.last_day,
        }
        vals |= self._prepare_tax_vals()
        if self.analytic_distribution:
            vals["analytic_distribution"] = self.analytic_distribution
        return vals

    def _get_invoice_line_name(self, part, whole, share):
        """Return the invoice line's text with its days, in the customer's language."""
        lang = self.subscription_id.partner_invoice_id.lang
        here = self.with_context(lang=lang)
        if not self.subscription_id.billing_anchor:
            # Paid before the start, which is not known yet.
            first = here.env._("First period, from the start")
            return f"{self.name}\n{first}"
        days = here.env._(
            "%(first)s to %(last)s",
            first=format_date(here.env, part.start),
            last=format_date(here.env, part.last_day),
        )
        if share != 1:
            days = here.env._(
                "%(days)s (%(part)s of %(whole)s days)",
                days=days,
                part=part.days,
                whole=whole,
            )
        return f"{self.name}\n{days}"
