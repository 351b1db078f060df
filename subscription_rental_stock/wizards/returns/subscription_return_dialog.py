from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

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
    identity_document = fields.Selection(DOCUMENTS, string="Identity Checked By")
    signature = fields.Binary(string="Customer's Signature")

    @api.depends("subscription_id")
    def _compute_assignment_ids(self):
        for wizard in self:
            units = wizard.subscription_id._get_out()
            wizard.assignment_ids = [Command.set(units.ids)]
            wizard.warehouse_id = wizard.subscription_id.warehouse_id

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
        self._create_picking()._take_back_now()
        return {"type": "ir.actions.act_window_close"}
