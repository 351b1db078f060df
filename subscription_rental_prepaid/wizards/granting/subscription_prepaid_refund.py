from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.kept import Kept


class SubscriptionPrepaidRefundDialog(models.TransientModel):
    """Pay back what is left of a pack: a person decides how much, with its value shown."""

    _name = "subscription.prepaid.refund.dialog"
    _description = "Pay a Pack Back"
    _inherit = ["subscription.dialog.mixin"]

    prepaid_id = fields.Many2one("subscription.prepaid", required=True, readonly=True)
    company_id = fields.Many2one(related="prepaid_id.company_id")
    currency_id = fields.Many2one(related="prepaid_id.currency_id")
    batch_id = fields.Many2one(
        "subscription.prepaid.batch", compute="_compute_values", string="Sold As"
    )
    used = fields.Float(related="prepaid_id.used")
    paid = fields.Monetary(compute="_compute_values", help="Without taxes due at the sale.")
    value_paid = fields.Monetary(
        string="Used, As Paid", compute="_compute_values", help="Its part of what was paid."
    )
    value_single = fields.Monetary(
        string="Used, at the Single Price", compute="_compute_values"
    )
    amount = fields.Monetary(
        string="To Pay Back",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Without taxes due at the sale: they follow.",
    )

    @api.depends("prepaid_id")
    def _compute_values(self):
        for dialog in self:
            pack = dialog.prepaid_id
            dialog.batch_id = pack.batch_ids.filtered("invoice_id")[-1:]
            dialog.paid = pack._get_amount_kept() if pack else 0.0
            dialog.value_paid, dialog.value_single = pack._get_values_used()

    @api.depends("prepaid_id")
    def _compute_amount(self):
        for dialog in self:
            dialog.amount = max(dialog.paid - dialog.value_single, 0.0)

    def action_refund(self):
        """Make the draft of the credit note: nothing is left of the pack when it is posted.

        Whoever posts it may post credit notes.
        """
        self.ensure_one()
        batch = self.batch_id
        most = min(batch.amount, self.paid)
        if not batch or not 0 < self.amount <= most:
            raise UserError(
                self.env._(
                    "Enter an amount above 0, and at most the %(paid)s that were paid.",
                    paid=self.prepaid_id._format_money(most),
                )
            )
        self._do_once()
        # A clerk decides, an accountant posts.
        line = batch.sudo()._get_sold_line()
        note = line.move_id._reverse_moves([{"ref": self.prepaid_id.name}])
        credited = note.invoice_line_ids.filtered(
            lambda one: one.product_id == line.product_id
        )
        (note.invoice_line_ids - credited[:1]).unlink()
        credited[:1].write(
            Kept(
                quantity=1.0,
                discount=0.0,
                price_unit=self._get_credited_price(line),
                rental_batch_id=batch.id,
                tax_ids=[Command.set(line.tax_ids.ids)],
            )
        )
        return self._open_note(note)

    def _get_credited_price(self, line):
        """Return the price with which a credit note of `line` pays the amount back.

        It is in the currency of its invoice, with the taxes that are in its prices.
        """
        amount = self.amount * line.amount_currency / line.balance
        details = line.tax_ids._get_tax_details(
            amount,
            1.0,
            rounding_method="round_globally",
            special_mode="total_excluded",
            product=line.product_id,
        )
        included = line.tax_ids and all(tax.price_include for tax in line.tax_ids)
        return details["total_included"] if included else amount

    def _open_note(self, note):
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": note.id,
            "view_mode": "form",
        }
