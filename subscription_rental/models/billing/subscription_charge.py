from odoo import api, fields, models

from ...billing import charges
from ...billing.proration import exact


class SubscriptionCharge(models.Model):
    """The charges that wait, and the part of them that an invoice takes."""

    _name = "subscription.charge"
    _inherit = ["subscription.charge", "subscription.taxed.mixin"]

    def _absorbed_by(self, amounts):
        """Return those of these charges that an invoice with these amounts can take.

        A credit that is larger than what is left of the invoice is split: one part goes
        on it, the other waits as a charge of its own.

        :param amounts: [(subscription line, its amount)]
        """
        parts = self._get_absorbed_parts(amounts)
        for charge, part in parts.items():
            charge._split_off(exact(charge.amount) - exact(part))
        return self.browse().union(*parts)

    def _get_absorbed_parts(self, amounts):
        """Return {charge: the part of it that such an invoice can take}; write nothing.

        :param amounts: [(subscription line, its amount)]
        """
        owed = self.filtered(lambda charge: charge.amount < 0)
        fees = self - owed
        parts = {fee: exact(fee.amount) for fee in fees}
        if owed:
            charged = [*amounts, *((fee, fee.amount) for fee in fees)]
            totals, rates = self._count_with_taxes(owed, charged)
            waiting = [(credit.amount, rates[credit]) for credit in owed]
            taken = charges.absorb(totals, waiting, self.currency_id.rounding)
            pairs = zip(owed, taken, strict=True)
            parts |= {credit: part for credit, part in pairs if part}
        return parts

    @api.model
    def _count_with_taxes(self, owed, charged):
        """Return the total charged, and the rates of `owed`, before taxes and with them.

        Where all lines and charges have the same taxes, one way of counting is enough.

        :param charged: [(subscription line or charge, its amount)]
        """
        taxes = {one._get_own_taxes() for one in (*owed, *(one for one, _ in charged))}
        if len(taxes) == 1:
            total = sum(exact(amount) for _one, amount in charged)
            return (exact(total),), dict.fromkeys(owed, (exact(1),))
        taxed = [one._get_taxed(amount) for one, amount in charged]
        totals = tuple(sum(way) for way in zip(*taxed, strict=True)) or (exact(0),) * 2
        return totals, {credit: credit._get_tax_rates() for credit in owed}

    def _get_taxes_by_hand(self):
        return self.line_id.tax_ids

    def _get_tax_rates(self):
        """Return what one unit of this charge is before taxes and with them."""
        self.ensure_one()
        amount = exact(self.amount)
        return tuple(way / amount for way in self._get_taxed(self.amount))

    def _prepare_charge_line_vals(self, sign=1):
        """Return the invoice line that settles this charge.

        :param sign: -1 on a credit note, where a credit is positive
        """
        self.ensure_one()
        vals = {
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": 1.0,
            "price_unit": sign * self.amount,
            "rental_subscription_id": self.subscription_id.id,
            "rental_charge_id": self.id,
        }
        if line := self.line_id:
            vals |= {
                # It counts for the period that it settles.
                "rental_line_id": line.id,
                "rental_period_id": self.period_id.id,
                "rental_first_day": self.date_first,
                "rental_last_day": self.date_last,
            }
            if line.tax_ids:
                vals["tax_ids"] = [fields.Command.set(line.tax_ids.ids)]
            if line.analytic_distribution:
                vals["analytic_distribution"] = line.analytic_distribution
        return vals
