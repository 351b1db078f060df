from odoo import models
from odoo.fields import Domain


class AccountPaymentTerm(models.Model):
    """Payment terms that are archived, with running subscriptions."""

    _name = "account.payment.term"
    _inherit = ["subscription.archiving.mixin", "account.payment.term"]

    def _archived_with_domain(self):
        customer = Domain("partner_invoice_id.property_payment_term_id", "in", self.ids)
        own = Domain("payment_term_id", "in", self.ids)
        return own | (Domain("payment_term_id", "=", False) & customer)

    def _get_archived_advice(self):
        return self.env._(
            "Their invoices go on to have these terms. Choose others on the subscriptions "
            "and customers."
        )
