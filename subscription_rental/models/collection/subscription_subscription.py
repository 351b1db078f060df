from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...billing import lifecycle

METHOD_ACTIVITY = "subscription_rental.mail_activity_type_method"

EXPIRING = "subscription_rental.mail_template_method_expiring"
CHANGED = "subscription_rental.mail_template_method_changed"


class SubscriptionSubscription(models.Model):
    """The stored payment method that a subscription is collected with (LC7, SE5)."""

    _inherit = "subscription.subscription"

    payment_token_id = fields.Many2one(
        "payment.token",
        string="Payment Method",
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        help="Invoices are collected with it when they are due, if the plan says so.",
    )
    payment_method_name = fields.Char(
        string="Method", compute="_compute_payment_method_name"
    )
    payment_partner_id = fields.Many2one(
        "res.partner", string="Payer", compute="_compute_payment_partner_id"
    )
    payment_ids = fields.Many2many(
        "payment.transaction",
        string="Payments",
        compute="_compute_payment_ids",
        compute_sudo=True,
    )
    copy_warning = fields.Char(compute="_compute_copy_warning")
    is_collected = fields.Boolean(compute="_compute_is_collected")
    needs_method = fields.Boolean(
        compute="_compute_is_collected",
        help="Its plan collects, and there is no payment method to collect with.",
    )

    @api.depends("payment_token_id")
    @api.depends_context("lang")
    def _compute_payment_method_name(self):
        for subscription in self:
            # The last four digits of the user's own record.
            token = subscription.payment_token_id.sudo()
            subscription.payment_method_name = token.rental_name

    @api.depends("partner_invoice_id")
    def _compute_payment_partner_id(self):
        for subscription in self:
            payer = subscription.partner_invoice_id.commercial_partner_id
            subscription.payment_partner_id = payer

    def _compute_copy_warning(self):
        warning = self.env["subscription.collection.guard"]._get_warning()
        for subscription in self:
            subscription.copy_warning = subscription.is_collected and warning

    def _compute_payment_ids(self):
        for subscription in self:
            lines = self.env["account.move.line"].search(
                [("rental_subscription_id", "=", subscription._origin.id)]
            )
            transactions = lines.move_id.transaction_ids
            subscription.payment_ids = transactions.sorted("id", reverse=True)

    @api.depends("plan_id.invoice_mode", "payment_token_id", "state")
    def _compute_is_collected(self):
        for subscription in self:
            collected = subscription.plan_id.invoice_mode == "collect"
            open_ = subscription.state not in lifecycle.CLOSED
            subscription.is_collected = collected
            subscription.needs_method = (
                collected and open_ and not subscription.payment_token_id
            )

    @api.constrains("payment_token_id", "partner_invoice_id", "partner_id", "company_id")
    def _check_payment_token(self):
        for subscription in self.filtered("payment_token_id"):
            # Whose it is may be known to who sees the subscription.
            token = subscription.payment_token_id.sudo()
            if token.partner_id.commercial_partner_id not in subscription._get_payers():
                raise ValidationError(
                    self.env._(
                        "%(method)s is another customer's: choose one of %(customer)s.",
                        method=token.display_name,
                        customer=subscription.payment_partner_id.display_name,
                    )
                )
            if token.company_id not in subscription._get_method_companies():
                raise ValidationError(
                    self.env._(
                        "%(method)s is stored with another company: ask the customer for "
                        "one with %(company)s.",
                        method=token.display_name,
                        company=subscription.company_id.display_name,
                    )
                )

    def _get_method_companies(self):
        """Return the subscription's company and its parents: their methods are charged."""
        self.ensure_one()
        return self.company_id.sudo().parent_ids

    def _may_be_charged_to(self, token):
        """Return whether `token` is of this subscription's customer and companies."""
        self.ensure_one()
        owner = token.sudo().partner_id.commercial_partner_id
        known = token.company_id in self._get_method_companies()
        return known and owner in self._get_payers()

    def _get_available_methods(self):
        """Return the stored methods that this subscription may be collected with."""
        self.ensure_one()
        tokens = self.env["payment.token"].sudo()
        return tokens.search(
            Domain("company_id", "in", self._get_method_companies().ids)
            & Domain("partner_id", "child_of", self._get_payers().ids)
            & Domain("provider_id.state", "!=", "disabled")
        )

    def _get_siblings(self):
        """Return the customer's other open subscriptions in the subscription's company."""
        self.ensure_one()
        return self.search(
            Domain("partner_invoice_id", "child_of", self.payment_partner_id.ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("is_closed", "=", False)
            & Domain("id", "!=", self.id)
        )

    def _use_method(self, token):
        """Collect these subscriptions and their open invoices with `token` from now on.

        Returns the subscriptions whose method it was not before.
        """
        changed = self.filtered(
            lambda one: one._may_be_charged_to(token) and one.payment_token_id != token
        )
        # The customer, or who may write the subscription, chose it.
        changed._write_kept({"payment_token_id": token.id})
        changed._get_open_invoices()._ask_to_collect()
        changed.activity_feedback([METHOD_ACTIVITY])
        return changed

    def _tell_of_method(self):
        """Tell the customers of these subscriptions by mail that their method changed.

        Who has the link of one may be somebody else: one mail for each subscription.
        """
        template = self.env.ref(CHANGED, raise_if_not_found=False)
        for subscription in self:
            if template:
                template.send_mail(subscription.id)

    def _remove_method(self):
        """Clear the method of these subscriptions; tell the owner where one is needed."""
        self._write_kept({"payment_token_id": False})
        for subscription in self.filtered("needs_method"):
            here = subscription._in_owner_language()
            here.activity_schedule(
                METHOD_ACTIVITY,
                summary=here.env._("Payment method removed"),
                note=here.env._("Ask the customer for another one: its plan collects."),
                user_id=subscription._get_billing_owner().id,
            )

    def _tell_of_own_expiry(self, today):
        """Tell of the expiry of the subscription's method, once for all that it pays."""
        self.ensure_one()
        token = self.payment_token_id
        self._tell_of_expiry(token, today)
        token.rental_expiry_told = today

    def _tell_of_expiry(self, token, today):
        """Ask the customer by e-mail, and the owner by an activity, for another method."""
        self.ensure_one()
        template = self.env.ref(EXPIRING, raise_if_not_found=False)
        if template:
            template.send_mail(self.id)
        here = self._in_owner_language()
        here.activity_schedule(
            METHOD_ACTIVITY,
            date_deadline=today,
            summary=here.env._("Payment method expires"),
            note=here.env._(
                "%(method)s expires: the customer was asked for another one.",
                method=token.rental_name,
            ),
            user_id=self._get_billing_owner().id,
        )

    def action_remove_method(self):
        """Clear the payment method of these subscriptions; open charges go on."""
        self.check_access("write")
        for subscription in self:
            if not subscription.payment_token_id:
                raise UserError(
                    self.env._("%(name)s has no payment method.", name=subscription.name)
                )
        self.payment_token_id = False

    # === asking the customer === #

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for subscription in self:
            subscription.access_url = f"/my/subscriptions/{subscription.id}"
        return result

    def _get_method_url(self):
        """Return the link on which the customer registers a payment method."""
        self.ensure_one()
        return self.get_base_url() + self.get_portal_url(suffix="/payment_method")

    def action_ask_for_method(self):
        """Show the customer a link to register a payment method, as a QR code."""
        self.ensure_one()
        self.check_access("write")
        warning = self.plan_id._get_collection_warning(self.company_id)
        if warning and not self._get_able_providers():
            raise UserError(warning)
        return self.env["subscription.payment.dialog"]._open_dialog(
            subscription_id=self.id, token_before_id=self.payment_token_id.id
        )

    def _get_able_providers(self):
        """Return the providers that keep payment methods for the subscription's company."""
        # Which providers there are is no secret; their keys are not read.
        return (
            self.env["payment.provider"]
            .sudo()
            .search(
                Domain("company_id", "in", self._get_method_companies().ids)
                & Domain("state", "!=", "disabled")
                & Domain("allow_tokenization", "=", True)
                # What has to be captured by hand is not collected.
                & Domain("capture_manually", "=", False)
            )
        )

    def action_pay_link(self):
        """Show the customer a link to pay the oldest open invoice, as a QR code."""
        self.ensure_one()
        # Odoo lets all its salespeople read an invoice that has no salesperson.
        self.check_access("read")
        invoices = self._get_open_invoices().sorted("invoice_date_due")
        if not invoices:
            raise UserError(
                self.env._("%(name)s has no open invoice.", name=self.display_name)
            )
        return invoices[0].sudo(False).action_rental_pay_link()

    # === what others ask === #

    @api.depends("payment_token_id")
    def _compute_headline(self):
        return super()._compute_headline()

    def _get_next_part(self, amount):
        """Return the next payment's amount and day with the stored method, if collected."""
        if not self.is_collected or not self.payment_token_id:
            return super()._get_next_part(amount)
        return self.env._(
            "%(amount)s on %(day)s by %(method)s",
            amount=amount,
            day=self._show_day("next_invoice_date"),
            method=self.payment_method_name,
        )

    def _get_sharing_key(self, slot):
        """Add the payment method: periods with another one come on another invoice."""
        return (*super()._get_sharing_key(slot), self.payment_token_id)

    def _transfer(self, partner, today, reason):
        """Clear the former customer's payment method, then transfer the subscription."""
        # First: a subscription with one customer and another's card is refused at any
        # moment.
        self._write_kept({"payment_token_id": False})
        return super()._transfer(partner, today, reason)
