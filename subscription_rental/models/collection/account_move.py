from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...billing import collection

# A customer who began to pay by themselves may be in the middle of it.
CHECKOUT_TIME = timedelta(minutes=30)

AUTHENTICATION = "subscription_rental.mail_template_authentication"

ONLINE = ("online_redirect", "online_direct", "online_token")

OPEN_STATES = ("pending", "authorized")


class AccountMove(models.Model):
    """An invoice that is collected with its subscriptions' stored payment method."""

    _inherit = "account.move"

    rental_collect_date = fields.Date(
        string="Collected On",
        readonly=True,
        copy=False,
        help="The day from which on the stored payment method is charged next.",
        kept=True,
    )
    rental_charge_ids = fields.One2many(
        "payment.transaction", "rental_invoice_id", string="Collections", readonly=True
    )
    rental_collection = fields.Selection(
        [
            (collection.ASKED, "Payment asked for"),
            (collection.PENDING, "Payment in flight"),
            (collection.UNKNOWN, "Payment unknown"),
            (collection.AUTHENTICATE, "Customer has to confirm"),
            (collection.DECLINED, "Payment declined"),
            (collection.UNREACHED, "Provider not reached"),
        ],
        string="Collection",
        compute="_compute_rental_collection",
        compute_sudo=True,
        help="What became of the last charge of the stored payment method.",
    )
    rental_can_collect = fields.Boolean(
        compute="_compute_rental_collection", compute_sudo=True
    )
    rental_can_refund = fields.Boolean(
        compute="_compute_rental_collection", compute_sudo=True
    )
    _rental_collect_idx = models.Index(
        "(company_id, rental_collect_date) WHERE rental_collect_date IS NOT NULL"
    )

    @api.depends("rental_charge_ids.rental_outcome", "payment_state")
    def _compute_rental_collection(self):
        for move in self:
            last = move.rental_charge_ids.sorted("id")[-1:].rental_outcome
            unpaid = move.payment_state in collection.UNPAID
            settled = not unpaid or last == collection.DONE
            move.rental_collection = False if settled else last
            sold = move.state == "posted" and move.move_type == "out_invoice"
            move.rental_can_collect = sold and unpaid and bool(move._get_collecting_token())
            paid = move.amount_total - move.amount_residual
            move.rental_can_refund = (
                sold
                and bool(move.line_ids.rental_subscription_id)
                and move.currency_id.compare_amounts(paid, 0) > 0
            )

    def _post(self, soft=True):
        """Post; plan the collection of invoices whose subscriptions are collected."""
        posted = super()._post(soft)
        invoices = posted.filtered(lambda move: move.move_type == "out_invoice")
        collected = invoices.sudo().filtered(lambda move: move._is_collected())
        if collected:
            collected._plan_collection()
        return posted

    def _collect_on(self, day):
        """Charge the stored method from `day` on; False is not at all."""
        # Writing an invoice is dear: all its lines are looked at.
        changed = self.filtered(lambda move: move.rental_collect_date != day)
        if changed:
            changed._write_kept({"rental_collect_date": day})

    def _plan_collection(self):
        """Set the collection date of these invoices to their due date; wake the job."""
        for move in self:
            move._collect_on(move._get_next_due_date())
        self.env["subscription.collection.job"]._wake()

    def _ask_to_collect(self):
        """Have the job collect these invoices at once, or on their next due date."""
        for move in self.filtered(lambda move: move._get_rental_mode() == "collect"):
            today = move.company_id._subscription_today()
            due = move._get_next_due_date()
            if due:
                move._collect_on(max(due, today))
        self.env["subscription.collection.job"]._wake()

    def _plan_next_part(self, today):
        """Set the collection date to the invoice's next due date after `today`, if any."""
        self.ensure_one()
        later = self._get_open_terms().filtered(lambda line: line.date_maturity > today)
        self._collect_on(min(later.mapped("date_maturity"), default=False))

    def _ask_for_authentication(self):
        """Send the customer a link to confirm the payment, as the bank wants it."""
        template = self.env.ref(AUTHENTICATION, raise_if_not_found=False)
        for move in self:
            if template:
                template.send_mail(move.id)

    def _get_open_terms(self):
        """Return the unpaid payment terms of these invoices: items with a due date."""
        return self.line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )

    def _get_next_due_date(self):
        """Return the next due date of this invoice, False if nothing is to be paid."""
        self.ensure_one()
        return min(self._get_open_terms().mapped("date_maturity"), default=False)

    def _get_amount_due(self, today):
        """Return the amount of this invoice that is due on `today`, in its currency."""
        self.ensure_one()
        due = self._get_open_terms().filtered(lambda line: line.date_maturity <= today)
        return self.currency_id.round(sum(due.mapped("amount_residual_currency")))

    def _get_collecting_token(self):
        """Return the stored method that this invoice is charged to."""
        self.ensure_one()
        tokens = self._get_debtors().payment_token_id
        usable = tokens.filtered(
            lambda token: token.active and token.provider_id.state != "disabled"
        )
        return usable[:1]

    def _is_being_paid(self):
        """Return whether a payment of this invoice may be on its way already."""
        self.ensure_one()
        now = fields.Datetime.now()
        return any(
            tx.rental_outcome in collection.OPEN
            or tx.state in OPEN_STATES
            or (tx.state == "done" and not tx.is_post_processed)
            or (
                tx.state == "draft"
                and tx.operation in ONLINE
                and tx.last_state_change > now - CHECKOUT_TIME
            )
            for tx in self.sudo().transaction_ids
        )

    def _is_being_charged(self):
        """Return whether a charge of the stored method for this invoice is open."""
        self.ensure_one()
        outcomes = self.sudo().rental_charge_ids.mapped("rental_outcome")
        return bool(collection.OPEN & set(outcomes))

    def _claim_for_customer(self):
        """Lock these invoices of subscriptions, so that the customer can pay them.

        Raises UserError for an invoice that is being charged or that another process holds.
        """
        billing = self.filtered("line_ids.rental_subscription_id")
        # The job must not begin to charge in the meantime.
        claimed = billing.try_lock_for_update(allow_referencing=True)
        for move in billing:
            if move not in claimed or move._is_being_charged():
                raise UserError(
                    self.env._(
                        "A payment of %(invoice)s is on its way: you need not pay again.",
                        invoice=move.name,
                    )
                )

    @api.model
    def _collectable_domain(self, company, today):
        """Return the domain of the invoices to collect in `company` on `today`."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("rental_collect_date", "<=", today)
            & Domain("state", "=", "posted")
        )

    def _start_charge(self, today):
        """Return a new charge, not sent yet, of the amount due on this invoice; or none.

        The customer's open credit is used first. None is made while a payment may be on
        its way, where nothing is due, and where the stored method is missing. Whether a
        card still does, its provider decides.
        """
        self.ensure_one()
        transactions = self.env["payment.transaction"]
        if self._is_being_paid():
            return transactions
        self._use_open_credit(today)
        amount = self._get_amount_due(today)
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            self._plan_next_part(today)
            return transactions
        token = self._get_collecting_token()
        self._collect_on(False)
        if not token:
            return transactions
        reference = transactions._compute_reference(token.provider_code, prefix=self.name)
        return transactions.create(
            {
                "provider_id": token.provider_id.id,
                "payment_method_id": token.payment_method_id.id,
                "token_id": token.id,
                "operation": "offline",
                "amount": amount,
                "currency_id": self.currency_id.id,
                "partner_id": self.partner_id.id,
                "reference": reference,
                "invoice_ids": [fields.Command.set(self.ids)],
                "rental_invoice_id": self.id,
            }
        )

    def action_rental_retry(self):
        """Charge what is due on these invoices to the stored method; show the outcome."""
        self.check_access("read")
        if not self.env.user.has_group("subscription_rental.group_user_own"):
            raise AccessError(self.env._("Who works with subscriptions charges methods."))
        for move in self:
            # Only of subscriptions that the user may change.
            move.line_ids.rental_subscription_id.check_access("write")
        return self.env["subscription.collection.job"]._retry_by_hand(self)

    def _get_rental_pay_url(self):
        """Return the link on which the customer pays this invoice."""
        self.ensure_one()
        return self.get_base_url() + self.get_portal_url()

    def action_rental_pay_link(self):
        """Show the customer a link to pay this invoice, as a QR code."""
        self.ensure_one()
        self.check_access("read")
        owed = self.currency_id.compare_amounts(self.amount_residual, 0) > 0
        if self.move_type != "out_invoice" or self.state != "posted" or not owed:
            raise UserError(
                self.env._("Nothing is to be paid of %(name)s.", name=self.display_name)
            )
        return self.env["subscription.payment.dialog"]._open_dialog(move_id=self.id)

    def _has_to_be_paid(self):
        """Return False while the invoice is being charged: no payment by hand then."""
        return super()._has_to_be_paid() and not self._is_being_charged()

    def _is_collected(self):
        """Return whether this invoice is charged to its subscriptions' stored method."""
        self.ensure_one()
        subscriptions = self.line_ids.rental_subscription_id
        return bool(subscriptions) and self._get_rental_mode() == "collect"
