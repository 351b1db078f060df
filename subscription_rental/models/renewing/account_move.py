from odoo import api, models
from odoo.exceptions import UserError

from .subscription_renewal_offer import ACCEPTED, OPEN


class AccountMove(models.Model):
    """An invoice that offers the next term: its payment renews."""

    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Renew the subscriptions whose next term these invoices offer, each once."""
        result = super()._invoice_paid_hook()
        for offer in self._get_invoiced_offers():
            today = offer.company_id._subscription_today()
            offer._accept_offer(offer.move_id._get_paid_on(today), paid=True)
        return result

    def button_draft(self):
        """Refuse to edit what was offered: the customer would pay something else."""
        self._check_no_offer()
        return super().button_draft()

    def _check_no_offer(self):
        """Raise UserError if one of these invoices is an open offer: it is as it is."""
        for offer in self._get_invoiced_offers()[:1]:
            raise UserError(
                self.env._(
                    "%(invoice)s offers the next term of %(subscription)s: change the "
                    "subscription, and another offer follows.",
                    invoice=offer.move_id.display_name,
                    subscription=offer.subscription_id.display_name,
                )
            )

    def _post(self, soft=True):
        """Refuse to ask for another amount than what was offered."""
        for offer in self._get_invoiced_offers():
            move = offer.move_id
            if offer.currency_id.compare_amounts(move.amount_total, offer.amount):
                move._check_no_offer()
        return super()._post(soft)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        """Keep what an offer was made with, or paid by: cancelling it is enough."""
        # Accountants need not know offers.
        offers = self.env["subscription.renewal.offer"].sudo()
        kept = offers.search([("move_id", "in", self.ids)], limit=1).move_id
        if kept:
            raise UserError(
                self.env._(
                    "%(invoice)s stands in an offer of a renewal: cancel it, and do not "
                    "delete it.",
                    invoice=kept.display_name,
                )
            )

    def _pass_on_to(self, new):
        """Let the invoice `new` be what is paid for the term that this one offered.

        Renewed already, the term is owed like any other until `new` is paid.
        """
        result = super()._pass_on_to(new)
        # Accountants correct invoices without knowing offers.
        offers = self.env["subscription.renewal.offer"].sudo()
        for offer in offers.search([("move_id", "=", self.id)]):
            if offer.state == OPEN:
                offer._write_kept({"move_id": new.id})
            elif offer.state == ACCEPTED:
                offer._write_kept({"move_id": new.id, "is_paid": False})
        return result

    def _get_invoiced_offers(self):
        """Return the open offers that these invoices are."""
        # Whoever registers a payment need not know offers.
        offers = self.env["subscription.renewal.offer"].sudo()
        return offers.search([("move_id", "in", self.ids), ("state", "=", OPEN)])
