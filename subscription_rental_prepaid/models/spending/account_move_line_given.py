from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact


class AccountMoveLine(models.Model):
    """A line of a credit note that gives back what paid for the line it credits (PK3)."""

    _inherit = "account.move.line"

    def _copy_data_extend_business_fields(self, values):
        # A credit note gives the session back.
        result = super()._copy_data_extend_business_fields(values)
        if self._is_prepaid_used():
            values["rental_prepaid_line_id"] = self.id
        return result

    def _is_prepaid_used(self):
        """Return whether a pack or credit has paid for this; an override knows more."""
        return bool(self.rental_prepaid_id)

    def _get_prepaid_uses(self):
        """Return what was used for this line; an override knows who else has used it."""
        self.ensure_one()
        movements = self.env["subscription.prepaid.movement"]
        return movements._get_done(self._get_prepaid_key())

    def _get_sessions_given_key(self):
        """Return what names in the ledger what this line of a credit note gives back."""
        self.ensure_one()
        return f"given,{self.id}"

    def _give_sessions_back(self, today):
        """Give back what paid for as much as this posted line credits, and book it.

        Raises UserError where that is no whole number of sessions at their price.
        """
        self.ensure_one()
        uses = self.rental_prepaid_line_id._get_prepaid_uses()
        if not self.quantity and not self.price_total:
            return
        quantity = self._get_given_quantity(uses)
        rows = self.env["subscription.prepaid"]._give_back_for(
            self._get_sessions_given_key(),
            uses,
            quantity,
            self._get_given_amount(uses, quantity),
            today,
            place=self.move_id.name,
        )
        rows._book_given_back(self.move_id, self.account_id)

    def _get_given_quantity(self, uses):
        """Return how much of these uses this line gives back: sessions, or money."""
        used = self.rental_prepaid_line_id
        left = sum(use._as_given_rule().left for use in uses)
        total = -sum(map(exact, uses.mapped("quantity")))
        if uses.prepaid_id[:1].kind == prepaid.AMOUNT:
            share = exact(self.price_total) / exact(used.price_total)
            return min(exact(self.currency_id.round(float(total * share))), left)
        given = prepaid.sessions_given_back(total, used.quantity, self.quantity)
        if not given or given > left or not self._costs_as(used):
            raise UserError(
                self.env._(
                    "%(service)s was paid by a pack: credit whole sessions at their price, "
                    "at most the %(left)s that are not given back yet. Money is paid back "
                    "by a line of its own.",
                    service=self.product_id.display_name or self.name,
                    left=f"{float(left):g}",
                )
            )
        return given

    def _costs_as(self, used):
        """Return whether this line credits its quantity at the price of `used`."""
        same = used.price_total * self.quantity / used.quantity
        rounding = self.currency_id.rounding
        return abs(self.price_total - same) < rounding * 1.5

    def _get_given_amount(self, uses, quantity):
        """Return what giving back `quantity` of these uses is worth.

        What is taxed at each use goes back as this line credits it, what was taxed at the
        sale by its part, and credit as money.
        """
        owed = [use._as_given_rule() for use in uses]
        most = sum(one.amount_left for one in owed)
        pack = uses.prepaid_id[:1]
        if pack.kind == prepaid.AMOUNT:
            return min(quantity, most)
        if pack.vat_kind == prepaid.AT_USE:
            return min(exact(self.price_total), most)
        left = sum(one.left for one in owed)
        return exact(pack.currency_id.round(float(most * quantity / left)))
