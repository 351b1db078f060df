from odoo import api, fields, models

from ...billing.renewal_offer import LONGEST_OFFER
from ...words import format_days


class SubscriptionPlan(models.Model):
    """When and how the next term of a plan is offered, if paying renews it."""

    _inherit = "subscription.plan"

    renewal_offer_days = fields.Integer(
        string="Next Term Is Offered",
        compute="_compute_renewal_offer",
        store=True,
        readonly=False,
        precompute=True,
        help="So many days before the end of the term the customer is sent the offer of "
        "the next one; never before the last period of the present one is billed.",
    )
    renewal_offer_kind = fields.Selection(
        [("quotation", "A quotation"), ("invoice", "An invoice")],
        string="Next Term Is Offered As",
        compute="_compute_renewal_offer",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Both are paid by link, QR code or transfer. An invoice that is not paid in "
        "time is credited; a quotation is cancelled.",
    )
    _renewal_offer_days_range = models.Constraint(
        f"CHECK(renewal_offer_days BETWEEN 0 AND {LONGEST_OFFER})",
        "A renewal is offered from 0 to 366 days before.",
    )

    @api.depends()
    def _compute_renewal_offer(self):
        """Take over what the company does, once: another company changes no days.

        Computed, as a default runs before upgrades.
        """
        for plan in self:
            company = (plan.company_id or self.env.company).sudo()
            plan.renewal_offer_days = company.subscription_offer_days
            plan.renewal_offer_kind = company.subscription_offer_kind

    @api.onchange("renewal")
    def _onchange_renewal(self):
        """Propose a renewal as long as the term, where the customer pays for it."""
        for plan in self:
            if plan.renewal == "on_payment" and plan.renewal_count == 1:
                plan.renewal_count = plan.term_count or 1


class SubscriptionTermsMixin(models.AbstractModel):
    _inherit = "subscription.terms.mixin"

    def _get_paid_renewal_sentence(self):
        """Add how long before the end the customer gets the offer."""
        sentence = super()._get_paid_renewal_sentence()
        plan = self if self._name == "subscription.plan" else self["plan_id"]
        if not plan.renewal_offer_days:
            return sentence
        told = self.env._(
            "You get the offer by e-mail %(days)s before.",
            days=format_days(self.env, plan.renewal_offer_days),
        )
        return f"{sentence} {told}"
