from odoo import api, fields, models
from odoo.fields import Domain

# A preview is read by a person: it shows this many rows, and the sum of all.
ROWS_SHOWN = 200
# Beyond, a slip of the keyboard would count periods for minutes.
YEARS_AHEAD = 2


class SubscriptionBillingPreviewDialog(models.TransientModel):
    """The preview of the periods billed on a day; nothing is written."""

    _name = "subscription.billing.preview.dialog"
    _inherit = ["subscription.typed.mixin"]
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
            today = preview.company_id._subscription_today()
            if preview.date and preview.date > fields.Date.add(today, years=YEARS_AHEAD):
                preview.preview_html = self.env._(
                    "Choose a day within the next %(years)s years.", years=YEARS_AHEAD
                )
                continue
            preview.preview_html = preview.date and self._render(
                preview.company_id, preview.date
            )

    @api.model
    def _render(self, company, day, plans=None):
        """Return the table of the periods to bill in `company` on `day`.

        :param plans: only periods of these plans, which a person is asked to approve
        """
        rows = self._get_billing_rows(company, day, plans)
        counted = [row for row in rows if row["counts"]]
        totals = {}
        for row in counted:
            currency = row["currency"]
            amount = row["amount"] + row["charges"]
            totals[currency] = totals.get(currency, 0.0) + amount
        return self.env["ir.qweb"]._render(
            "subscription_rental.billing_preview",
            {
                "rows": rows[:ROWS_SHOWN],
                "summary": self.env._("Periods due: %(count)s", count=len(counted)),
                "more": len(rows) > ROWS_SHOWN
                and self.env._("Only the first %(count)s are shown.", count=ROWS_SHOWN),
                "totals": totals.items(),
            },
        )

    @api.model
    def _get_billing_rows(self, company, day, plans=None):
        """Return one row for each period that is due, oldest first.

        Subscriptions that start or renew on that day count, as the job moves them first.
        """
        subscriptions = self.env["subscription.subscription"]
        moved = (
            Domain(subscriptions._due_domain(company, day))
            | Domain(subscriptions._scheduled_domain(company, day))
            | Domain(subscriptions._renewable_domain(company, day))
        )
        wanted = Domain("plan_id", "in", plans.ids) if plans else Domain.TRUE
        due = subscriptions.search(wanted & moved, order="next_billing_date, id")
        rows = [row for one in due for row in one._get_due_rows(day)]
        if not plans:
            self._mark_unapproved(rows, company, moved)
        return rows

    @api.model
    def _mark_unapproved(self, rows, company, domain):
        """Leave rows of plans whose sending waits for approval out of the sum."""
        # Whether a run waits is a bare fact.
        job = self.env["subscription.billing.job"].sudo()
        unapproved = job._get_unapproved_plans(company, domain)
        for row in rows:
            if row["subscription"].plan_id in unapproved:
                row.update(counts=False, note=self.env._("Waits for approval"))
