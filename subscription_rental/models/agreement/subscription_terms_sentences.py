from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ...words import format_days, format_duration, format_number


class SubscriptionTermsMixin(models.AbstractModel):
    """What the terms say, as sentences for contracts and shops."""

    _inherit = "subscription.terms.mixin"

    term_display = fields.Char(string="Length of the Term", compute="_compute_durations")
    renewal_display = fields.Char(
        string="Length of a Renewal", compute="_compute_durations"
    )
    commitment_display = fields.Char(
        string="Length of the Minimum Term", compute="_compute_durations"
    )

    @api.depends(
        "interval_count", "interval_unit", "term_count", "renewal_count", "commitment_count"
    )
    @api.depends_context("lang")
    def _compute_durations(self):
        for one in self:
            one.term_display = one._tell_duration(one.term_count)
            one.renewal_display = one._tell_duration(one.renewal_count)
            one.commitment_display = one._tell_duration(one.commitment_count)

    def _tell_duration(self, count):
        """Return how long `count` intervals are, to stand behind their number.

        Of one month each: "months"; of three: "x 3 months = 12 months".
        """
        self.ensure_one()
        if self.interval_count == 1:
            name = format_duration(self.env, count, self.interval_unit)
            return name.removeprefix(str(count)).strip()
        each = self._get_interval_name()
        if not count:
            return self.env._("x %(interval)s", interval=each)
        return self.env._(
            "x %(interval)s = %(term)s", interval=each, term=self._get_term_name(count)
        )

    def _get_every_interval(self):
        """Return how often it is paid, as people say it: *every month*."""
        self.ensure_one()
        # Whole phrases: other languages say *all the 3 months*, by gender. Only the one
        # that is asked for is translated: shops ask many times a page.
        unit, count = self.interval_unit, self.interval_count
        if count == 1:
            return self._get_every_one(unit)
        return self._get_every_few(unit, count)

    def _get_every_one(self, unit):
        names = {
            "day": lambda: self.env._("every day"),
            "week": lambda: self.env._("every week"),
            "month": lambda: self.env._("every month"),
            "year": lambda: self.env._("every year"),
        }
        return names[unit]() if unit in names else ""

    def _get_every_few(self, unit, count):
        names = {
            "day": lambda: self.env._("every %(n)s days", n=count),
            "week": lambda: self.env._("every %(n)s weeks", n=count),
            "month": lambda: self.env._("every %(n)s months", n=count),
            "year": lambda: self.env._("every %(n)s years", n=count),
        }
        return names[unit]() if unit in names else ""

    def _get_trial_name(self):
        """Return the length of the trial as people say it: *1 day*, *14 days*."""
        self.ensure_one()
        return format_days(self.env, self.trial_days)

    def _get_term_name(self, count):
        """Return how long `count` intervals are: "24 months"."""
        self.ensure_one()
        return format_duration(self.env, count * self.interval_count, self.interval_unit)

    def _get_renewal_sentence(self):
        """Return what becomes of it at the end of its term."""
        self.ensure_one()
        if self.renewal == "automatic":
            term = self._get_term_name(self.renewal_count)
            return self.env._(
                "Then it renews by itself, each time for: %(term)s.", term=term
            )
        if self.renewal == "on_payment":
            return self._get_paid_renewal_sentence()
        if self.grace_days:
            return self.env._(
                "Then it ends by itself. It can be renewed within %(days)s after that.",
                days=format_days(self.env, self.grace_days),
            )
        return self.env._("Then it ends by itself.")

    def _get_paid_renewal_sentence(self):
        """Return that it is renewed when the customer pays, and until when that counts."""
        self.ensure_one()
        term = self._get_term_name(self.renewal_count)
        if not self.grace_days:
            return self.env._(
                "Then it is renewed when you pay, each time for: %(term)s. If you do not "
                "pay before its end, it ends.",
                term=term,
            )
        return self.env._(
            "Then it is renewed when you pay, each time for: %(term)s. If you do not pay "
            "within %(days)s after its end, it ends.",
            term=term,
            days=format_days(self.env, self.grace_days),
        )

    def _get_early_sentence(self):
        """Return what leaving before the minimum term is over costs, as a sentence."""
        self.ensure_one()
        if self.early_fee_rule == "refused":
            return self.env._("It cannot be ended before.")
        if self.early_fee_rule == "fixed" and self.early_fee:
            return self.env._(
                "Who ends it before pays once, before taxes: %(fee)s.",
                fee=formatLang(self.env, self.early_fee, currency_obj=self.currency_id),
            )
        if self.early_fee_rule == "remaining" and self.early_fee_percent:
            return self.env._(
                "Who ends it before pays %(percent)s %% of the price up to its end.",
                percent=format_number(self.env, self.early_fee_percent),
            )
        return self.env._("Who ends it before pays no fee.")

    def _get_notice_sentence(self):
        """Return when the customer can end this subscription, as a sentence."""
        self.ensure_one()
        in_advance = self.billing_timing == "advance"
        if self.commitment_count and in_advance:
            return self.env._(
                "After the minimum term it can be ended at any time, with the end of the "
                "period that is paid."
            )
        if self.commitment_count:
            return self.env._(
                "After the minimum term it can be ended at any time, with the end of the "
                "period that runs."
            )
        if in_advance:
            return self.env._(
                "It can be ended at any time, with the end of the period that is paid."
            )
        return self.env._(
            "It can be ended at any time, with the end of the period that runs."
        )
