from odoo import fields, models
from odoo.tools.misc import format_date


class SubscriptionChangeDialog(models.TransientModel):
    """What a change comes to with taxes, when it is billed, and what it leaves as it is."""

    _inherit = "subscription.change.dialog"

    total_before = fields.Monetary(
        string="With Taxes, Now", related="subscription_id.recurring_total"
    )
    total_after = fields.Monetary(
        string="With Taxes, Afterwards", compute="_compute_preview"
    )
    settled_on = fields.Date(
        string="Next Invoice", related="subscription_id.next_invoice_date"
    )
    stays = fields.Char(
        compute="_compute_preview", help="What another plan leaves as it was agreed on."
    )

    def _tell_what_stays(self, change):
        """Return what another plan leaves as it is, as text; or nothing."""
        subscription = self.subscription_id
        if not change.plan_values or "billing_anchor" in change.plan_values:
            return ""
        parts = [
            self.env._(
                "The billing day stays as it is: the next period begins on %(day)s.",
                day=format_date(self.env, subscription.next_period_start),
            )
        ]
        if subscription.commitment_end:
            parts.append(
                self.env._(
                    "The minimum term stays as well: no end before %(day)s.",
                    day=subscription._show_day("commitment_end"),
                )
            )
        return " ".join(parts)
