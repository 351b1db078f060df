from odoo import api, fields, models
from odoo.exceptions import UserError

from .subscription_incident import DOCUMENTS


class StockPicking(models.Model):
    _inherit = "stock.picking"

    rental_subscription_id = fields.Many2one(
        "subscription.subscription",
        string="Subscription",
        readonly=True,
        copy=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    rental_kind = fields.Selection(
        related="picking_type_id.rental_kind", string="Rental", store=True
    )
    rental_plan_id = fields.Many2one(related="rental_subscription_id.plan_id")
    rental_waits_for = fields.Char(
        related="rental_subscription_id.waits_for", string="Subscription Waits For"
    )
    rental_return_ref = fields.Char(
        string="Return Tracking",
        copy=False,
        help="Tracking number with which the customer sends it back.",
    )
    rental_twin_id = fields.Many2one(
        "stock.picking",
        string="Swapped With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The other half of a swap: what comes back, or what goes out for it.",
    )
    rental_identity_document = fields.Selection(
        DOCUMENTS,
        string="Identity Checked By",
        copy=False,
        help="Which document proved who the customer is. No copy of it is kept.",
    )
    rental_identity_uid = fields.Many2one(
        "res.users", string="Identity Checked By User", readonly=True, copy=False
    )
    rental_identity_on = fields.Datetime(
        string="Identity Checked On", readonly=True, copy=False
    )
    rental_signature = fields.Binary(
        string="Customer's Signature", attachment=True, copy=False
    )
    rental_signed_on = fields.Datetime(string="Signed On", readonly=True, copy=False)
    rental_serials = fields.Char(string="Serial Numbers", compute="_compute_rental_serials")

    @api.depends("move_line_ids.lot_id")
    def _compute_rental_serials(self):
        for picking in self:
            names = picking.move_line_ids.lot_id.mapped("name")
            picking.rental_serials = ", ".join(names)

    def write(self, vals):
        """Keep who checked the identity, and when it was signed."""
        now = fields.Datetime.now()
        if vals.get("rental_identity_document"):
            vals = {
                **vals,
                "rental_identity_uid": self.env.uid,
                "rental_identity_on": now,
            }
        if vals.get("rental_signature"):
            vals = {**vals, "rental_signed_on": now}
        return super().write(vals)

    def _check_rental_papers(self):
        """Raise UserError where the plan asks for an identity or a signature first."""
        for picking in self:
            plan = picking.sudo().rental_subscription_id.plan_id
            if plan.identity_required and not picking.rental_identity_document:
                raise UserError(
                    self.env._(
                        "%(transfer)s: check the customer's identity first, and note which "
                        "document was seen.",
                        transfer=picking.name,
                    )
                )
            if plan.signature_required and not picking.rental_signature:
                raise UserError(
                    self.env._(
                        "%(transfer)s: the customer has to sign first. Open the handover.",
                        transfer=picking.name,
                    )
                )

    def action_view_rental_subscription(self):
        """Open the subscription of this transfer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.subscription",
            "res_id": self.rental_subscription_id.id,
            "views": [(False, "form")],
        }

    def action_rental_ship(self):
        """Enter serial and tracking numbers of these handovers on one screen."""
        return self.env["subscription.ship"]._open(self)

    def _hand_over_lot(self, lot):
        """Validate this handover of one unit with serial number `lot`."""
        self.ensure_one()
        ship = self.env["subscription.ship"]
        row = self.env["subscription.ship.row"].create(
            {
                "ship_id": ship.create({"picking_ids": [fields.Command.set(self.ids)]}).id,
                "move_id": self._get_move_for(lot).id,
                "quantity": 1.0,
                "serial": lot.name,
                "lot_id": lot.id,
            }
        )
        row._enter()
        self.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def _get_move_for(self, lot):
        """Return the open move that `lot` can serve; any, for what has no serial."""
        self.ensure_one()
        open_ = self.move_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        return open_.filtered(lambda one: not lot or one.product_id == lot.product_id)[:1]
