from odoo import models

from odoo.addons.subscription_rental.billing import prepaid


class SaleOrderLine(models.Model):
    """A line of a cart that a session of the visitor's pack can pay for (PK3)."""

    _inherit = "sale.order.line"

    def _get_cart_pack(self):
        """Return the visitor's pack that pays for this line now: first what expires first.

        One with enough sessions comes before one with too few.
        """
        self.ensure_one()
        order = self.order_id
        packs = self.env["subscription.prepaid"].sudo()
        if not order._is_visitors_own() or not self._is_spendable_on():
            return packs
        found = order._get_spendable_packs().filtered(
            lambda one: (
                one.kind == prepaid.SESSIONS
                and one._pays_for(self.product_id)
                and order._takes_prepaid(one)
            )
        )
        return found.filtered(self._has_enough_in)[:1] or found[:1]

    def _has_enough_in(self, pack):
        """Return whether `pack` has as many free sessions as this line takes."""
        needed = pack._get_sessions_for(self.product_id, self.product_uom_qty)
        return needed <= pack.free

    def _get_session_offer(self):
        """Return what the cart says of sessions on this line: (sentence, can be used)."""
        self.ensure_one()
        pack = self._get_cart_pack()
        if not pack:
            return "", False
        needed = pack._get_sessions_for(self.product_id, self.product_uom_qty)
        left = pack._format_quantity(pack.free)
        if not self._has_enough_in(pack):
            return (
                self.env._(
                    "%(pack)s has %(left)s left, and this takes %(needed)s: order fewer "
                    "to use it.",
                    pack=pack.name,
                    left=left,
                    needed=needed,
                ),
                False,
            )
        if needed == 1:
            return self.env._("Use one of your sessions (%(left)s left)", left=left), True
        return (
            self.env._(
                "Use %(needed)s of your sessions (%(left)s left)", needed=needed, left=left
            ),
            True,
        )

    def _is_prepaid_lost(self):
        """Return whether the claim of this line cannot be used any more.

        Its time was up, the pack expired, or its payment was returned.
        """
        self.ensure_one()
        pack = self.sudo().rental_prepaid_id
        if not pack:
            return False
        key = self._get_hold_key()
        claim = pack.hold_ids.filtered(lambda one: one.key == key)
        today = self.company_id._subscription_today()
        return not claim or pack._is_overclaimed(today)
