from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A customer or contact that is archived, with running subscriptions."""

    _name = "res.partner"
    _inherit = ["subscription.archiving.mixin", "res.partner"]

    def _archived_with_domain(self):
        return Domain.OR(
            Domain(name, "in", self.ids)
            for name in ("partner_id", "partner_invoice_id", "partner_shipping_id")
        )

    def _get_archived_advice(self):
        return self.env._(
            "They go on and are billed, but no e-mail reaches an archived contact: neither "
            "invoices nor reminders. Cancel or transfer them, or unarchive the contact. "
            "Where it was only the invoice address, the next invoices go to the customer's "
            "other one, as is noted on each."
        )

    def _get_unmailed_reason(self):
        """Return why no e-mail reaches this customer, and what to mend, as a sentence.

        Empty if one does. What else can be done is a sentence of who wanted to mail.
        """
        self.ensure_one()
        # Odoo mails nothing to archived contacts, and does not say so.
        if not self.active:
            return self.env._(
                "%(customer)s is archived and gets no e-mail: unarchive the customer.",
                customer=self.display_name,
            )
        if not self.email_normalized:
            return self.env._(
                "%(customer)s has no e-mail address: add one.", customer=self.display_name
            )
        return ""
