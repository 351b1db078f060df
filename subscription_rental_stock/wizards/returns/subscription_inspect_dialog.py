from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.locking import lock


class SubscriptionInspectDialog(models.TransientModel):
    """Look at a unit that came back: to the stock, to the workshop, or gone (RG6)."""

    _name = "subscription.inspect.dialog"
    _inherit = ["subscription.dialog.mixin", "subscription.damage.mixin"]
    _description = "Check a Returned Unit"

    lot_id = fields.Many2one("stock.lot", string="Unit", required=True)
    assignment_id = fields.Many2one(
        "subscription.assignment",
        string="Last Rental",
        compute="_compute_assignment_id",
    )
    quantity = fields.Float(related="assignment_id.quantity")
    subscription_id = fields.Many2one(related="assignment_id.subscription_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    deposit_left = fields.Monetary(related="subscription_id.deposit_left")
    outcome = fields.Selection(
        selection=lambda self: (
            self.env["subscription.unit.check"]
            ._fields["outcome"]
            ._description_selection(self.env)
        ),
        required=True,
        default="stock",
    )
    cover_name = fields.Char(
        string="Cover",
        compute="_compute_cover_name",
        help="What the customer pays for, so that a damage costs the deductible at most.",
    )
    deductible = fields.Monetary(
        related="subscription_id.deductible",
        help="What the customer pays of a damage that the cover covers, before taxes.",
    )
    value = fields.Monetary(
        string="Replacement Value", compute="_compute_value", help="Before taxes."
    )
    settled = fields.Char(
        compute="_compute_settled",
        help="Where its damage was decided on before, so that nobody pays twice.",
    )
    amount = fields.Float(
        string="Charge for Damage", help="Before taxes; the customer's next invoice has it."
    )
    amount_taxed = fields.Monetary(
        string="With Taxes",
        compute="_compute_amount_taxed",
        help="What a customer reads who is shown prices with taxes.",
    )
    shows_taxes = fields.Boolean(compute="_compute_amount_taxed")
    note = fields.Text(string="What Was Found")
    attachment_ids = fields.Many2many("ir.attachment", string="Photos")

    @api.depends("lot_id")
    def _compute_assignment_id(self):
        for wizard in self:
            past = wizard.lot_id.rental_assignment_ids.filtered("date_to")
            wizard.assignment_id = past.sorted(lambda one: (one.date_to, one.id))[-1:]

    # === what the customer pays === #

    @api.depends("lot_id", "assignment_id")
    def _compute_settled(self):
        for wizard in self:
            wizard.settled = wizard._get_settled_sentence()

    def _get_settled_sentence(self):
        """Return who decided on this rental's damage before, as a sentence; or nothing."""
        self.ensure_one()
        unit = self._get_damaged_unit()
        if not unit:
            return ""
        incident = unit.lot_id.rental_incident_ids.filtered(
            lambda one: one.assignment_id == unit and one._settles_damage()
        )[:1]
        if incident:
            return self.env._(
                "%(incident)s decides on it: nothing is charged here.",
                incident=incident.name,
            )
        if unit._get_check_charges():
            return self.env._("An earlier check charged it: nothing more is charged here.")
        return ""

    @api.depends("outcome", "settled")
    def _compute_damage(self):
        """Set what became of the unit by what was found on it, unless that is settled."""
        outcomes = {"repair": "broken", "gone": "gone"}
        for wizard in self:
            found = outcomes.get(wizard.outcome, "none")
            wizard.damage = "none" if wizard.settled else found

    def _get_damage_day(self):
        """Return the last day on which the customer had it."""
        unit = self._get_damaged_unit()
        if not unit.date_to:
            return super()._get_damage_day()
        return max(unit.date_from, fields.Date.subtract(unit.date_to, days=1))

    @api.depends("assignment_id")
    def _compute_cover_name(self):
        for wizard in self:
            wizard.cover_name = wizard._get_cover_line().product_id.display_name

    @api.depends("assignment_id", "quantity")
    def _compute_value(self):
        for wizard in self:
            wizard.value = float(wizard._get_damaged_value())

    @api.depends("amount")
    def _compute_amount_taxed(self):
        for wizard in self:
            subscription = wizard._get_damaged_unit().subscription_id
            wizard.shows_taxes = bool(subscription) and subscription._shows_taxes()
            wizard.amount_taxed = (
                wizard._get_with_taxes(wizard.amount) if subscription else 0
            )

    def _get_free_sentence(self, cover):
        """Return why nothing is charged: first of all that it is settled."""
        return self.settled or super()._get_free_sentence(cover)

    # === what is done === #

    def action_done(self):
        """Move the unit, write down what was found, charge the damage."""
        self._do_once()
        self._check_done()
        lot = self.lot_id
        # Before it is charged, after which it counts as settled.
        loss = self._prepare_harm_vals()
        charge = self._charge_damage()
        # The ledger of checks is the system's.
        check = self.env["subscription.unit.check"].sudo()
        company = lot.company_id or self.env.company
        today = company._subscription_today()
        check.create(
            {
                "lot_id": lot.id,
                "date": today,
                "user_id": self.env.uid,
                "outcome": self.outcome,
                "was_repaired": lot.rental_state == "repair",
                "assignment_id": self.assignment_id.id,
                "charge_id": charge.id,
                "note": self.note,
                "attachment_ids": [fields.Command.set(self.attachment_ids.ids)],
                **loss,
            }
        )
        lot._move_to(self._get_target(), self.note)
        if self.outcome == "gone":
            lot.sudo().rental_disposal_date = today
        if self.note or self.attachment_ids:
            lot.message_post(body=self.note or "", attachment_ids=self.attachment_ids.ids)
        return {"type": "ir.actions.act_window_close"}

    def _check_done(self):
        """Raise UserError unless the unit waits for its check and damage has a payer."""
        lot = self.lot_id
        lot.check_access("write")
        # Two people must not check it at once.
        lock(lot.sudo())
        if lot.rental_state not in ("check", "repair"):
            raise UserError(
                self.env._("%(unit)s is not waiting to be checked.", unit=lot.name)
            )
        self._check_amount()
        self._check_unsettled()
        if self.amount and not self.subscription_id:
            raise UserError(
                self.env._("Nobody rented %(unit)s: nobody can be charged.", unit=lot.name)
            )

    def _check_unsettled(self):
        """Raise UserError if the damage was settled after this dialog had been opened.

        Whoever opens it later sees that, and charges more on purpose only.
        """
        settled = self._get_settled_sentence()
        if settled and self.amount and self.decision != "none":
            raise UserError(
                self.env._(
                    "%(reason)s Close this dialog, and open it again.", reason=settled
                )
            )

    def _get_target(self):
        """Return the location that the unit goes to."""
        warehouse = self._get_quant().location_id.warehouse_id
        if self.outcome == "repair":
            return warehouse.rental_repair_loc_id
        if self.outcome == "gone":
            return warehouse.company_id.sudo().rental_lost_location_id
        return warehouse.lot_stock_id

    def _get_quant(self):
        return self.lot_id.quant_ids.filtered(lambda one: one.quantity > 0)[:1]

    def _charge_damage(self):
        """Charge the damage to who rented the unit last; return the charge, if any."""
        unit = self._get_damaged_unit()
        subscription = unit.subscription_id
        if not subscription or subscription.currency_id.is_zero(self.amount):
            return unit.env["subscription.charge"]
        here = self.with_context(lang=subscription.partner_invoice_id.lang)
        name = here.env._(
            "%(unit)s: damage. %(why)s",
            unit=here._get_damaged_unit().display_name,
            why=here._get_charged_reason(),
        )
        count = self.env["subscription.unit.check"].search_count(
            [("assignment_id", "=", unit.id)]
        )
        charge = unit._charge_for("damage", self.amount, name, f"damage/{unit.id}/{count}")
        if subscription.is_closed:
            subscription._settle_charges(subscription.company_id._subscription_today())
        return charge
