from odoo import api, models
from odoo.exceptions import ValidationError

# More is a slip of the keyboard, and runs out of the calendar: ten years, a hundred years.
MOST_DAYS = 3660
MOST_INTERVALS = 1200

LIMITS = {
    "invoice_lead_days": MOST_DAYS,
    "trial_days": MOST_DAYS,
    "grace_days": MOST_DAYS,
    "pause_max_days": MOST_DAYS,
    "term_count": MOST_INTERVALS,
    "renewal_count": MOST_INTERVALS,
    "commitment_count": MOST_INTERVALS,
}


class SubscriptionTermsMixin(models.AbstractModel):
    """How long terms may be, and what does not go together.

    Beyond the limits no date can be computed any more.
    """

    _inherit = "subscription.terms.mixin"

    @api.constrains(*LIMITS)
    def _check_limits(self):
        for record in self:
            for name, most in LIMITS.items():
                if record[name] > most:
                    raise ValidationError(
                        self.env._(
                            "%(term)s: at most %(most)s.",
                            term=record._fields[name]._description_string(self.env),
                            most=most,
                        )
                    )

    @api.constrains("renewal", "billing_timing")
    def _check_renewal(self):
        for record in self:
            if record.renewal == "on_payment" and record.billing_timing == "arrears":
                raise ValidationError(
                    self.env._(
                        "What is renewed when the customer pays is paid in advance: bill "
                        "in advance, or choose another end of the term."
                    )
                )
