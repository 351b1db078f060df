from odoo import api, fields, models

# A preview is read by a person: it shows this many rows, and the sum of all.
ROWS_SHOWN = 200


class SubscriptionBillingPreview(models.TransientModel):
    """What would be billed on a day; nothing is written."""

    _name = "subscription.billing.preview"
    _description = "Preview of a Billing Run"

    date = fields.Date(
        string="Billing Day",
        required=True,
        default=lambda self: self.env.company._subscription_today(),
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)

    @api.depends("date", "company_id")
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for preview in self:
            rows = preview._get_rows() if preview.date else []
            totals = {}
            for row in rows:
                currency = row["currency"]
                totals[currency] = totals.get(currency, 0.0) + row["amount"]
            preview.preview_html = self.env["ir.qweb"]._render(
                "subscription_rental.billing_preview",
                {
                    "rows": rows[:ROWS_SHOWN],
                    "summary": self.env._("Periods due: %(count)s", count=len(rows)),
                    "more": len(rows) > ROWS_SHOWN
                    and self.env._("Only the first %(count)s are shown.", count=ROWS_SHOWN),
                    "totals": totals.items(),
                },
            )

    def _get_rows(self):
        """Return one row for each period that is due, oldest first."""
        subscriptions = self.env["subscription.subscription"]
        due = subscriptions.search(
            subscriptions._due_domain(self.company_id, self.date),
            order="next_billing_date, id",
        )
        return [row for one in due for row in one._get_preview_rows(self.date)]
