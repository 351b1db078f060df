from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..sepa import iban, mandates, pain008
from .subscription_sepa_mandate import ONE_OFF


class SubscriptionSepaMandate(models.Model):
    """How a mandate becomes a payment method, changes, and ends."""

    _inherit = "subscription.sepa.mandate"

    def _move_mandate(self, state, **values):
        """Write the state of this mandate: the one door to it."""
        self.ensure_one()
        if not mandates.may_move(self.state, state):
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(reference)s is %(state)s: that cannot be done with it.",
                    reference=self.reference,
                    state=states[self.state].lower(),
                )
            )
        self._write_kept({"state": state, **values})

    # === signed === #

    def _activate_mandate(self):
        """Store this signed mandate as a payment method, and collect with it.

        Returns the method: none while the customer's bank has to confirm the mandate.
        Raises UserError where something is missing.
        """
        self.ensure_one()
        provider = self._get_mandate_provider()
        self._check_signed()
        if mandates.when_signed(self.scheme) == mandates.UNCONFIRMED:
            self._move_mandate(mandates.UNCONFIRMED)
            self._ask_for_confirmation()
            return self.env["payment.token"]
        return self._make_method(provider)

    def _make_method(self, provider):
        """Return the payment method of this mandate, made now; its subscriptions get it."""
        self.ensure_one()
        token = self._create_token(provider)
        identifier = provider.company_id.subscription_creditor_identifier
        self._move_mandate(
            mandates.ACTIVE,
            token_id=token.id,
            creditor_identifier=self.original_identifier or identifier,
        )
        # Whoever may register the mandate may choose it for these.
        self.sudo().subscription_ids._use_method(token)._tell_of_method()
        return token

    def _get_mandate_provider(self):
        """Return the enabled provider of this mandate's company."""
        self.ensure_one()
        provider = self.env["payment.provider"]._find_sepa_provider(self.company_id)
        if not provider:
            raise UserError(
                self.env._(
                    "%(company)s collects no SEPA direct debits: enable the payment "
                    "provider first.",
                    company=self.company_id.name,
                )
            )
        return provider

    def _check_signed(self):
        """Raise UserError unless this mandate was signed, and the bank will take it."""
        self.ensure_one()
        today = self.company_id._subscription_today()
        if not self.signed_on or self.signed_on > today:
            raise UserError(
                self.env._(
                    "%(reference)s: enter the day on which it was signed.",
                    reference=self.reference,
                )
            )
        if mandates.has_lapsed(self.signed_on, self.used_on or None, today):
            raise UserError(
                self.env._(
                    "%(reference)s was signed more than 36 months ago and not used: have a "
                    "new one signed.",
                    reference=self.reference,
                )
            )
        place = self.partner_id
        # The account is hidden from clerks, and where it is held is not.
        far = iban.is_far(self.sudo().iban)
        if far and not (self.bic and place.city and place.country_id):
            raise UserError(
                self.env._(
                    "%(reference)s: for an account outside the European Economic Area "
                    "banks want its BIC, and the customer's city and country.",
                    reference=self.reference,
                )
            )

    def _create_token(self, provider):
        """Return a new stored method that stands for this mandate."""
        self.ensure_one()
        # What a payment method is made of is written by no user.
        return (
            self.env["payment.token"]
            .sudo()
            .create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": self.env.ref(
                        "payment.payment_method_sepa_direct_debit"
                    ).id,
                    "partner_id": self.partner_id.id,
                    "provider_ref": self.reference,
                    "payment_details": self.sudo().iban[-4:],
                }
            )
        )

    def action_activate(self):
        """Store these signed mandates as payment methods."""
        self._check_manager()
        for mandate in self:
            mandate._activate_mandate()

    def _check_manager(self):
        """Raise AccessError unless the user decides on mandates and collections."""
        if not self.env.user.has_group("subscription_rental.group_manager"):
            raise AccessError(self.env._("A subscription manager decides that."))
        self.check_access("write")

    # === amended === #

    def _amend_account(self, number, bic):
        """Write another account of the same debtor; the next debit tells the bank."""
        self.ensure_one()
        if self.state != mandates.ACTIVE:
            raise UserError(
                self.env._(
                    "%(reference)s is not active: have a new one signed.",
                    reference=self.reference,
                )
            )
        before = self.iban_hidden
        # A bank that knows no debit by it knows no other account.
        known = bool(self.accepted_on)
        self._write_kept(
            {
                "iban": iban.normalized(number),
                "bic": iban.normalized(bic),
                "account_changed": known or self.account_changed,
            }
        )
        self._check_signed()
        self.token_id.sudo().payment_details = self.sudo().iban[-4:]
        self._message_log(
            body=self.env._(
                "Account changed from %(before)s to %(after)s.",
                before=before,
                after=self.iban_hidden,
            )
        )

    def _get_original(self, identifier):
        """Return what the bank is told of that was amended since the last debit.

        :param identifier: by which the creditor collects now
        """
        self.ensure_one()
        before = self.creditor_identifier or identifier
        other = "" if before == identifier else before
        return pain008.Original(
            reference=self.original_reference or "",
            identifier=other,
            name=(self.original_name or "") if other else "",
            other_account=self.account_changed,
        )

    def _note_accepted(self, day):
        """Note that the bank took debits by these mandates: it knows what was amended."""
        for company, known in self.grouped("company_id").items():
            identifier = self.env["res.company"]._get_creditor(company)
            told = {
                "account_changed": False,
                "original_reference": False,
                "creditor_identifier": identifier,
            }
            changed = known.filtered(
                lambda one, told=told: any(one[name] != told[name] for name in told)
            )
            changed._write_kept(told)
        first = self.filtered(lambda one: not one.accepted_on)
        first._write_kept({"accepted_on": day})
        self._note_used(day)

    def _note_used(self, day):
        """Note a debit by these mandates: they live 36 months more; one-off ones end."""
        older = self.filtered(lambda one: not one.used_on or one.used_on < day)
        older._write_kept({"used_on": day})
        for mandate in self.filtered(lambda one: one.kind == ONE_OFF):
            if mandate.state == mandates.ACTIVE:
                mandate._end_mandate(mandates.REVOKED, self.env._("It was for one debit."))

    # === ended === #

    def _end_mandate(self, state, reason):
        """End this mandate, and take it from the subscriptions that are collected by it."""
        self.ensure_one()
        today = self.company_id._subscription_today()
        self._move_mandate(state, ended_on=today, end_reason=reason)
        # The system's own method.
        self.token_id.sudo().filtered("active").active = False

    def action_revoke(self):
        """End these mandates as the customer asked for."""
        self._check_manager()
        for mandate in self:
            mandate._end_mandate(mandates.REVOKED, self.env._("The customer revoked it."))

    def _lapse_on(self, day):
        """End this mandate if it is too old to be collected with on `day`; return if so."""
        self.ensure_one()
        lapses = self.state == mandates.ACTIVE and mandates.has_lapsed(
            self.signed_on, self.used_on or None, day
        )
        if lapses:
            self._end_mandate(mandates.LAPSED, self.env._("Not used for 36 months."))
        return lapses

    def _lapsing_domain(self, company, today):
        """Return the domain of active mandates of `company` that died before `today`."""
        old = today - mandates.LIFE
        return (
            Domain("company_id", "=", company.id)
            & Domain("state", "=", mandates.ACTIVE)
            & Domain("signed_on", "<", old)
            & (Domain("used_on", "=", False) | Domain("used_on", "<", old))
        )

    def action_print(self):
        """Print these mandates: to be signed, or as they were signed."""
        report = self.env.ref("subscription_rental_sepa.sepa_mandate_report")
        return report.report_action(self, config=False)

    def action_view_debits(self):
        """Show the debits by these mandates."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental_sepa.sepa_debit_action"
        )
        domain = [("rental_mandate_id", "in", self.ids)]
        return action | {"name": self.env._("Debits"), "domain": domain, "context": {}}

    def action_amend(self):
        """Open the dialog in which another account is entered."""
        self.ensure_one()
        self._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Other Account"),
            "res_model": "subscription.sepa.amend.dialog",
            "view_mode": "form",
            "target": "new",
            "context": {"default_mandate_id": self.id},
        }

    def _get_debtor_address(self):
        """Return the debtor's address for the bank, None where it is not wanted."""
        self.ensure_one()
        mandate = self.sudo()
        if not iban.is_far(mandate.iban):
            return None
        place = mandate.partner_id
        return pain008.Address(
            country=place.country_id.code or "",
            city=place.city or "",
            street=place.street or "",
            zip_code=place.zip or "",
        )
