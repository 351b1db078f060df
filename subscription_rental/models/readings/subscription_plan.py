from odoo import api, fields, models

from ...billing import phases
from ...billing.errors import BillingRuleError
from ...billing.timeline import Timeline

PREVIEW_COUNT = 12
# What the preview depends on, beside the terms.
PREVIEWED = (
    "preview_date",
    "line_ids.price_subtotal",
    "line_ids.phases",
    "setup_fee",
    "currency_id",
)


class SubscriptionPlan(models.Model):
    """The first billing dates of a plan, as a preview from a chosen day."""

    _inherit = "subscription.plan"

    preview_date = fields.Date(
        string="Try a Start Date",
        store=False,
        default=fields.Date.context_today,
        compute="_compute_preview_date",
        readonly=False,
    )
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)

    def _compute_preview_date(self):
        for plan in self:
            plan.preview_date = fields.Date.context_today(plan)

    @api.depends(lambda self: [*PREVIEWED, *self._terms_fields()])
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for plan in self:
            plan.preview_html = plan._render_preview()

    def _render_preview(self):
        """Return the first billing dates of a subscription started on the chosen day."""
        if not self.preview_date:
            return False
        try:
            rows = self._get_offer_rows(self.preview_date)
        except BillingRuleError:
            # The form is being typed in: saving it says what is wrong.
            return False
        return self.env["ir.qweb"]._render(
            "subscription_rental.schedule_table",
            {"rows": rows, "currency": self.currency_id},
        )

    def _get_offer_rows(self, start):
        """Return the rows of the schedule table for a start on that day."""
        terms = self._get_terms()
        opening = terms.opening(start)
        timeline = Timeline(opening.anchor, terms.interval, opening.end)
        outlook = self.env["subscription.subscription"]
        first, steps = opening.first_start, self._get_plan_steps()

        def get_amount(period):
            passed = phases.whole_before(
                timeline, first, period.start, terms.is_out_of_season
            )
            amount = phases.price_of_period(steps, passed) * timeline.share(period)
            return self.currency_id.round(float(amount))

        rows = outlook._prepare_period_rows(
            (terms, timeline, first),
            PREVIEW_COUNT,
            not_before=start,
            get_amount=get_amount,
        )
        rows[0]["charges"] = self.setup_fee
        return outlook._prepare_trial_rows(opening.trial) + rows
