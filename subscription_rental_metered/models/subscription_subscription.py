from odoo import api, fields, models


class SubscriptionSubscription(models.Model):
    """Metered use in the life of a subscription: asked, billed, and told (PL15)."""

    _inherit = "subscription.subscription"

    meter_ids = fields.One2many("subscription.meter", "subscription_id", readonly=True)
    reading_ids = fields.One2many("subscription.reading", "subscription_id", readonly=True)
    use_ids = fields.One2many("subscription.use", "subscription_id", readonly=True)
    reading_count = fields.Integer(compute="_compute_reading_count")

    @api.depends("reading_ids")
    def _compute_reading_count(self):
        groups = self.env["subscription.reading"]._read_group(
            [("subscription_id", "in", self.ids)], ["subscription_id"], ["__count"]
        )
        counts = {subscription.id: count for subscription, count in groups}
        for subscription in self:
            subscription.reading_count = counts.get(subscription.id, 0)

    def _create_period_invoices(self, slots, today, run):
        """Let the use of periods that are over come with these invoices."""
        slots.subscription_id._settle_use(today)
        return super()._create_period_invoices(slots, today, run)

    def _settle_charges(self, today):
        """Let the use up to the end come with the last invoice."""
        if self.is_closed:
            self._settle_use(today, bills=False)
        return super()._settle_charges(today)

    def _prepare_offered_order_lines(self, term):
        """Offer the next term with the metered use that was agreed on."""
        rows = super()._prepare_offered_order_lines(term)
        lines = [line for line, *_others in self._get_offered_shares(term)]
        for row, line in zip(rows, lines, strict=True):
            row["rental_tariff_id"] = line.tariff_id.id
        return rows

    def _get_waiting_use(self):
        """Return the charges of metered use that wait for the next invoice."""
        return self._get_pending_charges().filtered("use_id")

    def action_view_readings(self):
        """Open the readings of this subscription's counters, as a graph and as a list."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Readings"),
            "res_model": "subscription.reading",
            "view_mode": "graph,list,form",
            "domain": [("subscription_id", "=", self.id)],
        }
