from odoo import api, fields, models
from odoo.tools import format_list

from ...billing.errors import BillingRuleError

# How many products of a plan a list names.
NAMED = 3
# What the sentence depends on, beside the terms.
OFFERED = (
    "line_ids.price_subtotal",
    "line_ids.phases",
    "setup_fee",
    "deposit",
    "currency_id",
)


class SubscriptionPlan(models.Model):
    """What forms and lists tell of a plan: sentences in place of fields."""

    _inherit = "subscription.plan"

    offer_sentence = fields.Char(
        string="Offer",
        compute="_compute_offer_sentence",
        help="What a customer pays with this plan, and when.",
    )
    start_sentence = fields.Char(
        string="Start", compute="_compute_start_sentence", help="What the start waits for."
    )
    product_names = fields.Char(string="Products", compute="_compute_product_names")

    @api.depends(lambda self: [*OFFERED, *self._terms_fields()])
    @api.depends_context("lang")
    def _compute_offer_sentence(self):
        for plan in self:
            plan.offer_sentence = bool(plan.line_ids) and plan._try_offer_sentence()

    def _try_offer_sentence(self):
        try:
            return self._get_offer_sentence()
        except BillingRuleError:
            # The form is being typed in: saving it says what is wrong.
            return False

    @api.depends("start_on_payment", "start_on_handover")
    @api.depends_context("lang")
    def _compute_start_sentence(self):
        for plan in self:
            plan.start_sentence = plan._tell_start()

    def _tell_start(self):
        """Return what the start of a subscription waits for; "" for nothing."""
        self.ensure_one()
        if self.start_on_payment and self.start_on_handover:
            return self.env._(
                "It starts when the first payment is received and the goods are "
                "handed over."
            )
        if self.start_on_payment:
            return self.env._("It starts when the first payment is received.")
        if self.start_on_handover:
            return self.env._("It starts when the goods are handed over.")
        return ""

    @api.depends("line_ids.product_tmpl_id.name", "line_ids.product_id")
    @api.depends_context("lang")
    def _compute_product_names(self):
        for plan in self:
            names = plan.line_ids.product_tmpl_id.mapped("name")
            shown = names[:NAMED]
            if more := len(names) - len(shown):
                shown.append(self.env._("%(count)s more", count=more))
            plan.product_names = format_list(self.env, shown)
