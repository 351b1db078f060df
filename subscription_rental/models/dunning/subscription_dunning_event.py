from odoo import fields, models

from ... import retold


class SubscriptionDunningEvent(models.Model):
    """What happened to a dunning case on a day."""

    _name = "subscription.dunning.event"
    _description = "Dunning Event"
    _order = "id"

    case_id = fields.Many2one(
        "subscription.dunning.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True)
    step_id = fields.Many2one("subscription.dunning.step", ondelete="set null")
    round = fields.Integer(help="How often the case had been opened by then.")
    date = fields.Date(required=True)
    name = retold.Char(
        string="What",
        required=True,
        selections=(
            ("subscription.dunning.case", "trigger"),
            ("subscription.dunning.step", "action"),
        ),
    )
    note = retold.Char(string="Why")
