import requests
from urllib3.exceptions import NewConnectionError

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import collection

# Odoo's own, and deposits: what is not in the domain is read back as not linked.
PAID_TYPES = ("out_invoice", "out_refund", "out_receipt", "in_invoice", "in_refund")
UNKNOWN_ACTIVITY = "subscription_rental.mail_activity_type_unknown"


class PaymentTransaction(models.Model):
    _name = "payment.transaction"
    _inherit = ["payment.transaction", "subscription.kept.mixin"]
    _keeps_readonly = False

    invoice_ids = fields.Many2many(domain=[("move_type", "in", PAID_TYPES)])
    rental_invoice_id = fields.Many2one(
        "account.move",
        string="Collected Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The stored payment method was charged for it, without the customer.",
        kept=True,
    )
    rental_subscription_id = fields.Many2one(
        "subscription.subscription",
        string="Method for Subscription",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The customer registers a payment method for it.",
        kept=True,
    )
    rental_for_all = fields.Boolean(
        string="Method for All Subscriptions",
        readonly=True,
        help="The customer wants it for the other subscriptions as well.",
        kept=True,
    )
    rental_doubt = fields.Selection(
        [
            (collection.UNKNOWN, "Outcome unknown"),
            (collection.UNREACHED, "Provider not reached"),
            (collection.AUTHENTICATE, "Customer has to confirm"),
        ],
        string="Doubt",
        readonly=True,
        copy=False,
        kept=True,
    )
    rental_request_count = fields.Integer(
        string="Requests Answered",
        readonly=True,
        copy=False,
        help="So often the provider answered, for this charge.",
        kept=True,
    )
    rental_outcome = fields.Selection(
        [
            (collection.ASKED, "Asked"),
            (collection.PENDING, "In flight"),
            (collection.UNKNOWN, "Unknown"),
            (collection.AUTHENTICATE, "Customer has to confirm"),
            (collection.DONE, "Paid"),
            (collection.DECLINED, "Declined"),
            (collection.UNREACHED, "Provider not reached"),
        ],
        string="Outcome",
        compute="_compute_rental_outcome",
        store=True,
        index="btree_not_null",
        help="What became of the charge of the stored payment method.",
        kept=True,
    )
    # Never charged twice: the next charge of an invoice waits for the outcome of this one.
    _one_open_charge = models.UniqueIndex(
        "(rental_invoice_id) WHERE rental_outcome IN ('asked', 'pending', 'unknown')",
        "A charge of this invoice is open already.",
    )

    @api.depends("state", "rental_doubt", "rental_invoice_id")
    def _compute_rental_outcome(self):
        for transaction in self:
            transaction.rental_outcome = transaction.rental_invoice_id and (
                collection.outcome(transaction.state, transaction.rental_doubt or None)
            )

    # === what the provider says, or does not === #

    def _send_api_request(self, *args, **kwargs):
        """Send the request; note on a charge what a failed request leaves in doubt."""
        try:
            answer = super()._send_api_request(*args, **kwargs)
        except ValidationError as error:
            # Core says the same of a refusal and of a silence: the cause tells them apart.
            if self.rental_invoice_id:
                self._write_kept({"rental_doubt": self._get_doubt(error.__context__)})
            raise
        if self.rental_invoice_id:
            self._write_kept({"rental_request_count": self.rental_request_count + 1})
        return answer

    def _get_doubt(self, cause):
        """Return the doubt about a charge after a failed request, False if refused."""
        if isinstance(cause, requests.exceptions.HTTPError):
            return self._get_doubt_of_answer(cause.response)
        if isinstance(cause, requests.exceptions.RequestException):
            unsent = self._was_never_sent(cause) and not self.rental_request_count
            return collection.UNREACHED if unsent else collection.UNKNOWN
        return False

    def _get_doubt_of_answer(self, response):
        """Return the doubt about a charge after an error response, False if refused."""
        if response is None:
            return collection.UNKNOWN
        self._keep_reason(self._read_answer(response))
        # Providers put the code there, and a sentence of their own into the message.
        if collection.wants_authentication(response.text):
            return collection.AUTHENTICATE
        asked = bool(self.rental_request_count)
        doubt = collection.doubt_of_answer(response.status_code, asked_before=asked)
        return doubt or False

    @api.model
    def _was_never_sent(self, cause):
        """Return whether the request failed before any connection to the provider."""
        if isinstance(cause, requests.exceptions.ConnectTimeout):
            return True
        reason = getattr(cause.args[0] if cause.args else None, "reason", None)
        return isinstance(reason, NewConnectionError)

    def _set_error(self, state_message, extra_allowed_states=()):
        """Set charges of unknown outcome to pending, not to error: they may be paid."""
        doubtful = self.filtered(
            lambda tx: tx.state == "draft" and tx.rental_doubt == collection.UNKNOWN
        )
        doubtful._set_pending(state_message=state_message)
        refused = self - doubtful
        if collection.wants_authentication(state_message):
            collected = refused.filtered("rental_invoice_id")
            collected._write_kept({"rental_doubt": collection.AUTHENTICATE})
        return super(PaymentTransaction, refused)._set_error(
            state_message, extra_allowed_states
        )

    def _update_state(self, allowed_states, target_state, state_message):
        """Cancel the payments of booked charges that failed; close doubts now answered."""
        doubted = self.filtered(lambda tx: tx.rental_outcome == collection.UNKNOWN)
        booked = self.filtered(
            lambda tx: tx.state == "done" and (tx.is_post_processed or tx._was_booked())
        )
        updated = super()._update_state(allowed_states, target_state, state_message)
        if target_state in ("error", "cancel"):
            for transaction in booked & updated:
                transaction._unbook(state_message)
        for charge in doubted & updated:
            subscriptions = charge.rental_invoice_id.line_ids.rental_subscription_id
            subscriptions.activity_feedback([UNKNOWN_ACTIVITY])
        return updated

    # === how a charge ends === #

    def _end_charge(self, today):
        """Follow up this charge by its outcome.

        The customer is asked to confirm it, the invoice is collected again, a person is
        asked to look it up, or the next part of the invoice is planned.
        """
        self.ensure_one()
        if self.state == "draft":
            # The provider took it, and waits for the customer.
            self._write_kept({"rental_doubt": collection.AUTHENTICATE})
            # A later success is still taken: Odoo lets an error become done.
            self._set_error(self.env._("The bank wants the customer to confirm it."))
        if self.rental_outcome == collection.AUTHENTICATE:
            self.rental_invoice_id._ask_for_authentication()
        elif self.rental_outcome == collection.UNREACHED:
            # Nothing happened: the next run asks again.
            self.rental_invoice_id._collect_on(today)
        elif self.rental_outcome == collection.UNKNOWN:
            self._tell_unknown()
        elif self.rental_outcome == collection.DONE:
            self.rental_invoice_id._plan_next_part(today)

    def _doubt(self, message):
        """Set these unanswered charges to unknown, and ask a person to look them up."""
        for charge in self.filtered(lambda one: one.rental_outcome == collection.ASKED):
            charge._write_kept({"rental_doubt": collection.UNKNOWN})
            charge._set_pending(state_message=message)
            charge._tell_unknown()

    def _tell_unknown(self):
        """Ask the subscription's billing owner to look up the outcome of this charge."""
        for subscription in self.rental_invoice_id.line_ids.rental_subscription_id[:1]:
            here = subscription._in_owner_language()
            here.activity_schedule(
                UNKNOWN_ACTIVITY,
                summary=here.env._("Was it paid?"),
                note=here.env._(
                    "The provider did not say what became of %(charge)s. Look it up there, "
                    "then say on the charge whether it was paid.",
                    charge=self._get_html_link(),
                ),
                user_id=subscription._get_billing_owner().id,
            )

    def _refund_for(self, note):
        """Refund the amount of a credit note through the provider; return the refund.

        The refund is committed before the provider is asked, as charges are.
        """
        self.ensure_one()
        refund = self._create_child_transaction(
            note.amount_total,
            is_refund=True,
            invoice_ids=[fields.Command.set(note.ids)],
        )
        job = self.env["subscription.collection.job"]
        # Its outcome is kept like a charge's: a silence is no refusal.
        refund._write_kept({"rental_invoice_id": note.id})
        job._commit()
        refund._log_sent_message()
        try:
            refund._send_refund_request()
        except ValidationError as error:
            refund._set_error(str(error))
        if refund.rental_outcome == collection.UNKNOWN:
            refund._tell_unknown()
        job._commit()
        if refund.state == "done":
            refund._post_process()
        return refund

    # === stored methods, and orders === #

    def _post_process(self):
        """Set the method stored with a payment on the subscriptions that it is for."""
        result = super()._post_process()
        for transaction in self.filtered(lambda tx: tx.state in ("done", "authorized")):
            if token := transaction.token_id:
                changed = transaction._get_method_subscriptions()._use_method(token)
                if transaction.rental_subscription_id:
                    changed._tell_of_method()
        return result

    def _get_method_subscriptions(self):
        """Return the subscriptions that the method of this transaction is for."""
        self.ensure_one()
        # Customers register methods without rights on subscriptions.
        asked = self.sudo().rental_subscription_id
        if asked:
            return asked | asked._get_siblings() if self.rental_for_all else asked
        sold = self.sudo().sale_order_ids.rental_subscription_ids
        return sold.filtered(lambda one: not one.payment_token_id)

    def _process(self, provider_code, payment_data):
        """Store the expiry of the card of a payment, where the provider names it."""
        transaction = super()._process(provider_code, payment_data)
        if transaction.token_id:
            transaction.token_id._refresh_expiry(payment_data)
        return transaction

    def _check_amount_and_confirm_order(self):
        """Confirm the order; link the payment to its subscriptions' first invoices."""
        confirmed = super()._check_amount_and_confirm_order()
        self._link_rental_invoices()
        return confirmed

    def _invoice_sale_orders(self):
        """Invoice the orders; link the subscriptions' first invoices as well."""
        result = super()._invoice_sale_orders()
        self._link_rental_invoices()
        return result

    def _link_rental_invoices(self):
        """Bill the subscriptions of paid orders; link their first invoices here."""
        for transaction in self:
            # Customers pay without rights on subscriptions or invoices.
            order = transaction.sudo().sale_order_ids
            subscriptions = order.rental_subscription_ids
            subscriptions._bill_what_was_paid()
            moves = subscriptions._get_signing_moves()
            transaction.sudo().invoice_ids = [
                fields.Command.link(move.id) for move in moves - transaction.invoice_ids
            ]
