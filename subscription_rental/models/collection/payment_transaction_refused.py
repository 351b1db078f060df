from odoo import api, fields, models

from ... import retold
from ...billing import collection, refusal


class PaymentTransaction(models.Model):
    """Why a charge was refused, and what follows from it (BI5, BI7)."""

    _inherit = "payment.transaction"

    rental_told_reason = fields.Text(
        string="Reason",
        compute="_compute_rental_told_reason",
        help="Why it failed, or waits, in the language of who reads it.",
    )
    rental_reason = fields.Char(
        string="Reason Code",
        readonly=True,
        copy=False,
        help="What the provider or the bank calls the reason of a refusal.",
        kept=True,
    )
    rental_refusal = fields.Selection(
        [
            (refusal.RETRY, "Charge again"),
            (refusal.FEW, "Charge again, twice at most"),
            (refusal.ONCE, "Charge again once"),
            (refusal.METHOD, "Another payment method is wanted"),
            (refusal.STOP, "Refused by the payer: talk to them"),
            (refusal.HALT, "Stop everything: a person decides"),
            (refusal.OURS, "Our mistake: correct it"),
        ],
        string="What Follows",
        compute="_compute_rental_refusal",
        store=True,
        help="What the reason of the refusal asks for.",
        kept=True,
    )

    @api.depends("state_message")
    @api.depends_context("lang")
    def _compute_rental_told_reason(self):
        for charge in self:
            # A field of Odoo's own: what providers say is stored in it, too.
            charge.rental_told_reason = retold.retell(self.env, charge.state_message)

    def _get_told_reason(self):
        """Return why this charge, if there is one, failed, as the reader is told."""
        return self.rental_told_reason or self.rental_reason

    @api.depends("rental_outcome", "rental_reason", "state_message", "payment_id")
    def _compute_rental_refusal(self):
        for charge in self:
            refused = charge.rental_outcome == collection.DECLINED
            charge.rental_refusal = refused and refusal.kind(
                charge.rental_reason, charge.state_message, booked=charge._was_booked()
            )

    def _was_booked(self):
        """Return whether the money of this charge had been received, and booked.

        An override knows what is booked otherwise than by a payment.
        """
        self.ensure_one()
        return bool(self.payment_id)

    @api.model
    def _read_answer(self, response):
        """Return the data of a provider's answer, empty if it is none that we can read."""
        try:
            return response.json()
        except ValueError:
            return {}

    def _keep_reason(self, data):
        """Keep the reason that a provider names for a charge, beside its sentence."""
        for charge in self.filtered("rental_invoice_id"):
            if found := refusal.codes(data):
                charge._write_kept({"rental_reason": found})

    def _process(self, provider_code, payment_data):
        """Keep the reason of a refusal, then process what the provider says."""
        charge = self or self._search_by_reference(provider_code, payment_data)
        charge._keep_reason(payment_data)
        return super(PaymentTransaction, charge)._process(provider_code, payment_data)

    def _update_state(self, allowed_states, target_state, state_message):
        """Follow up the reasons of charges that were refused now."""
        updated = super()._update_state(allowed_states, target_state, state_message)
        if target_state in ("error", "cancel"):
            for charge in updated.filtered("rental_invoice_id"):
                charge._follow_refusal()
        return updated

    def _follow_refusal(self):
        """Remove a method that will never do from its subscriptions; tell a person."""
        self.ensure_one()
        why = self.rental_refusal
        if why in (refusal.METHOD, refusal.HALT):
            subscriptions = self.env["subscription.subscription"].sudo()
            token = self.token_id
            subscriptions.search([("payment_token_id", "=", token.id)])._remove_method()
        if why in (refusal.STOP, refusal.HALT, refusal.OURS):
            self._tell_of_refusal()

    def _tell_of_refusal(self):
        """Tell the billing owner why this charge was refused, and what follows."""
        self.ensure_one()
        subscriptions = self.rental_invoice_id.line_ids.rental_subscription_id
        here = subscriptions._in_owner_language()
        names = dict(self._fields["rental_refusal"]._description_selection(here.env))
        note = here.env._(
            "%(charge)s was refused: %(reason)s",
            charge=self._get_html_link(),
            reason=self.with_env(here.env)._get_told_reason() or "-",
        )
        here._ask_owner(names[self.rental_refusal], note)
