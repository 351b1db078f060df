from odoo import api, models
from odoo.exceptions import ValidationError

from ...billing import selling


class SubscriptionTermsMixin(models.AbstractModel):
    """What may be waited for: a payment only where one is asked for (PL10)."""

    _inherit = "subscription.terms.mixin"

    @api.constrains("start_on_payment")
    def _check_start(self):
        for record in self:
            record._check_rules()

    def _check_rules(self):
        """Refuse to wait for a first payment that nobody would ask for."""
        result = super()._check_rules()
        if self.start_on_payment and not selling.is_paid_at_signing(self._get_terms()):
            raise ValidationError(
                self.env._(
                    "%(name)s: with a trial, or billed in arrears, nothing is to be paid "
                    "before the start. Untick Wait for the First Payment under Start and "
                    "Term.",
                    name=self.display_name,
                )
            )
        return result
