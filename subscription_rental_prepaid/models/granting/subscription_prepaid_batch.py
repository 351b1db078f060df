from odoo import api, fields, models
from odoo.fields import Domain

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
    origin_id = fields.Many2one(
        "subscription.prepaid.batch",
        string="Sold As",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The grant that was sold, of which this was handed on: what becomes of its "
        "invoice concerns this, too.",
    )
    handed_ids = fields.One2many(
        "subscription.prepaid.batch", "origin_id", string="Handed On", readonly=True
    )
    invoice_id = fields.Many2one(
        "account.move", string="Invoice", compute="_compute_invoice_id", compute_sudo=True
    )
    _one_per_line = models.UniqueIndex(
        "(move_line_id) WHERE move_line_id IS NOT NULL AND granted > 0",
        "This line has granted it already.",
    )

    @api.depends("move_line_id.move_id", "origin_id.move_line_id.move_id")
    def _compute_invoice_id(self):
        for batch in self:
            batch.invoice_id = batch._get_sold_line().move_id

    def _get_sold_line(self):
        """Return the line that sold this, whoever has it now."""
        self.ensure_one()
        return (self.origin_id or self).move_line_id

    @api.model
    def _search_sold_by(self, lines):
        """Return what these lines of invoices have sold, and what was handed on of it."""
        return self.search(
            Domain("move_line_id", "in", lines.ids)
            | Domain("origin_id.move_line_id", "in", lines.ids)
        )

    def _settle_frozen(self, today):
        """Freeze what is not paid, and let be used what is paid; nothing else changes."""
        for batch in self.filtered("invoice_id"):
            is_frozen = not batch.invoice_id._is_prepaid_paid()
            if batch.is_frozen != is_frozen or not (is_frozen or batch.date_from):
                batch.prepaid_id._lock_rows()
                batch._set_frozen(is_frozen, today)

    @api.model
    def _unsettled_domain(self, company):
        """Return the domain of what is frozen and paid, or is not paid and can be used."""
        state = "move_line_id.move_id.payment_state"
        paid, unpaid = (
            Domain(state, "in", states) | Domain(f"origin_id.{state}", "in", states)
            for states in (collection.PAID, collection.OWED)
        )
        return (
            Domain("company_id", "=", company.id)
            & Domain("left", ">", 0)
            & (
                (Domain("is_frozen", "=", True) & paid)
                | (Domain("is_frozen", "=", False) & unpaid)
            )
        )
