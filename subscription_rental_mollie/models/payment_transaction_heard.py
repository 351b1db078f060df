from odoo import api, fields, models

from odoo.addons.subscription_rental.billing import collection
from odoo.addons.subscription_rental.models.collection.payment_transaction import (
    UNKNOWN_ACTIVITY,
)

from ..mollie import answers, waiting
from .payment_provider import MOLLIE
from .payment_transaction import ONLINE


class PaymentTransaction(models.Model):
    """What Mollie says of payments. Whoever calls us only says of which one to ask."""

    _inherit = "payment.transaction"

    @api.model
    def _hear_from_mollie(self, data):
        """Ask Mollie about the payment that a request names, if it is one of ours.

        :param data: from anybody: `id`, the payment at Mollie, and `ref`, our reference
        """
        named = str(data.get("id") or "")
        if named and not answers.is_payment(named):
            return
        found = self._find_mollie_payment(named, data.get("ref"))
        own = found.provider_reference
        asked = own or named
        if not found or not asked or (own and named and own != named):
            return
        told = found._ask_mollie(f"/payments/{asked}")
        # Whose answer was lost is recognized by the reference that we sent.
        if own or answers.named([told], found.reference):
            found._take_mollie_payment({**told, "id": asked})
            found._wake_post_processing()

    @api.model
    def _find_mollie_payment(self, named, reference):
        """Return the payment at Mollie of this name or reference; never a refund."""
        known = [("provider_code", "=", MOLLIE), ("operation", "!=", "refund")]
        by = ("reference", "=", reference) if reference else None
        by = by or (named and ("provider_reference", "=", named))
        return self.search([*known, by], limit=1) if by else self.browse()

    def _wake_post_processing(self):
        """Have Odoo follow up what was paid at once, also if the customer has left."""
        cron = self.env.ref("payment.cron_post_process_payment_tx", False)
        if cron and self.state == "done" and not self.is_post_processed:
            cron.sudo()._trigger()

    # === what is said === #

    def _apply_updates(self, payment_data):
        """Do what Mollie says; Odoo knows neither reasons nor money that comes back."""
        if self.provider_code != MOLLIE:
            return super()._apply_updates(payment_data)
        if self.operation == "refund":
            self._apply_refund(payment_data)
        elif answers.is_back(payment_data) or self.rental_returned_on:
            self._apply_chargeback(payment_data)
        elif payment_data.get("status") == "failed":
            self._set_error(self._get_failure_text(*answers.reason(payment_data)))
        else:
            # Odoo looks for the card's label where Mollie may have no details.
            details = payment_data.get("details") or {}
            super()._apply_updates({**payment_data, "details": details})
            self._forget_doubt(payment_data)
            self._apply_partly_back(payment_data)
        return None

    def _update_state(self, allowed_states, target_state, state_message):
        """Ask Mollie no more about what is over."""
        updated = super()._update_state(allowed_states, target_state, state_message)
        updated.filtered(lambda one: one.provider_code == MOLLIE)._plan_look()
        return updated

    def _forget_doubt(self, payment_data):
        """Let a charge be in flight again whose outcome was unknown, and is on its way."""
        on_its_way = payment_data.get("status") in ("open", "pending")
        if on_its_way and self.rental_outcome == collection.UNKNOWN:
            self._write_kept({"rental_doubt": False})
            subscriptions = self.rental_invoice_id.line_ids.rental_subscription_id
            subscriptions.activity_feedback([UNKNOWN_ACTIVITY])

    def _get_failure_text(self, code, words):
        """Return why a payment failed: in the reader's language, with the code."""
        known = {
            "insufficient_funds": self.env._("There is not enough money."),
            "am04": self.env._("There is not enough money."),
            "card_expired": self.env._("The card has expired."),
            "card_declined": self.env._("The bank declined the card."),
            "refused_by_issuer": self.env._("The bank declined the card."),
            "invalid_card_number": self.env._("The card's number is wrong."),
            "invalid_cvv": self.env._("The card's security code is wrong."),
            "authentication_failed": self.env._("The bank could not identify you."),
        }
        text = known.get(code.lower()) or words or self.env._("The payment failed.")
        return f"{text} ({code})" if code else text

    def _plan_look(self):
        """Set when Mollie is asked about this transaction next; never if it is over."""
        now = fields.Datetime.now()
        for one in self:
            look = one._is_open_at_mollie() and waiting.next_look(one.create_date, now)
            one._write_kept({"rental_look_at": look or False})

    def _is_open_at_mollie(self):
        """Return whether Mollie may still have something to say of this transaction.

        A payment that is to leave a mandate is over when it has left one.
        """
        self.ensure_one()
        if self.state == "done":
            return self.tokenize
        # What a customer began, and Mollie never named, is nothing.
        known = self.provider_reference or self.operation not in ONLINE
        return bool(known) and self.state in ("draft", "pending")
