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
