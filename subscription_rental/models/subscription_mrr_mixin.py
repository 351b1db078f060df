from odoo import fields, models

from ..billing import lifecycle, mrr
from ..billing.proration import exact, rounded


class SubscriptionMrrMixin(models.AbstractModel):
    """What a subscription is worth per month, and the ledger of how that changed."""

    _name = "subscription.mrr.mixin"
    _description = "Monthly Recurring Revenue of a Subscription"

    price_revision_line_ids = fields.One2many(
        "subscription.price.revision.line",
        "subscription_id",
        domain=[("state", "=", "planned")],
        string="Planned Prices",
    )
    mrr_movement_ids = fields.One2many("subscription.mrr.movement", "subscription_id")

    def _record_mrr(self, day):
        """Write what changed in the monthly amount since the last row, as of `day`.

        The only place that writes the amount and its ledger: so the sum of the rows is
        the amount, whatever happens.
        """
        rows = []
        for subscription in self:
            before, after = subscription.mrr, subscription._get_mrr()
            known = bool(subscription.mrr_movement_ids)
            kind = mrr.movement(before, after, known=known)
            if not kind:
                continue
            currency = subscription.company_currency_id
            rows.append(
                {
                    "subscription_id": subscription.id,
                    "plan_id": subscription.plan_id.id,
                    "date": day,
                    "kind": kind,
                    "amount": currency.round(after - before),
                }
            )
            # The ledger is the system's: users read it.
            ledger = subscription.sudo()
            ledger.mrr = after
            # What was to come later never came, or is part of this.
            ledger.mrr_movement_ids.filtered(lambda row: row.date > day).date = day
        self.env["subscription.mrr.movement"].sudo().create(rows)

    def _get_mrr(self):
        """Return the monthly amount of what runs now, rounded by the company's currency.

        Other currencies count at the rate of the start: a rate is no movement.
        """
        self.ensure_one()
        if self.state != lifecycle.ACTIVE:
            return 0.0
        amount = mrr.monthly(self.recurring_amount, self._get_interval())
        own, company = self.currency_id, self.company_currency_id
        if own != company:
            converted = own._convert(
                float(amount), company, self.company_id, self.date_start, round=False
            )
            amount = exact(converted)
        return float(rounded(amount, company.rounding))
