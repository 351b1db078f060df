from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import settlement
from odoo.addons.subscription_rental.locking import lock

from ...const import DOCUMENTS


class SubscriptionSwapDialog(models.TransientModel):
    """Swap a unit for another one, of the same or another product (RG4)."""

    _name = "subscription.swap.dialog"
    _inherit = ["subscription.shown.mixin", "subscription.unit.quantity.mixin"]
    _description = "Swap a Unit"

    assignment_id = fields.Many2one(
        string="Old Unit",
        domain="[('subscription_id', '=', subscription_id), ('date_to', '=', False)]",
    )
    product_id = fields.Many2one(
        "product.product",
        string="New Product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        domain="[('type', '=', 'consu'), ('sale_ok', '=', True)]",
    )
    is_other_product = fields.Boolean(compute="_compute_is_other_product")
    price_unit = fields.Float(
        string="Recurring Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        min_display_digits="Product Price",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="New Serial Number",
        domain="[('product_id', '=', product_id), "
        "('rental_state', 'in', ('available', 'reserved'))]",
        help="Empty: the handover waits in Rentals to Ship.",
    )
    old_comes = fields.Selection(
        [("now", "It is here"), ("later", "The customer sends it")],
        string="The Old Unit",
        default="now",
        required=True,
    )
    wants_identity = fields.Boolean(related="subscription_id.plan_id.identity_required")
    identity_document = fields.Selection(DOCUMENTS, string="Identity Checked With")
    wants_signature = fields.Boolean(related="subscription_id.plan_id.signature_required")
    signature = fields.Binary(string="Customer's Signature")
    reason = fields.Char(required=True)
    problem = fields.Char(compute="_compute_preview")

    @api.depends("assignment_id")
    def _compute_product_id(self):
        for swap in self:
            swap.product_id = swap.assignment_id.product_id

    @api.depends("assignment_id", "product_id")
    def _compute_is_other_product(self):
        for swap in self:
            swap.is_other_product = swap.product_id != swap.assignment_id.product_id

    @api.depends("product_id", "assignment_id")
    def _compute_price_unit(self):
        for swap in self:
            line = swap.assignment_id._get_line_now()
            if not swap.is_other_product:
                swap.price_unit = line.price_unit
                continue
            subscription = swap.subscription_id
            swap.price_unit = subscription.plan_id._get_subscribed_price(
                subscription, swap.product_id, swap.date
            )

    @api.depends("product_id", "price_unit", "assignment_id", "quantity")
    def _compute_preview(self):
        for swap in self:
            swap.problem = False
            rows = []
            try:
                rows = swap._get_shown_rows()
            except UserError as error:
                swap.problem = str(error)
            swap._show(rows)

    def _get_shown_rows(self):
        """Return what another product costs or gives back for the period that runs."""
        if not self.is_other_product:
            return []
        return [
            self._prepare_adjustment_row(step, adjustment, self._get_swapped_product(step))
            for step, _slot, adjustment in self._get_swap_change().rows
        ]

    def _get_swapped_product(self, step):
        if step.vals and step.vals.get("product_id"):
            return self.env["product.product"].browse(step.vals["product_id"])
        return step.line.product_id

    def _get_swap_change(self):
        """Return the change of the line that bills the old unit."""
        line = self.assignment_id._get_line_now()
        new = {
            "product_id": self.product_id.id,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
            "discount": line.discount,
            "quantity_ordered": 0.0,
        }
        edits = [(line, new)]
        units = line._get_in_unit(self.quantity)
        if line.product_uom_id.compare(line.quantity, units) > 0:
            edits = [(line, line._prepare_less_vals(units)), (line.browse(), new)]
        # The units change hands today, and so does what is paid for.
        return self.subscription_id._plan_change(edits, self.date, policy=settlement.DAILY)

    def action_swap(self):
        """Swap the unit: create both transfers; bill the difference of another product."""
        self._do_once()
        subscription = self.subscription_id
        subscription.check_access("write")
        lock(subscription.sudo())
        self._check_swap()
        if self.is_other_product:
            self._check_shown(self._get_shown_rows())
            change = self._get_swap_change()
        back = subscription._create_return(
            self.assignment_id,
            self.date,
            reason="swap",
            note=self.reason,
            quantities={self.assignment_id: self.quantity},
        )
        if self.is_other_product:
            at_once = subscription.plan_id.change_invoicing == "now"
            subscription._apply_change(change, self.date, at_once=at_once)
            out = subscription._get_open_moves("out").filtered(
                lambda move: move.product_id == self.product_id
            )
            out = out.picking_id[:1]
        else:
            out = subscription._plan_handover(self.date)
        self._link(out, back)
        self._validate(out, back)
        return {"type": "ir.actions.act_window_close"}

    def _check_swap(self):
        """Raise UserError unless the customer still has the unit that is to be swapped."""
        unit = self.assignment_id
        if unit.subscription_id != self.subscription_id or unit.date_to:
            raise UserError(
                self.env._(
                    "%(unit)s is not with this customer any more.", unit=unit.display_name
                )
            )
        if unit in self.subscription_id._get_open_moves("in").rental_assignment_id:
            raise UserError(
                self.env._(
                    "%(unit)s is announced to come back already: take it back first.",
                    unit=unit.display_name,
                )
            )
        if not 0 < self.quantity <= unit.quantity:
            raise UserError(
                self.env._("Swap from 1 to %(count)s.", count=f"{unit.quantity:g}")
            )
        if self.lot_id == unit.lot_id and self.lot_id:
            raise UserError(self.env._("Choose another serial number than the old one."))

    def _link(self, out, back):
        """Link the two transfers to each other, and note the reason of the swap."""
        out.move_ids._write_kept({"rental_reason": "swap", "rental_note": self.reason})
        out._link_twin(back)
        body = self.env._(
            "%(unit)s is swapped: %(reason)s",
            unit=self.assignment_id.display_name,
            reason=self.reason,
        )
        self.subscription_id._message_log(body=body)

    def _validate(self, out, back):
        """Validate the return, and the handover, of units that are here already."""
        papers = {
            "rental_identity_document": self.identity_document,
            "rental_signature": self.signature,
            "rental_signed_by": self.signature and self.subscription_id.partner_id.name,
        }
        out.write({name: value for name, value in papers.items() if value})
        if self.old_comes == "now":
            back._take_back_now()
        if self.lot_id or self.product_id.tracking == "none":
            out._hand_over_lots(self.lot_id)
