from odoo import models
from odoo.tools.misc import unique


def _named(texts):
    """Return these texts, each once, as one: a reference has room for one only."""
    return ", ".join(unique(filter(None, texts)))


class AccountMove(models.Model):
    """What the e-invoice of subscriptions says of its lines and orders."""

    _inherit = "account.move"

    def _get_rental_references(self):
        """Return what this invoice refers to: {buyer_order, order, contract}.

        Empty for what bills no subscription: of that Odoo knows the order itself. A credit
        note names the same as its invoice, and not the reason why it was made.
        """
        self.ensure_one()
        # Accountants export invoices without knowing subscriptions.
        subscriptions = self.sudo().line_ids.rental_subscription_id
        if not subscriptions:
            return {}
        typed = self.ref if self.move_type == "out_invoice" else False
        return {
            "buyer_order": typed or _named(subscriptions.mapped("client_order_ref")),
            "order": _named(one._get_order_number() for one in subscriptions),
            "contract": subscriptions.name if len(subscriptions) == 1 else "",
        }


class AccountMoveLine(models.Model):
    """The days that a line of an e-invoice is for."""

    _inherit = "account.move.line"

    def _get_rental_days(self):
        """Return the first and last day that this line is for; nothing of one-off lines."""
        self.ensure_one()
        first, last = self.rental_first_day, self.rental_last_day
        return (first, last) if first and last else ()
