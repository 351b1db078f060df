from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.locking import lock


class SubscriptionInspectDialog(models.TransientModel):
    """Look at a unit that came back: to the stock, to the workshop, or gone (RG6)."""

    _name = "subscription.inspect.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Check a Returned Unit"

    lot_id = fields.Many2one("stock.lot", string="Unit", required=True)
    assignment_id = fields.Many2one(
        "subscription.assignment",
        string="Last Rental",
        compute="_compute_assignment_id",
    )
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
    amount = fields.Monetary(
        string="Charge for Damage", help="Before taxes; the customer's next invoice has it."
    )
    note = fields.Text(string="What Was Found")
    attachment_ids = fields.Many2many("ir.attachment", string="Photos")

    @api.depends("lot_id")
    def _compute_assignment_id(self):
        for wizard in self:
            past = wizard.lot_id.rental_assignment_ids.filtered("date_to")
            wizard.assignment_id = past.sorted(lambda one: (one.date_to, one.id))[-1:]

    def action_done(self):
        """Move the unit, write down what was found, charge the damage."""
        self._do_once()
        self._check_done()
        lot = self.lot_id
        charge = self._charge_damage() if self.amount else self.env["subscription.charge"]
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
        if self.amount < 0:
            raise UserError(self.env._("Enter what the damage costs: not less than 0."))
        if self.amount and not self.subscription_id:
            raise UserError(
                self.env._("Nobody rented %(unit)s: nobody can be charged.", unit=lot.name)
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
        """Charge the damage to who rented the unit last; return the charge."""
        subscription, unit = self.subscription_id, self.assignment_id
        here = unit.with_context(lang=subscription.partner_invoice_id.lang)
        name = here.env._("%(unit)s: damage", unit=here.display_name)
        count = self.env["subscription.unit.check"].search_count(
            [("assignment_id", "=", unit.id)]
        )
        charge = unit._charge_for("damage", self.amount, name, f"damage/{unit.id}/{count}")
        if subscription.is_closed:
            subscription._settle_charges(subscription.company_id._subscription_today())
        return charge
