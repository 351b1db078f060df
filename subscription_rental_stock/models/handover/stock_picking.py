from odoo import api, fields, models

from ...const import DOCUMENTS

HANDOVER_MAIL = "subscription_rental_stock.mail_template_handover"


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_subscription_id = fields.Many2one(
        "subscription.subscription",
        string="Subscription",
        readonly=True,
        copy=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        kept=True,
    )
    rental_kind = fields.Selection(
        related="picking_type_id.rental_kind", string="Rental", store=True, kept=True
    )
    rental_badge = fields.Char(
        string="Recurring",
        compute="_compute_rental_badge",
        help="R: it moves what is rented by subscription, and no ordinary goods.",
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
        kept=True,
    )
    rental_identity_document = fields.Selection(
        DOCUMENTS,
        string="Identity Checked With",
        copy=False,
        help="Which document proved who the customer is. No copy of it is kept.",
    )
    rental_identity_uid = fields.Many2one(
        "res.users",
        string="Identity Checked By",
        readonly=True,
        copy=False,
        kept=True,
    )
    rental_identity_on = fields.Datetime(
        string="Identity Checked On", readonly=True, copy=False, kept=True
    )
    rental_signature = fields.Binary(
        string="Customer's Signature", attachment=True, copy=False
    )
    rental_signed_by = fields.Char(string="Signed By", copy=False)
    rental_for_end = fields.Boolean(
        readonly=True,
        copy=False,
        help="Announced because its subscription ends.",
        kept=True,
    )
    rental_moved_in = fields.Boolean(
        readonly=True,
        copy=False,
        help="The customer had the goods before.",
        kept=True,
    )
    rental_incident_ids = fields.One2many(
        "subscription.incident", "replacement_picking_id", readonly=True
    )
    rental_signed_on = fields.Datetime(
        string="Signed On", readonly=True, copy=False, kept=True
    )
    rental_serials = fields.Char(string="Serial Numbers", compute="_compute_rental_serials")

    @api.depends("rental_subscription_id")
    def _compute_rental_badge(self):
        for picking in self:
            rented = bool(picking.rental_subscription_id)
            picking.rental_badge = self.env._("R") if rented else False

    @api.depends("move_line_ids.lot_id")
    def _compute_rental_serials(self):
        for picking in self:
            names = picking.move_line_ids.lot_id.mapped("name")
            picking.rental_serials = ", ".join(names)

    # === telling the customer === #

    def _send_confirmation_email(self):
        """Send the mail with tracking for rented goods, and Odoo's mail for others."""
        rented = self.filtered("rental_kind")
        out = rented.filtered(lambda one: one.rental_kind == "out")
        out.filtered("carrier_tracking_ref")._send_rental_mail(HANDOVER_MAIL)
        return super(StockPicking, self - rented)._send_confirmation_email()

    def _get_sender(self):
        """Return the address that mails of this transfer come from, and answers go to."""
        self.ensure_one()
        return self.sudo().rental_subscription_id._get_sender()

    def _send_rental_mail(self, name):
        """Send the mail of template `name` to the customers of these transfers."""
        template = self.env.ref(name, raise_if_not_found=False)
        for picking in self:
            if template and picking.rental_subscription_id:
                # Who validates transfers need not edit templates.
                template.sudo().send_mail(picking.id)

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
        return self.env["subscription.ship.dialog"]._open_shipping(self)

    def _hand_over_lots(self, lots):
        """Validate this handover of the units `lots`, and of what has no serial numbers."""
        self.ensure_one()
        ship = self.env["subscription.ship.dialog"].create(
            {"picking_ids": [fields.Command.set(self.ids)]}
        )
        values = [
            {
                "move_id": self._get_move_for(lot).id,
                "quantity": 1.0,
                "serial": lot.name,
                "lot_id": lot.id,
            }
            for lot in lots
        ]
        values += [
            {"move_id": move.id, "quantity": move.product_uom_qty}
            for move in self._get_open_rental_moves()
            if move.product_id.tracking == "none"
        ]
        rows = self.env["subscription.ship.dialog.row"].create(
            [{"ship_id": ship.id, **vals} for vals in values]
        )
        rows._enter()
        self.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def _take_back_now(self):
        """Validate these returns: the units are here."""
        for picking in self:
            picking.move_ids.picked = True
            picking.with_context(skip_sms=True).button_validate()

    def _get_move_for(self, lot):
        """Return the open move that `lot` can serve."""
        self.ensure_one()
        moves = self._get_open_rental_moves()
        return moves.filtered(lambda one: one.product_id == lot.product_id)[:1]

    def _get_open_rental_moves(self):
        return self.move_ids.filtered(lambda one: one.state not in ("done", "cancel"))
