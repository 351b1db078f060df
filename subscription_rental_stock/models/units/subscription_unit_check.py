from odoo import fields, models


class SubscriptionUnitCheck(models.Model):
    """What was found on a unit that came back, and where it went: repairs (RG3)."""

    _name = "subscription.unit.check"
    _inherit = ["subscription.loss.mixin"]
    _description = "Check of a Unit"
    _order = "date desc, id desc"
    _rec_name = "lot_id"

    lot_id = fields.Many2one(
        "stock.lot", string="Unit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="lot_id.company_id", store=True, index=True)
    date = fields.Date(required=True)
    user_id = fields.Many2one("res.users", string="Checked By", required=True)
    outcome = fields.Selection(
        [
            ("stock", "Good: back to the stock"),
            ("repair", "To repair"),
            ("gone", "Beyond repair"),
        ],
        required=True,
    )
    was_repaired = fields.Boolean(string="After a Repair")
    assignment_id = fields.Many2one(
        "subscription.assignment", string="Last Rental", ondelete="set null"
    )
    partner_id = fields.Many2one(
        related="assignment_id.partner_id", string="Customer", store=True
    )
    charge_id = fields.Many2one("subscription.charge", string="Charge", ondelete="set null")
    note = fields.Text(string="What Was Found")
    attachment_ids = fields.Many2many("ir.attachment", string="Photos")
