from odoo import api, fields, models

from odoo.addons.subscription_rental.billing import collection


class SubscriptionPrepaidBatch(models.Model):
    """A grant that an invoice sells: it can be used while the invoice is paid."""

    _inherit = "subscription.prepaid.batch"

    move_line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    invoice_id = fields.Many2one(related="move_line_id.move_id", string="Invoice")
    _one_per_line = models.UniqueIndex(
        "(move_line_id) WHERE move_line_id IS NOT NULL AND granted > 0",
        "This line has granted it already.",
    )

    def _settle_frozen(self, today):
        """Freeze what is not paid, and let be used what is paid; nothing else changes."""
        for batch in self.filtered("move_line_id"):
            is_frozen = not batch.invoice_id._is_prepaid_paid()
            if batch.is_frozen != is_frozen or not (is_frozen or batch.date_from):
                batch.prepaid_id._lock_rows()
                batch._set_frozen(is_frozen, today)

    @api.model
    def _unsettled_domain(self, company):
        """Return the domain of what is frozen and paid, or is not paid and can be used."""
        paid = ("invoice_id.payment_state", "in", collection.PAID)
        unpaid = ("invoice_id.payment_state", "in", collection.OWED)
        return [
            ("company_id", "=", company.id),
            ("left", ">", 0),
            "|",
            "&", ("is_frozen", "=", True), paid,
            "&", ("is_frozen", "=", False), unpaid,
        ]  # fmt: skip
