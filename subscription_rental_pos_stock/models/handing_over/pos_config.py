from odoo import models

# Longer than any serial number, and short enough to be told again.
LONGEST_SERIAL = 100


class PosConfig(models.Model):
    """Handing over, at the till, the goods that a ticket has rented out (SE10, RG1)."""

    _inherit = "pos.config"

    def rental_find_handovers(self, order_id=None):
        """Return what is to be handed over of a ticket of this till, as JSON.

        One row for each unit with a number, and one for a quantity of other goods.
        """
        self._check_till()
        # Cashiers have no rights on transfers: what is found follows from their ticket.
        dialogs = self.env["subscription.ship.dialog"].sudo()
        return [
            dialogs._get_till_row(vals)
            for picking in self._get_till_handovers(order_id)
            for vals in dialogs._prepare_rows_vals(picking)
        ]

    def rental_hand_over(self, order_id=None, serials=None):
        """Hand over what was scanned, and what has no number; return what is left.

        Raises UserError, and hands nothing over, where one of it cannot be.
        """
        self._check_till()
        self._check_asked(serials, self._is_serial)
        pickings = self._get_till_handovers(order_id)
        action = self.env["subscription.ship.dialog"].sudo()._open_shipping(pickings)
        dialog = self.env["subscription.ship.dialog"].sudo().browse(action["res_id"])
        # All of it or nothing: who stands at the till leaves with what was scanned.
        with self.env.cr.savepoint():
            dialog._enter_scanned([serial.strip() for serial in serials])
            dialog.action_hand_over()
            dialog._check_all_handed()
        return self.rental_find_handovers(order_id)

    def _get_till_handovers(self, order_id):
        """Return the open handovers of what a ticket of this till has rented out."""
        ticket = self._find("pos.order", order_id)
        pickings = self.env["stock.picking"].sudo()
        if not ticket or ticket.session_id != self.current_session_id:
            return pickings
        sold = ticket._get_rental_order().rental_subscription_ids
        return sold.rental_picking_ids.filtered(
            lambda one: one.rental_kind == "out" and one.state not in ("done", "cancel")
        )

    def _is_serial(self, value):
        """Return whether a till can have scanned this."""
        text = type(value) is str and value.strip()
        return bool(text) and text.isprintable() and len(text) <= LONGEST_SERIAL
