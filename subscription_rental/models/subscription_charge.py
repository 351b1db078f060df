from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..billing import charges
from ..billing.proration import exact


class SubscriptionCharge(models.Model):
    """The ledger of one-off amounts: each waits for one invoice."""

    _name = "subscription.charge"
    _inherit = ["subscription.taxed.mixin"]
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
            ("part", "Part of a period"),
            ("credit", "Credit"),
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
    date_first = fields.Date(string="From", help="The first day that it is for.")
    date_last = fields.Date(string="Until", help="The last day that it is for.")
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
    cancel_reason = fields.Char(readonly=True)
    state = fields.Selection(
        [("pending", "Pending"), ("invoiced", "Invoiced"), ("cancelled", "Cancelled")],
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

    def _absorbed_by(self, amounts):
        """Return those of these charges that an invoice with these amounts can take.

        A credit that is larger than what is left of the invoice is split: one part goes
        on it, the other waits as a charge of its own.

        :param amounts: [(subscription line, its amount)]
        """
        parts = self._get_parts(amounts)
        for charge, part in parts.items():
            charge._split_off(exact(charge.amount) - exact(part))
        return self.browse().union(*parts)

    def _get_parts(self, amounts):
        """Return {charge: which part of it} such an invoice can take; nothing is written.

        :param amounts: [(subscription line, its amount)]
        """
        owed = self.filtered(lambda charge: charge.amount < 0)
        fees = self - owed
        parts = {fee: exact(fee.amount) for fee in fees}
        if owed:
            charged = [*amounts, *((fee, fee.amount) for fee in fees)]
            totals, rates = self._count_with_taxes(owed, charged)
            waiting = [(credit.amount, rates[credit]) for credit in owed]
            taken = charges.absorb(totals, waiting, self.currency_id.rounding)
            pairs = zip(owed, taken, strict=True)
            parts |= {credit: part for credit, part in pairs if part}
        return parts

    @api.model
    def _count_with_taxes(self, owed, charged):
        """Return what is charged before taxes and with them, and so the rates of `owed`.

        Where all of it has the same taxes, one way of counting is enough.

        :param charged: [(subscription line or charge, its amount)]
        """
        taxes = {one._get_own_taxes() for one in (*owed, *(one for one, _ in charged))}
        if len(taxes) == 1:
            total = sum(exact(amount) for _one, amount in charged)
            return (exact(total),), dict.fromkeys(owed, (exact(1),))
        taxed = [one._get_taxed(amount) for one, amount in charged]
        totals = tuple(sum(way) for way in zip(*taxed, strict=True)) or (exact(0),) * 2
        return totals, {credit: credit._get_tax_rates() for credit in owed}

    def _get_taxes_by_hand(self):
        return self.line_id.tax_ids

    def _get_tax_rates(self):
        """Return what one unit of this charge is before taxes and with them."""
        self.ensure_one()
        amount = exact(self.amount)
        return tuple(way / amount for way in self._get_taxed(self.amount))

    def _split_off(self, rest):
        """Let `rest` of this charge's amount wait as a charge of its own."""
        self.ensure_one()
        if self.currency_id.is_zero(float(rest)):
            return
        # The ledger is the system's: users read it.
        charge = self.sudo()
        charge.copy({"amount": float(rest), "source_key": f"{self.source_key}/{uuid4()}"})
        charge.amount -= float(rest)

    def _prepare_invoice_line_vals(self, sign=1):
        """Return the invoice line that settles this charge.

        :param sign: -1 on a credit note, where a credit is positive
        """
        self.ensure_one()
        vals = {
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": 1.0,
            "price_unit": sign * self.amount,
            "rental_subscription_id": self.subscription_id.id,
            "rental_charge_id": self.id,
        }
        if line := self.line_id:
            vals |= {
                # It counts for the period that it settles.
                "rental_line_id": line.id,
                "rental_period_id": self.period_id.id,
                "rental_first_day": self.date_first,
                "rental_last_day": self.date_last,
            }
            if line.tax_ids:
                vals["tax_ids"] = [fields.Command.set(line.tax_ids.ids)]
            if line.analytic_distribution:
                vals["analytic_distribution"] = line.analytic_distribution
        return vals

    def _is_settled_by(self, line):
        """Return whether this charge waits, and for just what `line` invoices."""
        self.ensure_one()
        same = self.currency_id.is_zero(self.amount - line.price_unit)
        return self.state == "pending" and same

    def _cancel(self, reason):
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
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel a Charge"),
            "res_model": "subscription.charge.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_charge_ids": self.ids},
        }
