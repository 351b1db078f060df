from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPrepaidBatch(models.Model):
    """The price of one sale: what is credited of it, and left, is never more (PK1)."""

    _inherit = "subscription.prepaid.batch"

    def _get_crediting_lines(self):
        """Return the lines of documents that have credited something of this sale."""
        return self._get_sale_rows()._get_refund_lines()

    def _get_sale_rows(self):
        """Return the movements of this sale that stand."""
        return self.prepaid_id.movement_ids.filtered(
            lambda row: row.batch_id in self and not row.undone_by_id
        )

    def _get_price(self, lines):
        """Return (currency, price, what each of `lines` credits of it) of this sale.

        In the currency of its invoice: what a rate makes of it is no part of a price.
        """
        granted = self._get_sale_rows().filtered(lambda row: row.kind == prepaid.GRANT)
        sold = granted.batch_id.move_line_id
        if sold and lines.currency_id <= sold.currency_id:
            paid = -sum(sold.mapped("amount_currency"))
            return sold.currency_id, paid, lines.mapped("amount_currency")
        paid = sum(granted.mapped("amount"))
        return self.currency_id, paid, lines.mapped("balance")

    def _is_price_paid_back(self):
        """Return whether the whole price of this sale was credited."""
        lines = self._get_crediting_lines()
        currency, paid, credited = self._get_price(lines)
        return bool(lines) and currency.compare_amounts(sum(credited), paid) >= 0

    def _check_credited(self, line):
        """Raise UserError where `line` and those before credit more than was paid."""
        lines = self._get_crediting_lines() - line
        currency, paid, credited = self._get_price(lines | line)
        if prepaid.is_over_price(paid, credited, currency.rounding):
            before = self._get_price(lines)[2] if lines else [0.0]
            most = formatLang(self.env, max(paid - sum(before), 0.0), currency_obj=currency)
            raise UserError(
                self.env._(
                    "%(name)s was sold for %(paid)s: at most the %(most)s of it that were "
                    "not credited yet can be. Money for something else has a line of its "
                    "own.",
                    name=self[0].prepaid_id.name,
                    paid=formatLang(self.env, paid, currency_obj=currency),
                    most=most,
                )
            )

    def _check_worth_again(self, amount):
        """Raise UserError where a use worth `amount` goes back, and its price is gone.

        What was credited, what is left and what goes back are at most what was paid.
        """
        lines = self._get_crediting_lines()
        _currency, price, credited = self._get_price(lines)
        if not lines or not price or self.currency_id.is_zero(amount):
            return
        granted = self._get_sale_rows().filtered(lambda row: row.kind == prepaid.GRANT)
        paid = sum(granted.mapped("amount"))
        parts = [paid * one / price for one in credited]
        parts += [*self.mapped("amount_left"), amount]
        if prepaid.is_over_price(paid, parts, self.currency_id.rounding):
            raise UserError(
                self.env._(
                    "%(name)s: %(documents)s paid its price back, also for what was used, "
                    "so no use of it is given back. Reset that to draft first, and post it "
                    "again afterwards.",
                    name=self[0].prepaid_id.name,
                    documents=", ".join(lines.move_id.mapped("name")),
                )
            )


class SubscriptionPrepaidMovement(models.Model):
    _inherit = "subscription.prepaid.movement"

    def _before_given_back(self, amounts):
        """Refuse where the price of what goes back was credited already."""
        result = super()._before_given_back(amounts)
        worth = dict.fromkeys(self.batch_id, 0.0)
        for row in self:
            worth[row.batch_id] += float(amounts[row])
        for batch, amount in worth.items():
            batch._get_whole_sale()._check_worth_again(amount)
        return result
