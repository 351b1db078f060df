from odoo import models
from odoo.tools.misc import format_date


class SubscriptionLine(models.Model):
    """The price revisions of a line."""

    _inherit = "subscription.line"

    def _get_price_origins(self):
        """Add the revisions that changed, or will change, the price of this version."""
        origins = super()._get_price_origins()
        rows = self.env["subscription.price.revision.line"].search(
            [("line_id", "=", self.id), ("state", "in", ("planned", "done"))], order="day"
        )
        return origins + [
            self.env._(
                "Price revision %(name)s: %(price)s from %(day)s.",
                name=row.revision_id.name,
                price=self._show_line_price(row.price_after),
                day=format_date(self.env, row.day),
            )
            for row in rows
        ]
