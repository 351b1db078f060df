from odoo import api, fields, models

from odoo.addons.subscription_rental.billing import fleet


class StockLot(models.Model):
    """A rented unit: where it is, who has it, what it brought in (RG3, RG8)."""

    _inherit = "stock.lot"

    rental_state = fields.Selection(
        [
            ("available", "Available"),
            ("reserved", "Reserved"),
            ("rented", "On Rent"),
            ("check", "To Check"),
            ("repair", "In Repair"),
            ("lost", "Lost"),
            ("sold", "Sold"),
            ("gone", "Not in Stock"),
        ],
        string="Rental State",
        compute="_compute_rental_state",
        store=True,
        index=True,
        group_expand=True,
    )
    rental_assignment_ids = fields.One2many(
        "subscription.assignment", "lot_id", string="Rentals", readonly=True
    )
    rental_incident_ids = fields.One2many(
        "subscription.incident", "lot_id", string="Incidents", readonly=True
    )
    rental_check_ids = fields.One2many(
        "subscription.unit.check", "lot_id", string="Checks and Repairs", readonly=True
    )
    rental_subscription_id = fields.Many2one(
        "subscription.subscription",
        string="Subscription",
        compute="_compute_rental_holder",
        store=True,
        index="btree_not_null",
    )
    rental_holder_id = fields.Many2one(
        "res.partner",
        string="Held By",
        compute="_compute_rental_holder",
        store=True,
        index="btree_not_null",
    )
    rental_since = fields.Date(
        string="Held Since", compute="_compute_rental_holder", store=True
    )
    rental_currency_id = fields.Many2one(
        "res.currency", compute="_compute_rental_currency_id"
    )
    rental_cost = fields.Monetary(
        string="Acquisition Cost", currency_field="rental_currency_id", tracking=True
    )
    rental_purchase_date = fields.Date(string="Bought On", tracking=True)
    rental_service_date = fields.Date(string="In Service Since", tracking=True)
    rental_disposal_date = fields.Date(string="Disposed Of On", tracking=True)
    rental_months_out = fields.Float(
        string="Months Rented",
        compute="_compute_rental_figures",
        digits=(16, 1),
        help="Days in customers' hands, in months of 30.4 days.",
    )
    rental_income = fields.Monetary(
        string="Income",
        currency_field="rental_currency_id",
        compute="_compute_rental_figures",
        help="Before taxes: what was invoiced for the days in customers' hands.",
    )
    rental_count = fields.Integer(string="Times Rented", compute="_compute_rental_figures")

    @api.depends("company_id")
    def _compute_rental_currency_id(self):
        for unit in self:
            unit.rental_currency_id = (unit.company_id or self.env.company).currency_id

    @api.depends(
        "rental_assignment_ids.date_to",
        "rental_assignment_ids.subscription_id",
        "rental_assignment_ids.partner_id",
    )
    def _compute_rental_holder(self):
        for unit in self:
            held = unit.rental_assignment_ids.filtered(lambda one: not one.date_to)[:1]
            unit.rental_subscription_id = held.subscription_id
            unit.rental_holder_id = held.partner_id
            unit.rental_since = held.date_from

    @api.depends(
        "quant_ids.quantity",
        "quant_ids.reserved_quantity",
        "quant_ids.location_id",
        "rental_assignment_ids.date_to",
    )
    def _compute_rental_state(self):
        places = self._get_rental_places()
        for unit in self:
            unit.rental_state = unit._get_rental_state(places)

    @api.model
    def _get_rental_places(self):
        """Return {location: the state of what is there}."""
        warehouses = self.env["stock.warehouse"].sudo().search([])
        lost = self.env["res.company"].sudo().search([]).rental_lost_location_id
        return {
            **dict.fromkeys(warehouses.rental_check_loc_id, "check"),
            **dict.fromkeys(warehouses.rental_repair_loc_id, "repair"),
            **dict.fromkeys(lost, "lost"),
        }

    def _get_rental_state(self, places):
        """Return the rental state of this unit, by its stock and its ledger."""
        self.ensure_one()
        if any(not one.date_to for one in self.rental_assignment_ids):
            return "rented"
        quant = self.quant_ids.filtered(lambda one: one.quantity > 0)[:1]
        place = quant.location_id
        if place in places:
            return places[place]
        if place.usage == "customer":
            return "sold"
        if place.usage not in ("internal", "transit"):
            return "gone"
        return "reserved" if quant.reserved_quantity else "available"

    @api.depends("rental_assignment_ids.date_to")
    def _compute_rental_figures(self):
        earned = self._origin.rental_assignment_ids._get_earned()
        for unit in self:
            rentals = unit.rental_assignment_ids
            unit.rental_count = len(rentals)
            unit.rental_months_out = float(fleet.months(sum(rentals.mapped("days"))))
            # In the company's currency.
            unit.rental_income = sum(earned.get(one, (0.0, 0.0))[1] for one in rentals.ids)
