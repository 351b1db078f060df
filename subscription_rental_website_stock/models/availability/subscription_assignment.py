from odoo import models

from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionAssignment(models.Model):
    _inherit = "subscription.assignment"

    def _get_days_back(self):
        """Return [(day, how many)] of these units: when the next customer can have them.

        Left out is what nobody knows the day of: rents without an end, and those that
        renew; what is late; what was lost, is to be repaired or is swapped.
        """
        days = []
        for subscription, held in self.grouped("subscription_id").items():
            returns = subscription._get_open_moves("in")
            ends = subscription.date_end and not subscription.renewal_date
            for unit in held & subscription._get_units_to_report():
                moves = returns.filtered(
                    lambda move, own=unit: move.rental_assignment_id == own
                )
                days += [
                    (move.date.date(), exact(move.product_qty))
                    for move in moves
                    if move.rental_reason == "return"
                ]
                left = exact(unit.quantity) - sum(exact(move.product_qty) for move in moves)
                if ends and left > 0:
                    days.append((subscription.date_end, left))
        return days
