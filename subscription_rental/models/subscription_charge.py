from odoo import api, fields, models


class SubscriptionCharge(models.Model):
    """The ledger of one-off amounts: each waits for one invoice."""

    _name = "subscription.charge"
    _description = "Subscription Charge"
    _order = "id"
    _check_company_auto = True

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    kind = fields.Selection(
        [
            ("setup_fee", "Setup fee"),
            ("proration", "Proration"),
            ("early_termination", "Early termination"),
            ("credit", "Credit"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="restrict", check_company=True
    )
    name = fields.Char(string="Description", required=True)
    amount = fields.Monetary(
        required=True, help="Priced like a product; negative is a credit."
    )
    period_id = fields.Many2one("subscription.period", index="btree_not_null")
    source_key = fields.Char(
        required=True, help="What it is for: charged once per subscription."
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    cancelled_at = fields.Datetime(readonly=True)
    cancel_reason = fields.Char(readonly=True)
    state = fields.Selection(
        [("pending", "Pending"), ("invoiced", "Invoiced"), ("cancelled", "Cancelled")],
        compute="_compute_state",
    )

    _once_per_source = models.UniqueIndex(
        "(subscription_id, source_key)", "This is charged already."
    )
    _pending_idx = models.Index(
        "(subscription_id) WHERE move_line_id IS NULL AND cancelled_at IS NULL"
    )
    _cancelled_is_not_invoiced = models.Constraint(
        "CHECK(cancelled_at IS NULL OR move_line_id IS NULL)",
        "An invoiced charge changes by credit note only.",
    )

    @api.depends("move_line_id", "cancelled_at")
    def _compute_state(self):
        for charge in self:
            if charge.cancelled_at:
                charge.state = "cancelled"
            else:
                charge.state = "invoiced" if charge.move_line_id else "pending"

    def _prepare_invoice_line_vals(self):
        """Return the invoice line that settles this charge."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": 1.0,
            "price_unit": self.amount,
            "rental_subscription_id": self.subscription_id.id,
            "rental_charge_id": self.id,
        }
