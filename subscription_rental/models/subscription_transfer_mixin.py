from odoo import fields, models
from odoo.exceptions import UserError


class SubscriptionTransferMixin(models.AbstractModel):
    """Another customer takes a subscription over: a succession, a company bought (LC10)."""

    _name = "subscription.transfer.mixin"
    _description = "Transfer of a Subscription"

    def _check_transfer(self, partner):
        """Raise UserError unless `partner` can take this subscription over."""
        self.ensure_one()
        if self.is_closed:
            raise UserError(
                self.env._(
                    "%(name)s is closed: there is nothing to take over.",
                    name=self.display_name,
                )
            )
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

    def _transfer(self, partner, today, reason):
        """Let `partner` have this subscription from now on.

        What is invoiced already stays with the customer who had it; periods and prices
        stay as they are.
        """
        self.ensure_one()
        self._check_transfer(partner)
        before = self.partner_id
        found = partner.address_get(["invoice", "delivery"])
        # It is the one's card, and not the other's: it goes first, for a subscription
        # with one customer and another's card is refused at any moment.
        self.sudo().payment_token_id = False
        # The customer is frozen for users; this change has a reason, and is told.
        self.sudo().write(
            {
                "partner_id": partner.id,
                "partner_invoice_id": found["invoice"],
                "partner_shipping_id": found["delivery"],
                "client_order_ref": False,
                # The links of who had it before lead nowhere now.
                "access_token": False,
            }
        )
        self._leave_cases(today)
        self._sync_benefits(today)
        self._sync_benefits_of(before, today)
        body = self.env._(
            "Taken over from %(before)s by %(after)s: %(reason)s",
            before=before.display_name,
            after=partner.display_name,
            reason=reason,
        )
        self._message_log(body=body)

    def _leave_cases(self, today):
        """Let this go on whatever its former customer owes: that is chased as before."""
        self.ensure_one()
        cases = self.sudo().dunning_case_ids.filtered(
            lambda case: self not in case.move_id._get_debtors()
        )
        if not cases:
            return
        cases.write(
            {
                "subscription_ids": [fields.Command.unlink(self.id)],
                "suspended_ids": [fields.Command.unlink(self.id)],
            }
        )
        body = self.env._("%(name)s is another customer's now.", name=self.name)
        cases._message_log_batch(bodies=dict.fromkeys(cases.ids, body))
        self._release_billing()
        if not cases._get_suspended_elsewhere() & self:
            self._lift_suspension(today)
