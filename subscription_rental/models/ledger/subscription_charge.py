from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

from ... import retold


class SubscriptionCharge(models.Model):
    """The ledger of one-off amounts: each waits for one invoice."""

    _name = "subscription.charge"
    _description = "Subscription Charge"
    _inherit = ["subscription.taxed.mixin"]
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
            ("part", "Part of a period"),
            ("credit", "Credit"),
            ("discount", "Discount, once"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="restrict", check_company=True
    )
    name = fields.Text(string="Description", required=True)
    amount = fields.Monetary(
        required=True, help="Priced like a product; negative is a credit."
    )
    period_id = fields.Many2one("subscription.period", index="btree_not_null")
    line_id = fields.Many2one(
        "subscription.line",
        index="btree_not_null",
        ondelete="restrict",
        help="The line, in this period, that a change settles.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        help="Those of the order's line, in place of the product's.",
    )
    without_taxes = fields.Boolean(help="The order's line has no tax at all.")
    date_first = fields.Date(string="From", help="The first day that it is for.")
    date_last = fields.Date(string="Until", help="The last day that it is for.")
    credited_id = fields.Many2one(
        "subscription.charge",
        string="Credits",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The charge that this one takes back.",
    )
    source_key = fields.Char(
        required=True, help="What it is for: charged once per subscription."
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    cancelled_at = fields.Datetime(readonly=True)
    cancel_reason = retold.Char(readonly=True)
    state = fields.Selection(
        [("pending", "Pending"), ("invoiced", "Invoiced"), ("cancelled", "Given Up")],
        compute="_compute_state",
    )
    _once_per_source = models.UniqueIndex(
        "(subscription_id, source_key) WHERE cancelled_at IS NULL",
        "This is charged already.",
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

    def _get_taxes_by_hand(self):
        if self.line_id:
            return self.line_id._get_taxes_by_hand()
        if self.credited_id:
            return self.credited_id._get_taxes_by_hand()
        if self.kind == "discount" or self.without_taxes:
            return self.tax_ids
        # Of the others only a setup fee takes over the taxes of an order's line.
        return (self.kind == "setup_fee" and self.tax_ids) or None

    def _split_off(self, rest):
        """Move `rest` of this charge's amount to a new charge on its own; return that."""
        self.ensure_one()
        if self.currency_id.is_zero(float(rest)):
            return self.browse()
        # The ledger is the system's: users read it.
        charge = self.sudo()
        other = charge.copy(
            {"amount": float(rest), "source_key": f"{self.source_key}/{uuid4()}"}
        )
        charge.amount -= float(rest)
        return other.with_env(self.env)

    def _is_settled_by(self, line):
        """Return whether this charge is pending with the amount that `line` invoices."""
        self.ensure_one()
        same = self.currency_id.is_zero(self.amount - line.price_unit)
        return self.state == "pending" and same

    def _cancel_charges(self, reason):
        """Give up these charges, for a reason; raise UserError if one was invoiced."""
        invoiced = self.filtered("move_line_id")
        if invoiced:
            raise UserError(
                self.env._(
                    "%(charge)s is on an invoice: make a credit note instead.",
                    charge=invoiced[0].name,
                )
            )
        waiting = self.filtered(lambda charge: charge.state == "pending")
        # The ledger is the system's: users read it.
        waiting.sudo().write(
            {"cancelled_at": fields.Datetime.now(), "cancel_reason": reason}
        )

    def action_cancel(self):
        """Ask for the reason, then give up these charges."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel a Charge"),
            "res_model": "subscription.charge.cancel.dialog",
            "view_mode": "form",
            "target": "new",
            "context": {"default_charge_ids": self.ids},
        }
