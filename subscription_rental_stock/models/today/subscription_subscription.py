from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import lifecycle
from odoo.addons.subscription_rental.billing.withdrawal import PERIOD

from ..incidents.subscription_portal_incidents import OPEN


class SubscriptionSubscription(models.Model):
    """Goods that should be back, as lists and *Today* find them (OV1)."""

    _inherit = "subscription.subscription"

    is_return_late = fields.Boolean(
        string="Return Late",
        compute="_compute_is_return_late",
        search="_search_is_return_late",
        help="The day on which goods were to come back is over, and they are still out.",
    )

    open_incident_count = fields.Integer(
        string="Open Incidents", compute="_compute_open_incident_count"
    )

    @api.depends("incident_ids.state")
    def _compute_open_incident_count(self):
        counts = dict(
            # Counts of the user's own subscriptions.
            self.env["subscription.incident"]
            .sudo()
            ._read_group(
                [("subscription_id", "in", self.ids), ("state", "in", OPEN)],
                ["subscription_id"],
                ["__count"],
            )
        )
        for subscription in self:
            subscription.open_incident_count = counts.get(subscription._origin, 0)

    def action_view_incidents(self):
        """Open the incidents of this subscription that are not closed."""
        self.ensure_one()
        self.check_access("read")
        name = "subscription_rental_stock.subscription_incident_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("subscription_id", "=", self.id), ("state", "in", OPEN)],
            "context": {},
        }

    @api.depends("is_return_late", "open_incident_count")
    def _compute_alert(self):
        return super()._compute_alert()

    def _get_alerts(self):
        """Add the alerts for goods that should be back, and for open incidents."""
        facts = {"return_late": self.is_return_late, "incident": self.open_incident_count}
        return super()._get_alerts() | {name for name, fact in facts.items() if fact}

    @api.model
    def _late_return_domain(self, today):
        """Return the domain of subscriptions with goods that should be back by `today`."""
        # Facts about the user's own subscriptions: who reads these need not see transfers.
        out = Domain("assignment_ids", "any!", Domain("date_to", "=", False))
        closed = Domain("state", "in", sorted(lifecycle.CLOSED))
        ended = Domain("date_closed", "<", today) & Domain("withdrawn_on", "=", False)
        # Who withdrew has time to send the goods back.
        withdrawn = Domain("withdrawn_on", "<", today - timedelta(days=PERIOD))
        announced = Domain("rental_kind", "=", "in")
        announced &= Domain("state", "not in", ("done", "cancel"))
        announced &= Domain("scheduled_date", "<", fields.Datetime.to_datetime(today))
        asked = Domain("rental_picking_ids", "any!", announced)
        return out & (closed & (ended | withdrawn) | asked)

    @api.depends(
        "state", "date_closed", "assignment_ids.date_to", "rental_picking_ids.state"
    )
    def _compute_is_return_late(self):
        today = self.env.company._subscription_today()
        late = self.filtered_domain(self._late_return_domain(today))
        for subscription in self:
            subscription.is_return_late = subscription in late

    def _search_is_return_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self._late_return_domain(self.env.company._subscription_today())
        return Domain.OR([late if flag else ~late for flag in value])
