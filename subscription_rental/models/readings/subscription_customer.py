from odoo import api, fields, models


class SubscriptionSubscription(models.Model):
    """The next invoice, as the customer is shown prices: with taxes or before them."""

    _inherit = "subscription.subscription"

    next_total = fields.Monetary(
        string="Next Amount, with Taxes",
        compute="_compute_next_total",
        help="Of the next invoice: its period and the charges that wait.",
    )

    @api.depends("next_amount")
    def _compute_next_total(self):
        for subscription in self:
            lines = subscription._get_next_base_lines()
            subscription.next_total = float(subscription._get_tax_totals(lines)[1])

    def _get_next_base_lines(self):
        """Return the base lines of taxes of the next invoice; none if there is none."""
        self.ensure_one()
        if not self._get_schedule(1):
            return []
        _agreed, timeline, cursor = self._get_outlook()
        period = timeline.period(cursor)
        if not period:
            return []
        planned = self._get_planned_prices(period)
        lines = [
            line._prepare_base_line(
                line._get_unit_price(share, planned.get(line)), line.quantity, line.discount
            )
            for line, share in self._get_shares(timeline, period)
        ]
        return lines + self._get_charged_base_lines(lines)

    def _get_customer_headline(self):
        """Return the headline with the next amount as the customer is shown prices."""
        self.ensure_one()
        amount = self.next_total if self._shows_taxes() else self.next_amount
        return "; ".join(filter(None, self._get_headline_parts(amount)))

    def _open_statement(self):
        """Return the dialog that prints the statement of who pays this subscription."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement of Account"),
            "res_model": "subscription.statement.dialog",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.partner_invoice_id.commercial_partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }
