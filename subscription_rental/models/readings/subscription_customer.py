from odoo import api, fields, models

from .subscription_outlook import SCHEDULE_COUNT


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
        return self._try_rows(self._get_base_lines_billed)

    def _get_base_lines_billed(self):
        """Return the base lines of the first period that is billed, with its charges."""
        _agreed, timeline, cursor = self._get_outlook_billed()
        period = timeline.period(cursor)
        if not period:
            return []
        lines = self._get_period_base_lines(timeline, period)
        [(_lines, charged)] = self._get_charged_in_turn([lines])
        return lines + charged

    def _get_period_base_lines(self, timeline, period):
        """Return the base lines of taxes of a period to come, without charges."""
        planned = self._get_planned_prices(period)
        return [
            line._prepare_base_line(
                line._get_unit_price(share, planned.get(line)), line.quantity, line.discount
            )
            for line, share in self._get_shares(timeline, period)
        ]

    def _get_customer_schedule(self):
        """Return the schedule as HTML, with taxes where its customer is shown them."""
        self.ensure_one()
        rows = self._get_schedule(SCHEDULE_COUNT, trial=True)
        billed = [row for row in rows if row["billing_date"]]
        if billed and self._shows_taxes():
            self._set_taxed_amounts(billed)
        return self._render_schedule(rows)

    def _set_taxed_amounts(self, billed):
        """Set the amounts of these rows of the schedule to what they are with taxes."""
        _agreed, timeline, _cursor = self._get_outlook()
        bills = [self._get_period_base_lines(timeline, row["period"]) for row in billed]
        rows = zip(billed, self._get_charged_in_turn(bills), strict=True)
        for row, (lines, charged) in rows:
            row["amount"] = float(self._get_tax_totals(lines)[1])
            row["charges"] = 0.0
            if charged:
                total = float(self._get_tax_totals(lines + charged)[1])
                row["charges"] = total - row["amount"]

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
