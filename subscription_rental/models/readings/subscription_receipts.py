from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

# Deposits come on receipts.
SOLD = ("out_invoice", "out_receipt")


class SubscriptionSubscription(models.Model):
    """What has been received for a subscription, whichever way it was paid (LC7)."""

    _inherit = "subscription.subscription"

    receipts_html = fields.Html(compute="_compute_receipts_html", sanitize=False)

    @api.depends("period_ids.invoice_state")
    @api.depends_context("lang")
    def _compute_receipts_html(self):
        for subscription in self:
            subscription.receipts_html = self.env["ir.qweb"]._render(
                "subscription_rental.receipts_table",
                {"receipts": subscription._get_receipts()},
            )

    def _get_receipts(self):
        """Return what settled the subscription's invoices, as rows, latest first."""
        self.ensure_one()
        rows = [
            {
                "day": format_date(self.env, receipt["day"]),
                "what": receipt["what"],
                "url": f"/odoo/{receipt['record']._name}/{receipt['record'].id}",
                "invoice": invoice.name,
                "amount": formatLang(
                    self.env, receipt["amount"], currency_obj=invoice.currency_id
                ),
                "order": (receipt["day"], receipt["record"].id),
            }
            for invoice in self._get_posted_invoices()
            for receipt in invoice._get_rental_receipts()
        ]
        return sorted(rows, key=lambda row: row["order"], reverse=True)

    def _get_posted_invoices(self):
        """Return the posted invoices of this subscription, without credit notes."""
        # Who may read the subscription may know what became of its money.
        lines = self.env["account.move.line"].sudo()
        domain = [
            ("rental_subscription_id", "=", self._origin.id),
            ("parent_state", "=", "posted"),
            ("move_id.move_type", "in", SOLD),
        ]
        return lines.search(domain).move_id if self._origin else lines.move_id
