from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SubscriptionPlanLine(models.Model):
    """The metered use of a plan's product (PL15)."""

    _inherit = "subscription.plan.line"

    tariff_id = fields.Many2one(
        "subscription.tariff",
        string="Metered Use",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Its counter is read, and what was used is billed after each period.",
    )

    @api.constrains("tariff_id", "plan_id")
    def _check_tariff_currency(self):
        for line in self.filtered("tariff_id"):
            if line.tariff_id.currency_id != line.plan_id.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(tariff)s is in %(currency)s, and the plan is not: choose a "
                        "tariff in %(wanted)s.",
                        tariff=line.tariff_id.name,
                        currency=line.tariff_id.currency_id.name,
                        wanted=line.plan_id.currency_id.name,
                    )
                )

    def _prepare_subscription_line_vals(self, subscription, day):
        """Take the metered use over, too."""
        values = super()._prepare_subscription_line_vals(subscription, day)
        return {**values, "tariff_id": self.tariff_id.id}
