from odoo import api, fields, models
from odoo.exceptions import UserError

SHARE = "share"
GIFT = "gift"
TRANSFER = "transfer"


class SubscriptionPrepaidHandDialog(models.TransientModel):
    """Share a pack with others, give it away by a code, or hand it to another customer."""

    _name = "subscription.prepaid.hand.dialog"
    _description = "Share, Give or Hand Over a Pack"
    _inherit = ["subscription.dialog.mixin"]

    prepaid_id = fields.Many2one("subscription.prepaid", required=True, readonly=True)
    act = fields.Selection(
        [
            (SHARE, "Share it with others"),
            (GIFT, "Make it a gift"),
            (TRANSFER, "Hand it to another customer"),
        ],
        default=SHARE,
        required=True,
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "subscription_prepaid_hand_partner_rel",
        string="Who Else Uses It",
        compute="_compute_partner_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one("res.partner", string="New Customer")
    code = fields.Char(readonly=True, help="Whoever has it takes the gift, once.")

    @api.depends("prepaid_id")
    def _compute_partner_ids(self):
        for dialog in self:
            dialog.partner_ids = dialog.prepaid_id.shared_partner_ids

    def action_hand(self):
        """Do what was chosen; a gift shows its code."""
        self.ensure_one()
        pack = self.prepaid_id
        pack.check_access("read")
        if self.act == TRANSFER and not self.partner_id:
            raise UserError(self.env._("Choose the customer who gets it."))
        self._do_once()
        if self.act == SHARE:
            pack._share_with(self.partner_ids)
        elif self.act == TRANSFER:
            today = pack.company_id._subscription_today()
            pack = pack._transfer_prepaid(self.partner_id, today)
        else:
            self.code = pack._make_gift()
            return self._reopen_dialog()
        return pack._open_prepaid()

    def _reopen_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Gift"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class SubscriptionPrepaid(models.Model):
    _inherit = "subscription.prepaid"

    def _open_prepaid(self):
        """Return the action that opens this."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
