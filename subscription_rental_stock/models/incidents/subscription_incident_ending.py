from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing.proration import exact, rounded
from odoo.addons.subscription_rental.words import format_days

from .subscription_incident_decision import GONE


class SubscriptionIncident(models.Model):
    """The end of an incident: replacement, credited days, lost units found (RG5, RG11)."""

    _inherit = "subscription.incident"

    replacement_picking_id = fields.Many2one(
        "stock.picking", string="Replacement", readonly=True, copy=False
    )
    replacement_state = fields.Selection(
        related="replacement_picking_id.state", string="Replacement Is"
    )
    closed_on = fields.Date(readonly=True, copy=False)
    found_on = fields.Date(readonly=True, copy=False, tracking=True)

    def _move_unit_away(self):
        """Take a unit that is gone from On Rent to Lost Rentals: nobody holds it now."""
        self.ensure_one()
        place = self.company_id.sudo().rental_lost_location_id
        self.assignment_id._take_away(place, "lost", self.name, self.quantity)
        self.lot_id.sudo().rental_disposal_date = self.date

    def action_replace(self):
        """Plan a new unit for the customer; a broken one comes back for it."""
        self._check_state("decided")
        for incident in self:
            incident._replace_unit()

    def _replace_unit(self):
        self.ensure_one()
        if self.replacement_picking_id:
            raise UserError(
                self.env._(
                    "%(name)s has its replacement: %(transfer)s.",
                    name=self.name,
                    transfer=self.replacement_picking_id.name,
                )
            )
        subscription = self.subscription_id.sudo()
        today = subscription.company_id._subscription_today()
        back = self.env["stock.picking"]
        unit = self.assignment_id
        if self.kind not in GONE and not unit.date_to:
            back = subscription._create_return(
                unit, today, reason="swap", note=self.name, quantities={unit: self.quantity}
            )
        rows = [
            (line, min(lacking, self.quantity))
            for line, lacking in subscription._get_missing_goods(today)
            if line.product_id == self.product_id
        ]
        if not rows:
            raise UserError(
                self.env._("Nothing is lacking: the customer has what is agreed on.")
            )
        # What else is lacking has its own handover.
        out = subscription._create_handover(rows[:1], today, reason="swap", note=self.name)
        out._link_twin(back)
        self._write_kept({"replacement_picking_id": out.id})

    def action_hand_over(self):
        """Enter the serial number of the replacement."""
        self.ensure_one()
        return self.replacement_picking_id.action_rental_ship()

    def action_close(self):
        """Close incidents that are replaced and signed for; credit days without a unit."""
        self._check_state("decided")
        for incident in self:
            incident._check_closable()
            today = incident.company_id._subscription_today()
            incident._write_kept({"state": "closed", "closed_on": today})
            if incident.subscription_id.plan_id.credits_days:
                incident._credit_days_without(today)

    def _check_closable(self):
        self.ensure_one()
        if self.replacement_picking_id.state not in (False, "done", "cancel"):
            raise UserError(
                self.env._(
                    "The replacement is not handed over yet: enter its serial number first."
                )
            )
        wanted = self.subscription_id.plan_id.signature_required
        if wanted and self.replacement_picking_id and not self.signature:
            raise UserError(
                self.env._("The customer has to sign for the replacement first.")
            )

    def _credit_days_without(self, today):
        """Give back the days from the incident to the replacement, or to today."""
        self.ensure_one()
        if self.kind == "replacement":
            # Wanted, but it worked.
            return
        end = today
        if replacement := self._get_replacement():
            end = replacement.date_from
        over = self.subscription_id.is_closed and self.subscription_id._get_end_of_rent()
        # Days after the end were not rented.
        end = min(end, over) if over else end
        days = (end - max(self.date, self.assignment_id.date_from)).days
        line = self.assignment_id._get_line_now()
        subscription = self.subscription_id
        if days <= 0 or not line or not subscription.billing_anchor:
            return
        whole = subscription._get_timeline().slot(self.date).days
        worth = line._get_worth_of_unit()
        units = exact(self.quantity)
        rounding = subscription.currency_id.rounding
        amount = rounded(worth * units * days / whole, rounding)
        here = self.with_context(lang=subscription.partner_invoice_id.lang)
        # The ledger of charges is the system's.
        self.env["subscription.charge"].sudo().create(
            {
                "subscription_id": subscription.id,
                "kind": "credit",
                "product_id": self.product_id.id,
                "name": here.env._(
                    "%(incident)s: %(days)s without %(unit)s",
                    incident=self.name,
                    days=format_days(here.env, days),
                    unit=here.assignment_id.display_name,
                ),
                "amount": -float(amount),
                "source_key": f"days_without/{self.id}",
            }
        )
        subscription._settle_charges(today)

    def _get_replacement(self):
        """Return the ledger row of the unit handed over as this incident's replacement."""
        self.ensure_one()
        moves = self.replacement_picking_id.move_line_ids
        units = self.subscription_id.sudo().assignment_ids
        return units.filtered(lambda one: one.move_line_id in moves)[:1]

    # === found again === #

    def action_found(self):
        """Undo a loss: move the unit to be checked, and give back its charge."""
        self._check_state("decided", "closed")
        for incident in self:
            if incident.kind not in GONE or incident.found_on:
                raise UserError(
                    self.env._("%(name)s is no loss, or was undone.", name=incident.name)
                )
            place = incident.company_id.sudo().rental_lost_location_id
            incident.product_id._move_rented(
                incident.quantity,
                place,
                incident.subscription_id.warehouse_id.rental_check_loc_id,
                lot=incident.lot_id,
                note=incident.name,
            )
            incident.lot_id.sudo().rental_disposal_date = False
            incident._take_back_charge()
            today = incident.company_id._subscription_today()
            incident._write_kept({"found_on": today})

    def _take_back_charge(self):
        """Cancel the charge of this incident while it waits, or credit it."""
        self.ensure_one()
        charge = self.charge_id.sudo()
        if not charge:
            return
        subscription = self.subscription_id
        here = self.with_context(lang=subscription.partner_invoice_id.lang)
        name = here.env._("%(incident)s: found again", incident=self.name)
        today = subscription.company_id._subscription_today()
        charge._take_back(charge.amount, name, f"found/{self.id}", today)
