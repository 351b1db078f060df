from urllib.parse import urlencode

from odoo import models
from odoo.tools.misc import format_date, formatLang

from ...billing.renewal_offer import ONE_DAY

TEMPLATE = "subscription_rental.mail_template_renewal_offer"
QR_SIZE = 180


class SubscriptionRenewalOffer(models.Model):
    """How the customer hears of an offer: a mail with the amount, a link and a QR code."""

    _inherit = "subscription.renewal.offer"

    def _send_offer(self):
        """Mail this offer to its customer, and keep what was sent.

        Mail and offer are of one transaction: who comes second does nothing.
        """
        self.ensure_one()
        owned = self.subscription_id._in_owner_language()
        if problem := self.with_env(owned.env)._get_delivery_problem():
            owned._ask_owner(owned.env._("Offer of a renewal not sent"), problem)
            return
        subscription = self.subscription_id.with_context(lang=self.partner_id.lang)
        message = subscription.message_post_with_source(
            self.env.ref(TEMPLATE),
            # To the customer alone: followers have no business with the link in it.
            subtype_xmlid="mail.mt_note",
            email_layout_xmlid="mail.mail_notification_light",
        )
        self._write_kept({"message_id": message.id})

    def _tell_free_renewal(self):
        """Mail the customer of this offer that the next term costs nothing, and runs."""
        self.ensure_one()
        subscription = self.subscription_id.with_context(lang=self.partner_id.lang)
        here = self.with_env(subscription.env)
        message = subscription.message_post(
            subject=subscription.env._("%(name)s goes on", name=subscription.name),
            body=subscription.env._(
                "%(name)s is renewed up to %(day)s. The new term costs nothing: there is "
                "nothing that you need to do.",
                name=subscription.display_name,
                day=format_date(subscription.env, here._get_renewed_last_day()),
            ),
            partner_ids=self.partner_id.ids,
            email_from=subscription._get_sender(),
            # To the customer alone.
            subtype_xmlid="mail.mt_note",
            email_layout_xmlid="mail.mail_notification_light",
        )
        self._write_kept({"message_id": message.id})

    def _get_delivery_problem(self):
        """Return why no e-mail brings this offer to its customer, as a sentence; or ''."""
        self.ensure_one()
        reason = self.partner_id._get_unmailed_reason()
        if not reason:
            return ""
        instead = self.env._(
            "Then send the offer again, or print %(document)s.",
            document=self._get_document().display_name,
        )
        return f"{reason} {instead}"

    def _show_offered(self):
        """Return the amount of this offer, written as the user's language does."""
        self.ensure_one()
        return formatLang(self.env, self.amount, currency_obj=self.currency_id)

    def _get_offered_sentence(self):
        """Return what the customer is offered, as a sentence for the customer's page."""
        self.ensure_one()
        return self.env._(
            "It ends on %(end)s. It goes on up to %(next_end)s if you pay %(amount)s with "
            "taxes by %(last)s.",
            end=format_date(self.env, self._get_last_day_in_time()),
            next_end=format_date(self.env, self._get_renewed_last_day()),
            amount=self._show_offered(),
            last=format_date(self.env, self.last_day),
        )

    def _get_renewed_last_day(self):
        """Return the last day of the new term."""
        self.ensure_one()
        return self.next_term_end - ONE_DAY

    def _get_last_day_in_time(self):
        """Return the last day of the present term: who pays by then has no gap."""
        self.ensure_one()
        return self.term_end - ONE_DAY

    def _get_offer_url(self):
        """Return the link to the page on which the customer pays this offer."""
        self.ensure_one()
        document = self._get_document()
        return document.get_base_url() + document.get_portal_url()

    def _get_bank_qr_url(self):
        """Return the image of the code that banking apps read; False if there is none."""
        self.ensure_one()
        document = self._get_document()
        path = self._get_offer_bank().build_qr_code_url(
            self.amount,
            document.name,
            document[self._get_reference_field()],
            self.currency_id,
            self.sudo().partner_id.commercial_partner_id,
        )
        return bool(path) and document.get_base_url() + path

    def _get_reference_field(self):
        """Return the field of the document with the reference that a transfer names."""
        return "payment_reference" if self.kind == "invoice" else "reference"

    def _get_offer_bank(self):
        """Return the bank account of the company that is paid to; none if it has none."""
        self.ensure_one()
        company = self.sudo().company_id
        own = company.partner_id.bank_ids.filtered(
            lambda bank: not bank.company_id or bank.company_id == company
        )
        return self.sudo().move_id.partner_bank_id or own[:1]

    def _get_qr_url(self):
        """Return the image of a code to pay with: of the bank's, else of the link."""
        self.ensure_one()
        if found := self._get_bank_qr_url():
            return found
        code = {
            "barcode_type": "QR",
            "value": self._get_offer_url(),
            "width": QR_SIZE,
            "height": QR_SIZE,
        }
        return f"{self.get_base_url()}/report/barcode/?{urlencode(code)}"
