from odoo import models
from odoo.exceptions import UserError

from ...billing import acts


class SubscriptionSubscription(models.Model):
    """Another customer takes a subscription over: a succession, a company bought (LC10)."""

    _inherit = "subscription.subscription"

    def _check_transfer(self, partner):
        """Raise UserError unless `partner` can take this subscription over."""
        self.ensure_one()
        self._check_act(acts.TRANSFER)
        if partner == self.partner_id:
            raise UserError(
                self.env._("%(name)s is this customer's already.", name=self.display_name)
            )
        if partner.company_id and partner.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(customer)s belongs to another company.",
                    customer=partner.display_name,
                )
            )

    def _get_transfer_amount(self):
        """Return what the former customer is invoiced when this is transferred.

        Runs for the dialog; an override that invoices something adds its amount.
        """
        self.ensure_one()
        return 0.0

    def _transfer(self, partner, today, reason):
        """Make `partner` the customer of this subscription from `today` on.

        Invoices stay with the customer who had it before; periods and prices stay as they
        are.
        """
        result = super()._transfer(partner, today, reason)
        self.ensure_one()
        self._check_transfer(partner)
        before = self.partner_id
        found = partner.address_get(["invoice", "delivery"])
        self._write_kept(
            {
                "partner_id": partner.id,
                "partner_invoice_id": found["invoice"],
                "partner_shipping_id": found["delivery"],
                "client_order_ref": False,
                # The links of who had it before lead nowhere now.
                "access_token": False,
            }
        )
        self._after_change(today, today)
        body = self.env._(
            "Taken over from %(before)s by %(after)s: %(reason)s",
            before=before.display_name,
            after=partner.display_name,
            reason=reason,
        )
        self._message_log(body=body)
        return result
