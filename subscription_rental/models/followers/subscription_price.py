from odoo import fields, models

from ..billing.subscription_settlement import Step


class SubscriptionSubscription(models.Model):
    """Planned prices of a subscription, which take effect with their period."""

    _inherit = "subscription.subscription"

    price_revision_line_ids = fields.One2many(
        "subscription.price.revision.line",
        "subscription_id",
        domain=[("state", "=", "planned")],
        string="Planned Prices",
    )

    def _get_withdrawn_prices(self):
        """Return the prices that the customer was told of, and that do not come."""
        self.ensure_one()
        rows = self.env["subscription.price.revision.line"]
        undone = rows._get_withdrawn(self.company_id)
        return undone.filtered(lambda row: row.subscription_id == self)

    def _apply_steps(self, steps):
        """Change lines; a planned price holds for the version that takes the place (PL11).

        A version that never began is deleted, and its planned prices with it.
        """
        rows = self.env["subscription.price.revision.line"].sudo()
        added = [step for step in steps if step.vals is not None and step.line]
        # Where the prices that were to follow end, also what was planned for the last one.
        coming = {
            step.follows: step for step in added if not isinstance(step.follows, Step)
        }
        coming |= {step.line: step for step in added}
        planned = rows.search(
            [
                ("subscription_id", "=", self.id),
                ("state", "=", "planned"),
                ("line_id", "in", [line.id for line in coming]),
            ]
        )
        kept = [
            (row, coming[row.line_id], row.product_id, row._prepare_moved_vals())
            for row in planned
        ]
        result = super()._apply_steps(steps)
        rows.create(
            [
                {**vals, "line_id": step.line.id}
                for row, step, product, vals in kept
                if not row.exists() and step.line.product_id == product
            ]
        )
        return result

    def _get_planned_prices(self, period):
        """Add the prices that revisions have planned for the subscription's lines."""
        planned = super()._get_planned_prices(period)
        return planned | {
            row._get_present_line(): row.price_after
            for row in self.price_revision_line_ids
            if row.day <= period.start
        }

    def _before_billing(self, due):
        """Apply planned prices to the periods that are billed now."""
        result = super()._before_billing(due)
        self.env["subscription.price.revision.line"]._apply_due(self, due)
        return result
