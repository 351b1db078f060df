from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing.settlement import Slot


class SubscriptionShownMixin(models.AbstractModel):
    """A dialog that shows a preview, and applies only what the preview showed."""

    _name = "subscription.shown.mixin"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Amounts Shown Before They Follow"

    subscription_id = fields.Many2one("subscription.subscription", required=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    date = fields.Date(
        string="On", compute="_compute_date", store=True, readonly=False, precompute=True
    )
    preview_html = fields.Html(compute="_compute_preview", sanitize=False)
    amount_total = fields.Monetary(
        string="To Invoice",
        compute="_compute_preview",
        help="Before taxes; negative is a credit.",
    )
    for_customer = fields.Boolean(help="Shown in the portal, with the customer's prices.")
    # The browser sends back what it showed: what follows has to be equal.
    amount_shown = fields.Monetary(
        compute="_compute_amount_shown", store=True, readonly=False, precompute=True
    )

    @api.depends("subscription_id")
    def _compute_date(self):
        for wizard in self:
            company = wizard.subscription_id.company_id
            wizard.date = company and company._subscription_today()

    @api.depends("amount_total")
    def _compute_amount_shown(self):
        for wizard in self:
            wizard.amount_shown = wizard.amount_total

    def _compute_preview(self):
        """Fill in an empty preview; an override fills in rows and names dependencies."""
        for wizard in self:
            wizard._show([])

    def _show(self, rows):
        """Show `rows` and their sum in the dialog."""
        self.ensure_one()
        self.amount_total = self._get_shown_total(rows)
        self.preview_html = self.env["ir.qweb"]._render(
            "subscription_rental.shown_table",
            {
                "rows": rows,
                "currency": self.currency_id,
                "total": self.amount_total,
                "with_taxes": self._is_shown_with_taxes(),
            },
        )

    def _is_shown_with_taxes(self):
        """Return whether amounts in this dialog are with taxes."""
        self.ensure_one()
        return self.for_customer and self.subscription_id._shows_taxes()

    def _get_shown_amount(self, base_lines):
        """Return what lines with these base lines come to, as amounts are shown here."""
        without, taxed = self.subscription_id._get_tax_totals(base_lines)
        return float(taxed if self._is_shown_with_taxes() else without)

    def _get_shown_total(self, rows):
        """Return the sum of `rows`, rounded as one invoice of them is."""
        return self._get_shown_amount([row["base_line"] for row in rows])

    def _prepare_adjustment_row(self, step, adjustment, product=None):
        """Return the row of the preview that shows an adjustment."""
        product = product or step.line.product_id
        worth = (step.after or step.before).worth
        slot = Slot(adjustment.part, adjustment.whole)
        return self._prepare_shown_row(
            product, slot, worth, adjustment.amount, line=step.line
        )

    def _prepare_shown_row(self, product, slot, worth, amount, *, line):
        """Return a row of the preview: an amount, and how it is computed.

        :param line: whose taxes hold, where a person chose some; it may be none
        """
        part = slot.period
        subscription = self.subscription_id
        by_hand = line._get_taxes_by_hand() if line else None
        taxes = subscription._get_product_taxes(product) if by_hand is None else by_hand
        base_line = subscription._prepare_product_base_line(product, taxes, amount)
        whole = subscription._prepare_product_base_line(product, taxes, worth)
        return {
            "name": product.display_name,
            "first_day": format_date(self.env, part.start),
            "last_day": format_date(self.env, part.last_day),
            "days": part.days,
            "whole": slot.whole,
            "worth": self._get_shown_amount([whole]),
            "amount": self._get_shown_amount([base_line]),
            "base_line": base_line,
        }

    def _check_shown(self, rows):
        """Raise UserError if `rows` differ from the amount shown, or the day is another."""
        self.ensure_one()
        today = self.subscription_id.company_id._subscription_today()
        difference = self._get_shown_total(rows) - self.amount_shown
        if self.date != today or not self.currency_id.is_zero(difference):
            raise self._changed_since()

    def _changed_since(self):
        """Return the UserError for a dialog that shows what does not hold any more."""
        return UserError(
            self.env._(
                "This subscription, or the day, has changed since the dialog was "
                "opened: open it again to see what holds now."
            )
        )
