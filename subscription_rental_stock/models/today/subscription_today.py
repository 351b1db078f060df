from odoo import api, models
from odoo.fields import Domain

from odoo.addons.subscription_rental.models.today.subscription_today import Door
from odoo.addons.subscription_rental.models.today.subscription_today_doors import (
    SUBSCRIPTIONS,
)

from ..incidents.subscription_portal_incidents import OPEN


class SubscriptionToday(models.AbstractModel):
    """Goods on *Today*: what is to leave, what should be back, and what broke (OV1)."""

    _inherit = "subscription.today"

    @api.model
    def _get_scopes(self):
        """Add the shops: the warehouses of the user's companies."""
        shops = self.env["stock.warehouse"].search_fetch(
            [("company_id", "in", self.env.companies.ids)], ["name"]
        )
        return [
            {
                "name": "warehouse_id",
                "label": self.env._("Shop"),
                "options": [(shop.id, shop.name) for shop in shops],
            },
            *super()._get_scopes(),
        ]

    @api.model
    def _get_doors(self, day):
        """Add handovers that are ready to ship, returns that are late, and incidents."""
        ready = Domain("rental_kind", "=", "out")
        ready &= Domain("state", "in", ("confirmed", "waiting", "assigned"))
        subscription = "rental_subscription_id"
        paid = Domain(f"{subscription}.start_on_payment", "=", False)
        paid |= Domain(f"{subscription}.date_paid", "!=", False)
        return [
            *super()._get_doors(day),
            Door(
                "to_ship",
                self.env._("To ship"),
                "stock.picking",
                ready & paid,
                "subscription_rental_stock.stock_picking_ship_action",
                path=subscription,
            ),
            Door(
                "returns_late",
                self.env._("Returns late"),
                "subscription.subscription",
                Domain("is_return_late", "=", True),
                SUBSCRIPTIONS,
                is_bad=True,
            ),
            Door(
                "incidents",
                self.env._("Incidents"),
                "subscription.incident",
                Domain("state", "in", OPEN),
                "subscription_rental_stock.subscription_incident_action",
                path="subscription_id",
                is_bad=True,
            ),
        ]

    @api.model
    def _get_task_models(self):
        """Add incidents and transfers: they have tasks as well."""
        return [*super()._get_task_models(), "subscription.incident", "stock.picking"]
