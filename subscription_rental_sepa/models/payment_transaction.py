from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import collection, refusal

from ..sepa import debits, mandates
from .payment_provider import CODE


class PaymentTransaction(models.Model):
    """A charge that waits for the next collection, and then for the bank: a debit."""

    _inherit = "payment.transaction"

    rental_mandate_id = fields.Many2one(
        "subscription.sepa.mandate",
        string="SEPA Mandate",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        kept=True,
    )
    rental_debit_day = fields.Date(
        string="Debited On", readonly=True, copy=False, index="btree_not_null", kept=True
    )
    rental_collection_id = fields.Many2one(
        "subscription.sepa.collection",
        string="Collection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The file for the bank in which this debit is; one at a time.",
        kept=True,
    )
    rental_told_on = fields.Date(
        string="Customer Told On",
        readonly=True,
        copy=False,
        help="When the customer was told of amount and day.",
        kept=True,
    )
    rental_told_day = fields.Date(
        string="Day That Was Told", readonly=True, copy=False, kept=True
    )
    rental_end_to_end = fields.Char(
        string="End-to-End Identification", compute="_compute_rental_end_to_end"
    )

    def _compute_rental_end_to_end(self):
        for debit in self:
            debit.rental_end_to_end = debit.rental_mandate_id and debits.end_to_end(
                debit.id
            )

    def _send_payment_request(self):
        """Leave the charge of a mandate pending: it waits for the next collection."""
        if self.provider_code != CODE:
            super()._send_payment_request()
            return
        if not self.rental_mandate_id:
            raise ValidationError(
                self.env._(
                    "Mandates are collected with invoices of subscriptions only: have the "
                    "invoice collected, or ask for another payment."
                )
            )
        self._set_pending(state_message=self.env._("It waits for the next collection."))
        self._tell_of_debit()

    def _doubt(self, message):
        """Let debits wait that broke off: nothing of them has left the house yet."""
        ours = self.filtered(
            lambda one: one.rental_mandate_id and one.rental_outcome == collection.ASKED
        )
        ours._set_pending(state_message=message)
        return super(PaymentTransaction, self - ours)._doubt(message)

    @api.model
    def _waiting_debits_domain(self, company):
        """Return the domain of debits of `company` that are in no collection yet."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("provider_code", "=", CODE)
            & Domain("rental_mandate_id", "!=", False)
            & Domain("rental_outcome", "=", collection.PENDING)
            & Domain("rental_collection_id", "=", False)
        )

    @api.model
    def _stale_debits_domain(self):
        """Return the domain of debits that must not leave; only amounts are left out."""
        return (
            Domain("rental_mandate_id.state", "!=", mandates.ACTIVE)
            | Domain("rental_invoice_id.state", "!=", "posted")
            | Domain("rental_invoice_id.payment_state", "not in", collection.UNPAID)
        )

    def _get_stale_reason(self):
        """Return why this debit must not leave, False if it may."""
        self.ensure_one()
        move = self.rental_invoice_id
        if self.rental_mandate_id.state != mandates.ACTIVE:
            return self.env._("The mandate is no longer active.")
        owed = move.state == "posted" and move.payment_state in collection.UNPAID
        if not owed or self.currency_id.compare_amounts(
            self.amount, move.amount_residual
        ) > 0:  # fmt: skip
            return self.env._("The invoice was paid otherwise, or corrected.")
        return False

    def _follow_refusal(self):
        """Block the mandate where the bank says that it will never do."""
        # Removed first: nobody is written to by itself, as after a death.
        result = super()._follow_refusal()
        mandate = self.rental_mandate_id
        if mandate and self.rental_refusal in (refusal.METHOD, refusal.HALT):
            why = self.state_message or self.rental_reason
            if mandate.state == mandates.ACTIVE:
                mandate._end_mandate(mandates.BLOCKED, why)
        return result
