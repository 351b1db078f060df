from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from odoo.addons.subscription_rental.billing import plausible
from odoo.addons.subscription_rental.billing.metering import Curve
from odoo.addons.subscription_rental.billing.proration import exact
from odoo.addons.subscription_rental.locking import lock

CHECK_ACTIVITY = "subscription_rental_metered.mail_activity_type_check"
# Who types or imports a reading can look again; what else comes is looked at by a person.
ANSWERED = ("typed", "imported")


class SubscriptionReading(models.Model):
    """A reading far above the average is asked about, and never billed unseen (PL15)."""

    _inherit = "subscription.reading"

    to_check = fields.Boolean(
        readonly=True,
        copy=False,
        help="It is far above the average: it counts once somebody has looked at it.",
    )
    is_sure = fields.Boolean(
        string="Looked Again: It Is Right",
        copy=False,
        help="The number is far above the average, and right all the same.",
    )
    far_question = fields.Char(compute="_compute_far_question")
    checked_uid = fields.Many2one(
        "res.users", string="Checked By", readonly=True, copy=False
    )

    @api.depends("meter_id", "date", "value", "kind")
    @api.depends_context("lang")
    def _compute_far_question(self):
        far = self.filtered(lambda one: not one._origin and one.meter_id and one.date)
        asked = far._find_far()
        for reading in self:
            question = reading in asked and reading._get_far_question()
            reading.far_question = question or False

    def _ask_whether_right(self):
        """Ask whether what is far above the average is right, or let a person look at it.

        What has to be looked at does not count before.
        """
        result = super()._ask_whether_right()
        far = self._find_far().filtered(lambda reading: not reading.is_sure)
        for reading in far.filtered(lambda one: one.source in ANSWERED):
            raise ValidationError(
                self.env._(
                    "%(question)s If it is right, tick that you have looked again.",
                    question=reading._get_far_question(),
                )
            )
        far._let_check()
        return result

    def _find_far(self):
        """Return those of these readings that are far above the average before them.

        All readings around them are read at once.
        """
        starts = {
            meter: min(own.mapped("date"))
            for meter, own in self.grouped("meter_id").items()
        }
        around = self.env["subscription.meter"]._get_readings_since(starts)
        series = around.grouped(lambda one: (one.meter_id, one._get_series()))
        asked = self.grouped(lambda one: (one.meter_id, one._get_series()))
        found = self.browse()
        for key, readings in asked.items():
            found |= readings._find_far_in(series.get(key, around.browse()))
        return found

    def _find_far_in(self, series):
        """Return those of these readings that are far above those before in `series`.

        :param series: the readings of one counter, in their order; these among them, but
            for one that is not saved yet
        """
        limit = exact(self.meter_id.runs_over_at)
        curve = Curve.of([one._get_reading_rule() for one in series], limit)
        places = {reading.id: number for number, reading in enumerate(series)}
        found = self.browse()
        for reading in self:
            number = places.get(reading.id)
            if number is None:
                number = sum(one.date <= reading.date for one in series)
            before = replace(curve, points=curve.points[:number])
            if plausible.is_far(before, reading._get_reading_rule()):
                found |= reading
        return found

    def _get_far_question(self):
        """Return the question whether this reading is right, as a sentence."""
        self.ensure_one()
        return self.env._(
            "%(meter)s: %(value)s on %(day)s is more than ten times what was used before. "
            "Look at the counter again.",
            meter=self.meter_id.name,
            value=self._show_value(self.value),
            day=format_date(self.env, self.date),
        )

    def _check_before_saving(self):
        """Raise ValidationError if these new readings could not be saved as they are."""
        if not self:
            return
        starts = dict.fromkeys(self.meter_id, min(self.mapped("date")))
        around = self.env["subscription.meter"]._get_readings_since(starts)
        series = around.grouped(lambda one: (one.meter_id, one._get_series()))
        for reading in self:
            reading._check_decimals()
            own = series.get((reading.meter_id, reading._get_series()), around.browse())
            own[-1:]._check_followed_by(reading)
        self._ask_whether_right()

    # === looked at by a person === #

    def _let_check(self):
        """Let these readings wait, and their owners look at them."""
        if not self:
            return
        self._write_kept({"to_check": True})
        for reading in self:
            # Who sends a reading need not see whose it is.
            subscription = reading.sudo().subscription_id
            subscription.activity_schedule(
                CHECK_ACTIVITY,
                date_deadline=reading.company_id._subscription_today(),
                summary=self.env._("Check: %(meter)s", meter=reading.meter_id.name),
                note=reading._get_far_question(),
                user_id=subscription._get_billing_owner().id,
            )

    def action_confirm(self):
        """Let these readings count: somebody has looked at them, and they are right."""
        self.subscription_id.check_access("write")
        # Two people at once: the second finds it counted.
        lock(self.sudo())
        waiting = self.filtered("to_check")
        if not waiting:
            return
        waiting.meter_id._hold_readings()
        waiting._write_kept({"to_check": False, "checked_uid": self.env.uid})
        waiting._check_order()
        waiting._end_checks()
        waiting._settle_readings()

    def _end_checks(self):
        """End the tasks of subscriptions of which no reading is to be checked any more."""
        subscriptions = self.sudo().subscription_id
        left = self.sudo().search(
            [("subscription_id", "in", subscriptions.ids), ("to_check", "=", True)]
        )
        done = subscriptions - left.subscription_id
        done.activity_feedback([CHECK_ACTIVITY], feedback=self.env._("Looked at."))
