from odoo import api, models

MARKS = ("agreed", "frozen")


class SubscriptionTermsMixin(models.AbstractModel):
    """What fields of plans and subscriptions say of themselves.

    The marks: `agreed`, taken over from the plan and then frozen; `frozen`, not changed any
    more once it runs.
    """

    _inherit = "subscription.terms.mixin"

    @api.model
    def _terms_fields(self):
        """Return the names of the fields that a subscription takes over from its plan."""
        return [name for name in self._fields if name in self._get_marked_fields("agreed")]

    def _valid_field_parameter(self, field, name):
        return name in MARKS or super()._valid_field_parameter(field, name)
