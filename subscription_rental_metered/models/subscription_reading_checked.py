from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from odoo.addons.subscription_rental.billing import metering
from odoo.addons.subscription_rental.billing.proration import exact, rounded
from odoo.addons.subscription_rental.kept import Kept
from odoo.addons.subscription_rental.locking import lock


class SubscriptionReading(models.Model):
    """What a counter cannot show, or nobody can have read yet, is refused."""

    _inherit = "subscription.reading"

    @api.model_create_multi
    def create(self, vals_list):
        """Add readings, and settle the use that they tell of."""
        for vals in vals_list:
            self._check_no_estimate(vals)
        readings = super().create(vals_list)
        read = readings.filtered("is_true")
        if read:
            read.meter_id._hold_readings()
            read._check_read()
            read._ask_whether_right()
            read.filtered("is_true")._settle_readings()
        return readings

    def _ask_whether_right(self):
        """Ask about what can be, and looks like a slip.

        Runs before new readings are settled; an override keeps some from counting.
        """

    @api.model
    def _check_no_estimate(self, vals):
        """Raise ValidationError if somebody else than the system notes an estimate."""
        if vals.get("source") == "estimated" and not isinstance(vals, Kept):
            raise ValidationError(
                self.env._("Only the system estimates: say where the reading is from.")
            )

    def _check_read(self):
        """Raise ValidationError unless these readings can be true."""
        for reading in self:
            reading._check_day_read()
            reading._check_decimals()
        self._check_order()

    def _check_day_read(self):
        today = self.company_id._subscription_today()
        if self.date > today:
            raise ValidationError(
                self.env._(
                    "%(meter)s: %(day)s is still to come. Type the day on which the "
                    "counter was read.",
                    meter=self.meter_id.name,
                    day=format_date(self.env, self.date),
                )
            )

    def _check_decimals(self):
        """Raise ValidationError if the counter has fewer digits than this reading."""
        step = exact(1) / 10**self.meter_id.decimals
        for value in (exact(self.value), exact(self.restarts_at)):
            if exact(rounded(value, step)) != value:
                raise ValidationError(
                    self.env._(
                        "%(meter)s shows %(digits)s digits after the comma: type the "
                        "number as it stands there.",
                        meter=self.meter_id.name,
                        digits=self.meter_id.decimals,
                    )
                )

    def _check_order(self):
        """Raise ValidationError if a reading cannot follow the one before, or be followed.

        All readings around these are read at once.
        """
        if not self:
            return
        starts = {
            meter: min(own.mapped("date"))
            for meter, own in self.grouped("meter_id").items()
        }
        around = self.env["subscription.meter"]._get_readings_since(starts)
        for own in around.grouped(lambda one: (one.meter_id, one._get_series())).values():
            before = self.browse()
            for reading in own:
                before._check_followed_by(reading)
                before = reading

    def _check_followed_by(self, reading):
        """Raise ValidationError if `reading` cannot come after this one, or after none."""
        before = self._get_reading_rule() if self else None
        limit = exact(reading.meter_id.runs_over_at)
        why = metering.problem(before, reading._get_reading_rule(), limit)
        if why:
            raise ValidationError(reading._get_order_problem(why, self))

    def _get_order_problem(self, why, before):
        """Return why this reading cannot be, and what to do, as a sentence."""
        self.ensure_one()
        names = {
            "meter": self.meter_id.name,
            "value": self._show_value(self.value),
            "day": format_date(self.env, self.date),
        }
        if why == metering.NO_LIMIT:
            return self.env._(
                "%(meter)s never begins again at 0, as it is: first type on the counter "
                "where it does.",
                **names,
            )
        if why == metering.BEYOND:
            return self.env._(
                "%(meter)s begins again at 0 before it shows that: %(value)s on %(day)s. "
                "Look at the number again, or mend where the counter begins again.",
                **names,
            )
        return self.env._(
            "%(meter)s: %(value)s on %(day)s is less than %(before)s on %(earlier)s. Look "
            "at both again: take the wrong one back, or say that the counter was replaced, "
            "or that it began again at 0.",
            before=self._show_value(before._get_shown_after()),
            earlier=format_date(self.env, before.date),
            **names,
        )

    def _settle_readings(self):
        """Bill or credit what follows from these readings, with the next invoice."""
        if not self:
            return
        # Whoever may add a reading need not see what it settles.
        system = self.sudo()
        subscriptions = system.subscription_id
        lock(subscriptions)
        days = {
            meter: min(own.mapped("date"))
            for meter, own in system.grouped("meter_id").items()
        }
        # Between the reading before and these everything is told anew.
        since = system.meter_id._get_days_before(days)
        for company, owned in subscriptions.grouped("company_id").items():
            owned._settle_use(company._subscription_today(), since)
