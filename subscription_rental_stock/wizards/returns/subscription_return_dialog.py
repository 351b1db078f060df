from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.subscription_rental.billing import acts, settlement
from odoo.addons.subscription_rental.locking import lock

from ...const import DOCUMENTS
from ...models.returns.subscription_returning import RETURN_MAIL


class SubscriptionReturnDialog(models.TransientModel):
    """Bring units back: announced, or here at once (RG6)."""

    _name = "subscription.return.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Return of Rented Goods"

    subscription_id = fields.Many2one("subscription.subscription", required=True)
    assignment_ids = fields.Many2many(
        "subscription.assignment",
        string="Units",
        compute="_compute_assignment_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('subscription_id', '=', subscription_id), ('date_to', '=', False)]",
    )
    tracking = fields.Char(
        string="Tracking Back", help="With which the customer sends them."
    )
    note = fields.Char()
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        compute="_compute_assignment_ids",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Where they come back.",
    )
    company_id = fields.Many2one(related="subscription_id.company_id")
    wants_signature = fields.Boolean(
        related="subscription_id.plan_id.return_signature_required"
    )
    is_part = fields.Boolean(
        compute="_compute_is_part",
        help="The subscription goes on, and is billed for the units that come back.",
    )
    rest = fields.Selection(
        [
            ("less", "Bill less: lower the quantity from today"),
            ("replace", "Bring another one"),
            ("same", "Go on as it is"),
        ],
        string="Then",
        help="What follows when some units come back, and the subscription goes on.",
    )
    identity_document = fields.Selection(DOCUMENTS, string="Identity Checked With")
    signature = fields.Binary(string="Customer's Signature")

    @api.depends("subscription_id")
    def _compute_assignment_ids(self):
        for wizard in self:
            units = wizard.subscription_id._get_out()
            wizard.assignment_ids = [Command.set(units.ids)]
            wizard.warehouse_id = wizard.subscription_id.warehouse_id

    @api.depends("assignment_ids", "subscription_id")
    def _compute_is_part(self):
        for wizard in self:
            subscription = wizard.subscription_id
            # In a form they are not stored yet.
            out, back = subscription._get_out(), wizard.assignment_ids._origin
            goes_on = subscription._can(acts.CHANGE) if subscription else False
            wizard.is_part = bool(goes_on and back and back < out)

    def _create_picking(self):
        """Return a new transfer that brings these units back; cancel announced moves."""
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        if not self.assignment_ids:
            raise UserError(self.env._("Choose the units that come back."))
        strange = self.assignment_ids.filtered(
            lambda one: one.subscription_id != subscription or one.date_to
        )
        if strange:
            raise UserError(
                self.env._(
                    "%(unit)s is not with this customer any more.",
                    unit=strange[0].display_name,
                )
            )
        announced = subscription._get_open_moves("in").filtered(
            lambda move: move.rental_assignment_id in self.assignment_ids
        )
        announced.sudo()._action_cancel()
        today = subscription.company_id._subscription_today()
        picking = subscription._create_return(
            self.assignment_ids, today, note=self.note, warehouse=self.warehouse_id
        )
        papers = {
            "rental_return_ref": self.tracking,
            "rental_identity_document": self.identity_document,
            "rental_signature": self.signature,
            "rental_signed_by": self.signature and subscription.partner_id.name,
        }
        picking.write({name: value for name, value in papers.items() if value})
        return picking

    def action_announce(self):
        """Make the return, tell the customer, and wait for the units."""
        self._do_once()
        self._create_picking()._send_rental_mail(RETURN_MAIL)
        return {"type": "ir.actions.act_window_close"}

    def action_take_back(self):
        """Take the units back now: they wait to be checked."""
        self._do_once()
        if self.is_part and not self.rest:
            raise UserError(
                self.env._(
                    "Some units stay with the customer: say whether to bill less, to bring "
                    "another one, or to go on as it is."
                )
            )
        is_part = self.is_part
        self._create_picking()._take_back_now()
        if is_part:
            self._settle_rest()
        return {"type": "ir.actions.act_window_close"}

    def _settle_rest(self):
        """Do what was chosen for the units that came back while it goes on."""
        subscription = self.subscription_id
        today = subscription.company_id._subscription_today()
        if self.rest == "replace":
            subscription._plan_handover(today)
        if self.rest != "less":
            return
        lock(subscription.sudo())
        change = subscription._plan_change(
            self._get_less_edits(), today, policy=settlement.DAILY
        )
        subscription._apply_change(change, today, at_once=False)

    def _get_less_edits(self):
        """Return the edits of lines that bill the units that came back no more."""
        edits = []
        by_line = self.assignment_ids.grouped(lambda unit: unit._get_line_now())
        for line, units in by_line.items():
            if not line:
                continue
            count = line._get_in_unit(sum(units.mapped("quantity")))
            ordered = line.quantity_ordered or line.quantity
            rest = line.product_uom_id.compare(ordered, count) > 0
            edits.append((line, line._prepare_less_vals(count) if rest else None))
        return edits
