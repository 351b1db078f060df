from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import settlement
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionUnitSale(models.TransientModel):
    """The customer keeps a unit: its price by the rent already paid (RG11)."""

    _name = "subscription.unit.sale"
    _description = "Sale of a Rented Unit"

    assignment_id = fields.Many2one("subscription.assignment", required=True)
    subscription_id = fields.Many2one(related="assignment_id.subscription_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    value = fields.Monetary(string="Replacement Value", compute="_compute_value")
    rent_paid = fields.Monetary(
        compute="_compute_value", help="Of this unit, before taxes: what is paid."
    )
    percent = fields.Float(
        string="Taken Off", related="subscription_id.plan_id.sale_percent"
    )
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

    @api.depends("assignment_id")
    def _compute_price(self):
        for sale in self:
            unit = sale.assignment_id
            sale.price = unit._get_sale_price() if unit else 0.0

    def action_sell(self):
        """Charge the price, end the rent of the unit, and let the customer have it."""
        self.ensure_one()
        unit, subscription = self.assignment_id, self.subscription_id
        subscription.check_access("write")
        subscription.sudo().lock_for_update(allow_referencing=True)
        if unit.date_to:
            raise UserError(
                self.env._(
                    "%(unit)s is not with this customer any more.", unit=unit.display_name
                )
            )
        if self.price < 0:
            raise UserError(self.env._("Enter a price that is not below 0."))
        today = subscription.company_id._subscription_today()
        line = unit._get_line_now()
        place = subscription.partner_id.with_company(
            subscription.company_id
        ).property_stock_customer
        unit._take_away(place, "sold", self.env._("Bought by the customer"))
        if not subscription.is_closed:
            self._end_rent(line, today)
        self._charge()
        if subscription.is_closed:
            subscription._settle_charges(today)
        unit.lot_id.sudo().rental_disposal_date = today
        return {"type": "ir.actions.act_window_close"}

    def _end_rent(self, line, today):
        """Bill one unit less from today on; the last one ends with its line."""
        subscription = self.subscription_id.sudo()
        units = exact(self.assignment_id.quantity)
        others = subscription.line_ids - line
        going_on = others.filtered(lambda one: not one.date_to or one.date_to > today)
        if exact(line._get_ordered()) > units:
            edits = [(line, line._prepare_less_vals(float(units)))]
        elif going_on:
            edits = [(line, None)]
        else:
            # Nothing is left to rent: it ends, and the days not used are given back.
            reason = self.env._("Bought by the customer")
            subscription._cancel(today, reason, with_fee=False, credit_unused=True)
            return
        change = subscription._plan_change(edits, today, policy=settlement.DAILY)
        subscription._apply_change(change, today, at_once=False)

    def _charge(self):
        subscription, unit = self.subscription_id, self.assignment_id
        here = self.with_context(lang=subscription.partner_invoice_id.lang)
        if self.currency_id.is_zero(self.price):
            return
        # The ledger of charges is the system's.
        self.env["subscription.charge"].sudo().create(
            {
                "subscription_id": subscription.id,
                "kind": "sale",
                "product_id": unit.product_id.id,
                "name": here.env._(
                    "Sale of %(unit)s", unit=here.assignment_id.display_name
                ),
                "amount": self.price,
                "source_key": f"sale/{unit.id}",
            }
        )
