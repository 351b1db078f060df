from odoo import api, fields, models

from ...billing.proration import exact, rounded
from ...told import Told

# What of its addresses decides the fiscal position of a subscription.
POSITION_FACTS = [
    f"{address}.{name}"
    for address in ("partner_invoice_id", "partner_shipping_id")
    for name in ("vat", "country_id", "state_id", "zip", "property_account_position_id")
]


class SubscriptionSubscription(models.Model):
    """The taxes of what a subscription bills."""

    _inherit = "subscription.subscription"

    recurring_amount = fields.Monetary(
        string="Per Interval",
        compute="_compute_recurring_amount",
        store=True,
        help="Before taxes, of the lines that go on.",
    )

    recurring_total = fields.Monetary(
        string="Per Interval, with Taxes",
        compute="_compute_recurring_total",
        help="Of the lines that go on.",
    )
    fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        check_company=True,
        tracking=True,
        help="Leave empty to use the one of the customer's addresses.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain="[('type', '=', 'sale')]",
        help="Leave empty to use the one of the plan or of the company.",
    )
    found_position_id = fields.Many2one(
        "account.fiscal.position",
        string="Fiscal Position of the Customer",
        compute="_compute_found_position_id",
        compute_sudo=True,
    )

    @api.depends("line_ids.price_subtotal", "line_ids.is_going_on")
    def _compute_recurring_amount(self):
        for subscription in self:
            going_on = subscription._get_contract_lines()
            without, _taxed = subscription._get_tax_totals(
                [line._prepare_untaxed_line(line.price_unit) for line in going_on]
            )
            subscription.recurring_amount = float(without)

    def _get_priced_amount(self):
        """Return what the lines that go on cost per interval, priced like products."""
        self.ensure_one()
        return sum(line._get_line_amount(1) for line in self._get_contract_lines())

    @api.depends("recurring_amount", "fiscal_position_id", "found_position_id")
    def _compute_recurring_total(self):
        for subscription in self:
            lines = subscription._get_contract_lines()
            _without, taxed = subscription._get_tax_totals(
                [
                    line._prepare_base_line(line.price_unit, line.quantity, line.discount)
                    for line in lines
                ]
            )
            subscription.recurring_total = float(taxed)

    def _shows_taxes(self):
        """Return whether this customer is shown prices with taxes (PO3)."""
        self.ensure_one()
        return self.company_id._shows_taxes_to(self.partner_id)

    def _get_customer_price(self):
        """Return what the customer pays per interval, as the customer is shown prices."""
        self.ensure_one()
        return self.recurring_total if self._shows_taxes() else self.recurring_amount

    def _get_prices_told(self):
        """Return how this customer is told amounts, see `Told`."""
        self.ensure_one()
        company = self.company_id
        day = company._subscription_today()
        position = self._get_fiscal_position()
        return Told(self.currency_id, company, day, position, self._shows_taxes())

    @api.depends("company_id", *POSITION_FACTS)
    def _compute_found_position_id(self):
        positions = self.env["account.fiscal.position"]
        keys = ("company_id", "partner_invoice_id", "partner_shipping_id")
        for found, owned in self.grouped(lambda one: tuple(one[k] for k in keys)).items():
            company, invoiced, delivered = found
            owned.found_position_id = positions.with_company(company)._get_fiscal_position(
                invoiced, delivery=delivered
            )

    def _get_fiscal_position(self):
        """Return the fiscal position that an invoice of this subscription gets today."""
        self.ensure_one()
        return self.fiscal_position_id or self.found_position_id

    def _prepare_product_base_line(self, product, taxes, price, quantity=1.0, discount=0.0):
        """Return the base line of taxes for `product` at `price` per unit."""
        self.ensure_one()
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            None,
            product_id=product,
            tax_ids=taxes,
            price_unit=float(price),
            quantity=quantity,
            discount=discount,
            currency_id=self.currency_id,
            partner_id=self.partner_invoice_id,
        )

    def _get_product_taxes(self, product):
        """Return the taxes of `product` on an invoice of today."""
        self.ensure_one()
        own = product.taxes_id._filter_taxes_by_company(self.company_id)
        return self._get_fiscal_position().map_tax(own)

    def _get_tax_totals(self, base_lines):
        """Return (before taxes, with taxes) of one invoice with these lines, exactly."""
        if not base_lines:
            return exact(0), exact(0)
        summary = self.env["account.tax"]._summarize_rental_lines(
            base_lines, self.company_id, self.currency_id
        )
        unit = self.currency_id.rounding
        return tuple(
            exact(rounded(exact(summary[name]), unit))
            for name in ("base_amount_currency", "total_amount_currency")
        )
