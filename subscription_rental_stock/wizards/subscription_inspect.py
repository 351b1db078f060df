from odoo import api, fields, models
from odoo.exceptions import UserError


class SubscriptionInspect(models.TransientModel):
    """Look at a unit that came back: to the stock, to the workshop, or gone (RG6)."""

    _name = "subscription.inspect"
    _description = "Check a Returned Unit"

    lot_id = fields.Many2one("stock.lot", string="Unit", required=True)
    assignment_id = fields.Many2one(
        "subscription.assignment",
        string="Last Rental",
        compute="_compute_assignment_id",
    )
    subscription_id = fields.Many2one(related="assignment_id.subscription_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    outcome = fields.Selection(
        [
            ("stock", "Good: back to the stock"),
            ("repair", "To repair"),
            ("gone", "Beyond repair"),
        ],
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
            wizard.assignment_id = past.sorted("date_to")[-1:]

    def action_done(self):
        """Move the unit, write down what was found, charge the damage."""
        self.ensure_one()
        lot = self.lot_id
        lot.check_access("write")
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
        lot._move_to(self._get_target(), self.note)
        if self.note or self.attachment_ids:
            lot.message_post(body=self.note or "", attachment_ids=self.attachment_ids.ids)
        if self.amount:
            self._charge()
        return {"type": "ir.actions.act_window_close"}

    def _get_target(self):
        """Return the location that the unit goes to."""
        warehouse = self._get_quant().location_id.warehouse_id
        if self.outcome == "repair":
            return warehouse.rental_repair_loc_id
        if self.outcome == "gone":
            return warehouse.company_id.rental_lost_location_id
        return warehouse.lot_stock_id

    def _get_quant(self):
        return self.lot_id.quant_ids.filtered(lambda one: one.quantity > 0)[:1]

    def _charge(self):
        """Charge the damage to who rented the unit last."""
        subscription = self.subscription_id
        lang = subscription.partner_invoice_id.lang
        here = self.with_context(lang=lang)
        unit = self.assignment_id.with_context(lang=lang).display_name
        # The ledger of charges is the system's.
        charge = self.env["subscription.charge"].sudo()
        count = charge.search_count(
            [("subscription_id", "=", subscription.id), ("kind", "=", "damage")]
        )
        charge.create(
            {
                "subscription_id": subscription.id,
                "kind": "damage",
                "product_id": self.lot_id.product_id.id,
                "name": here.env._("%(unit)s: damage", unit=unit),
                "amount": self.amount,
                "source_key": f"damage/{self.assignment_id.id}/{count}",
            }
        )
        if subscription.is_closed:
            subscription._settle_charges(subscription.company_id._subscription_today())
