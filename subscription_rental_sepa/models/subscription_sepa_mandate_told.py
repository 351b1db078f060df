from odoo import models

from odoo.addons.subscription_rental.billing.creditor import normalized

from ..sepa import mandates
from .subscription_sepa_mandate import ONLINE, RECURRENT

CONFIRMATION = "subscription_rental_sepa.mail_template_mandate"


class SubscriptionSepaMandate(models.Model):
    """What stands on the paper of a mandate, and who gets it."""

    _inherit = "subscription.sepa.mandate"

    def _get_paper_vals(self):
        """Return what the paper of this mandate says; the account is hidden but its end."""
        self.ensure_one()
        company = self.company_id
        identifier = self.env["res.company"]._get_creditor(company)
        return {
            "reference": self.reference,
            "creditor": company.partner_id,
            "creditor_identifier": normalized(self.creditor_identifier or identifier),
            "debtor": self.holder,
            "iban": self.iban_hidden,
            "bic": self.bic,
            "recurrent": self.kind == RECURRENT,
            "business": self.scheme == mandates.B2B,
            "signed_on": self.signed_on,
            "signed_at": self.signed_at,
            "signed_by": self.signed_how == ONLINE and self.signed_name,
            "registered_on": False,
        }

    def _get_mandate_paper(self):
        """Return what the paper says of this mandate, and of the contract it is for."""
        self.ensure_one()
        contracts = self.sudo().subscription_ids
        return self._get_paper_vals() | {"contract": ", ".join(contracts.mapped("name"))}

    def _get_agreed_text(self):
        """Return the sentences that stand above an online signature, as they are shown."""
        self.ensure_one()
        kind = "business_text" if self.scheme == mandates.B2B else "mandate_text"
        name = f"subscription_rental_sepa.{kind}"
        values = {"creditor": self.company_id.sudo().name}
        html = self.env["ir.qweb"]._render(name, values)
        return " ".join(str(html).split())

    def _mail_mandate(self):
        """Mail the signed mandate to the customer; whoever has no address has none."""
        template = self.env.ref(CONFIRMATION, raise_if_not_found=False)
        for mandate in self.filtered(lambda one: one.partner_id.email):
            if template:
                # Customers register mandates without rights on templates.
                template.sudo().send_mail(mandate.id)

    def _get_mandate_sender(self):
        """Return the address that mails about this mandate come from."""
        self.ensure_one()
        company = self.company_id.sudo().email_formatted
        return company or self.sudo().subscription_ids[:1]._get_sender()
