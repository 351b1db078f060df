from odoo import fields, models


class ResUsers(models.Model):
    """What the app of subscriptions opens on, as each user likes it (OV1)."""

    _inherit = "res.users"

    rental_opens_on = fields.Selection(
        [("today", "Today"), ("subscriptions", "The list of subscriptions")],
        string="Subscriptions Open On",
        default="today",
        required=True,
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_READABLE_FIELDS, "rental_opens_on"]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_WRITEABLE_FIELDS, "rental_opens_on"]
