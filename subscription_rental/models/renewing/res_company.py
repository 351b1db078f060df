from odoo import fields, models

from ...billing.renewal_offer import LONGEST_OFFER


class ResCompany(models.Model):
    """How a company offers the next term, where customers renew by paying (PL3)."""

    _inherit = "res.company"

    subscription_offer_days = fields.Integer(
        string="Days Before the End",
        default=30,
        help="So many days before the end of the term the next one is offered; new plans "
        "have it, and may say otherwise.",
        prefetch="subscription",
    )
    subscription_offer_kind = fields.Selection(
        [("quotation", "A quotation"), ("invoice", "An invoice")],
        string="Offered As",
        default="quotation",
        required=True,
        help="An invoice that is not paid in time is credited; a quotation is cancelled.",
        prefetch="subscription",
    )
    _subscription_offer_days_range = models.Constraint(
        f"CHECK(subscription_offer_days BETWEEN 0 AND {LONGEST_OFFER})",
        "A renewal is offered from 0 to 366 days before.",
    )
