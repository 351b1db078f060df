from odoo import fields, models


class SubscriptionPrepaidTerms(models.AbstractModel):
    _inherit = "subscription.prepaid.terms.mixin"

    is_used_by_no_show = fields.Boolean(
        string="A No-show Uses a Session",
        help="Who has booked and does not come loses the session. "
        "Otherwise it is free again.",
    )
