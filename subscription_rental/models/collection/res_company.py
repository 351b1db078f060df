from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing.creditor import is_creditor_identifier


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_use_credit = fields.Boolean(
        string="Use Open Credit First",
        default=True,
        help="What is due of subscriptions is paid with the customer's payments on account "
        "and credit notes before a method is charged or a reminder is sent.",
        prefetch="subscription",
    )
    subscription_receipt_mail = fields.Boolean(
        string="Receipt E-mail",
        default=True,
        help="A customer whose stored payment method was charged is told by e-mail.",
    )
    subscription_clerk_enters = fields.Boolean(
        string="Clerks Enter Payment Methods",
        help="Who works with subscriptions may type a customer's card or account into the "
        "payment provider's own form, with the customer beside them or on the telephone.",
        prefetch="subscription",
    )

    subscription_creditor_identifier = fields.Char(
        string="SEPA Creditor Identifier",
        help="The number by which banks know who collects SEPA direct debits; it stands on "
        "the mandates.",
        prefetch="subscription",
    )

    @api.constrains("subscription_creditor_identifier")
    def _check_creditor_identifier(self):
        for company in self.filtered("subscription_creditor_identifier"):
            if not is_creditor_identifier(company.subscription_creditor_identifier):
                raise ValidationError(
                    self.env._(
                        "%(number)s is no SEPA creditor identifier: compare it with the "
                        "letter in which you were given it, e.g. DE98ZZZ09999999999.",
                        number=company.subscription_creditor_identifier,
                    )
                )
