from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import acts, settlement
from odoo.addons.subscription_rental.locking import lock


class SubscriptionUnitSaleDialog(models.TransientModel):
    """The customer keeps a unit: its price by the rent already paid (RG11)."""

    _name = "subscription.unit.sale.dialog"
    _inherit = ["subscription.dialog.mixin", "subscription.unit.quantity.mixin"]
    _description = "Sale of a Rented Unit"

    subscription_id = fields.Many2one(related="assignment_id.subscription_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    value = fields.Monetary(string="Replacement Value", compute="_compute_value")
    rent_paid = fields.Monetary(
        compute="_compute_value", help="Of this unit, before taxes: what is paid."
    )
    percent = fields.Float(string="Taken Off", related="subscription_id.sale_percent")
    price = fields.Monetary(
        compute="_compute_price",
        store=True,
        readonly=False,
        precompute=True,
        help="Before taxes.",
    )

    @api.depends("assignment_id")
    def _compute_value(self):
        for sale in self:
            unit = sale.assignment_id
            sale.value = unit._get_replacement_value() if unit else 0.0
            sale.rent_paid = float(unit._get_rent_paid()) if unit else 0.0

    @api.depends("assignment_id", "quantity")
    def _compute_price(self):
        for sale in self:
            unit = sale.assignment_id
            sale.price = (
                unit._get_sale_price(sale.quantity, sale._get_given_back()) if unit else 0.0
            )

    def action_sell(self):
        """Charge the price, end the rent of the unit, and move it to the customer."""
        self._do_once()
        unit, subscription = self.assignment_id, self.subscription_id
        subscription.check_access("write")
        lock(subscription.sudo())
        if unit.date_to:
            raise UserError(
                self.env._(
                    "%(unit)s is not with this customer any more.", unit=unit.display_name
                )
            )
        if not 0 < self.quantity <= unit.quantity:
            raise UserError(
                self.env._("Sell from 1 to %(count)s.", count=f"{unit.quantity:g}")
            )
        if self.price < 0:
            raise UserError(self.env._("Enter a price that is not below 0."))
        today = subscription.company_id._subscription_today()
        line = unit._get_line_now()
        place = subscription.partner_id.with_company(
            subscription.company_id
        ).property_stock_customer
        note = self.env._("Bought by the customer")
        unit._take_away(place, "sold", note, self.quantity)
        if not subscription.is_closed:
            self._end_rent(line, today)
        self._charge_price()
        if subscription.is_closed:
            subscription._settle_charges(today)
        unit.lot_id.sudo().rental_disposal_date = today
        return {"type": "ir.actions.act_window_close"}

    def _get_given_back(self):
        """Return the paid rent of the units sold that the end of their rent gives back."""
        self.ensure_one()
        subscription = self.subscription_id.sudo()
        today = subscription.company_id._subscription_today()
        line = self.assignment_id.sudo()._get_line_now()
        if not line or subscription.is_closed or not subscription._can(acts.CHANGE):
            return 0
        edits = self._get_ending_edits(line, today)
        plan = (
            subscription._plan_change(edits, today, policy=settlement.DAILY)
            if edits
            else subscription._plan_cancel(today, with_fee=False, credit_unused=True)
        )
        return -sum(
            adjustment.amount
            for step, slot, adjustment in plan.rows
            if step.line == line and slot.invoice_state == "paid"
        )

    def _get_ending_edits(self, line, today):
        """Return the edits that end the rent of the units sold; none if nothing is left."""
        subscription = self.subscription_id.sudo()
        units = line._get_in_unit(self.quantity)
        covers = self._get_cover_lines(today)
        own = line | covers
        later = own.browse().union(*(one._get_coming() for one in own))
        others = subscription.line_ids - own - later
        going_on = others.filtered(lambda one: not one.date_to or one.date_to > today)
        ordered = line.quantity_ordered or line.quantity
        if line.product_uom_id.compare(ordered, units) > 0:
            # Each unit has its cover.
            return [(line, line._prepare_less_vals(units))] + [
                (cover, cover._prepare_less_vals(units))
                for cover in covers
                if cover.product_uom_id.compare(cover.quantity, units) > 0
            ]
        return [(one, None) for one in line | covers] if going_on else []

    def _end_rent(self, line, today):
        """Bill the units sold no more from today on; end an empty line or subscription."""
        subscription = self.subscription_id.sudo()
        edits = self._get_ending_edits(line, today)
        if not edits:
            # Nothing is left to rent: it ends, and the days not used are given back.
            reason = self.env._("Bought by the customer")
            subscription._cancel(today, reason, with_fee=False, credit_unused=True)
            return
        change = subscription._plan_change(edits, today, policy=settlement.DAILY)
        subscription._apply_change(change, today, at_once=False)

    def _get_cover_lines(self, today):
        """Return the lines of the product's cover; none if another product shares it."""
        unit = self.assignment_id
        subscription = self.subscription_id.sudo()
        cover = unit.product_id.product_tmpl_id.rental_cover_product_id
        lines = subscription.line_ids.filtered(
            lambda one: cover and one.product_id == cover and one._is_agreed_on(today)
        )
        products = subscription._get_goods_lines(today).product_id - unit.product_id
        shared = cover in products.product_tmpl_id.rental_cover_product_id
        return lines.browse() if shared else lines

    def _charge_price(self):
        subscription, unit = self.subscription_id, self.assignment_id
        here = self.with_context(lang=subscription.partner_invoice_id.lang)
        if self.currency_id.is_zero(self.price):
            return
        # The ledger of charges is the system's.
        self.env["subscription.charge"].sudo().create(
            {
                "subscription_id": subscription.id,
                "assignment_id": unit.id,
                "kind": "sale",
                "product_id": unit.product_id.id,
                "name": here.env._(
                    "Sale of %(unit)s", unit=here.assignment_id.display_name
                ),
                "amount": self.price,
                "source_key": f"sale/{unit.id}/{unit.quantity:g}",
            }
        )
