from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.subscription_rental.billing.metering import AVERAGED, DAY, Curve
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionMeter(models.Model):
    """What counts the use of a line, through all versions of the line (PL15)."""

    _name = "subscription.meter"
    _inherit = ["subscription.kept.mixin"]
    _description = "Counter"
    _order = "subscription_id, id"
    # A file names the counter by its subscription, or by both where there are several.
    _rec_names_search = ["label", "subscription_id.name"]
    _rec_name = "label"

    subscription_id = fields.Many2one(
        "subscription.subscription",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    line_ids = fields.One2many("subscription.line", "meter_id", readonly=True)
    reading_ids = fields.One2many("subscription.reading", "meter_id", readonly=True)
    name = fields.Char(string="Counter", required=True)
    label = fields.Char(compute="_compute_label", store=True)
    uom_id = fields.Many2one("uom.uom", string="Counts", required=True, readonly=True)
    decimals = fields.Integer(readonly=True)
    runs_over_at = fields.Float(
        digits=(16, 3),
        help="Where the counter begins again at 0: one of five digits at 100,000. Empty: "
        "never.",
    )
    next_date = fields.Date(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The day on which the job of counters has to act; empty if never.",
    )
    asked_until = fields.Date(
        readonly=True,
        copy=False,
        help="The end of the last period whose reading was asked for.",
    )
    reading_number = fields.Integer(
        readonly=True,
        copy=False,
        help="How often its readings changed: of two at once one comes after.",
    )
    last_reading_id = fields.Many2one(
        "subscription.reading", compute="_compute_last_reading_id"
    )
    last_value = fields.Float(
        string="Showed Last", digits=(16, 3), compute="_compute_last_reading_id"
    )
    last_date = fields.Date(string="Read On", compute="_compute_last_reading_id")
    _limit_is_not_negative = models.Constraint(
        "CHECK(runs_over_at >= 0)", "A counter cannot begin again below 0."
    )

    @api.depends("name", "subscription_id.name")
    def _compute_label(self):
        for meter in self:
            meter.label = f"{meter.subscription_id.name} {meter.name}"

    @api.depends("reading_ids.voided_at")
    def _compute_last_reading_id(self):
        # In the order of the model the newest comes first.
        found = self.env["subscription.reading"].search(
            [("meter_id", "in", self.ids), *self._true_domain()]
        )
        newest = {}
        for reading in found:
            newest.setdefault(reading.meter_id.id, reading)
        for meter in self:
            last = newest.get(meter.id, self.env["subscription.reading"])
            meter.last_reading_id = last
            meter.last_date = last.date
            meter.last_value = last._get_shown_after() if last else 0.0

    @api.model
    def _true_domain(self):
        """Return the domain of readings that count: read, and not taken back."""
        return [("is_true", "=", True)]

    def write(self, vals):
        """Settle use anew where the end of a counter was mended."""
        result = super().write(vals)
        if "runs_over_at" in vals:
            self._hold_readings()
            read = self.reading_ids.filtered("is_true")
            read._check_order()
            read._settle_readings()
        return result

    def _hold_readings(self):
        """Let nobody else change the readings of these counters in the meantime.

        Who began before this transaction ends has to begin again: its row is another one.
        """
        for meter in self:
            meter._write_kept({"reading_number": meter.reading_number + 1})

    # === what is read at once === #

    def _get_readings_since(self, starts):
        """Return the readings that the use of these counters from a day on follows from.

        That is one range of an index for each counter: from the last reading a year
        before that day, so that there is an average.

        :param starts: {counter: day}
        """
        readings = self.env["subscription.reading"]
        if not starts:
            return readings
        readings.flush_model()
        ids = [id_ for (id_,) in self.env.execute_query(self._get_range_query(starts))]
        return readings.browse(ids)

    @api.model
    def _get_range_query(self, starts):
        """Return the SQL that finds these readings, in the order in which they count."""
        asked = [(meter.id, day - AVERAGED - DAY) for meter, day in starts.items()]
        return SQL(
            """
            SELECT reading.id
              FROM unnest(%(meters)s::int[], %(days)s::date[]) AS asked(meter_id, day)
             CROSS JOIN LATERAL (
                SELECT max(older.date) AS day
                  FROM subscription_reading older
                 WHERE older.meter_id = asked.meter_id
                   AND older.is_true
                   AND older.date <= asked.day
             ) first
              JOIN subscription_reading reading
                ON reading.meter_id = asked.meter_id
               AND reading.is_true
               AND reading.date >= COALESCE(first.day, asked.day)
             ORDER BY reading.meter_id, reading.date, reading.id
            """,
            meters=[meter for meter, _day in asked],
            days=[day for _meter, day in asked],
        )

    def _get_days_before(self, days):
        """Return {counter: the day of its last reading before}, or that day itself.

        :param days: {counter: day}
        """
        self.env["subscription.reading"].flush_model()
        found = self.env.execute_query(
            SQL(
                """
                SELECT asked.meter_id, (
                    SELECT max(older.date)
                      FROM subscription_reading older
                     WHERE older.meter_id = asked.meter_id
                       AND older.is_true
                       AND older.date < asked.day
                )
                  FROM unnest(%(meters)s::int[], %(days)s::date[]) AS asked(meter_id, day)
                """,
                meters=[meter.id for meter in days],
                days=list(days.values()),
            )
        )
        before = dict(found)
        return {meter: before[meter.id] or day for meter, day in days.items()}

    def _get_curves(self, starts, typed=None):
        """Return {counter: {series of readings: its curve}}, from these days on.

        :param starts: {counter: day}
        :param typed: readings that nobody has saved yet, later than all others
        """
        readings = self._get_readings_since(starts)
        if typed:
            readings |= typed.with_env(readings.env)
        by_meter = readings.grouped("meter_id")
        return {
            meter: meter._make_curves(by_meter.get(meter, readings.browse()))
            for meter in starts
        }

    def _make_curves(self, readings):
        """Return {series: the curve of its readings}; one of nothing without readings."""
        self.ensure_one()
        series = readings.grouped(lambda reading: reading._get_series())
        step = exact(1) / 10**self.decimals
        return {
            one: Curve.of(
                [own._get_reading_rule() for own in rows], exact(self.runs_over_at), step
            )
            for one, rows in (series or {"": readings}).items()
        }

    def _get_series_name(self, series):  # noqa: ARG002
        """Return what people call a series of readings; empty where it is the only one.

        Runs when use is written down; an override knows the units of a line.
        """
        self.ensure_one()
        return ""

    def action_add_reading(self):
        """Ask for what this counter shows."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reading"),
            "res_model": "subscription.reading",
            "view_mode": "form",
            "target": "new",
            "context": {"default_meter_id": self.id},
        }

    def action_view_readings(self):
        """Open the readings of this counter, as a graph and as a list."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "subscription.reading",
            "view_mode": "graph,list,form",
            "domain": [("meter_id", "=", self.id)],
            "context": {"default_meter_id": self.id},
        }
