import pytz

from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_tz = fields.Selection(
        _tz_get,
        string="Billing Time Zone",
        compute="_compute_subscription_tz",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="The day of billing begins and ends in this time zone.",
    )

    subscription_backlog_limit = fields.Integer(
        string="Missed Periods Billed by Themselves",
        default=3,
        help="More missed periods of one subscription wait for a person's release; "
        "0 bills any number.",
    )

    _subscription_backlog_limit_positive = models.Constraint(
        "CHECK(subscription_backlog_limit >= 0)",
        "The number of missed periods cannot be negative.",
    )

    @api.depends("partner_id")
    def _compute_subscription_tz(self):
        for company in self.filtered(lambda company: not company.subscription_tz):
            company.subscription_tz = company._get_default_tz()

    def _get_default_tz(self):
        """Return the time zone of the company's calendar, partner or country, or UTC."""
        self.ensure_one()
        calendar = "resource_calendar_id" in self._fields and self.resource_calendar_id
        zones = pytz.country_timezones.get(self.country_id.code or "", [])
        known = [
            calendar and calendar.tz,
            self.partner_id.tz,
            zones[0] if len(zones) == 1 else False,
        ]
        # UTC is what calendars and contacts have that nobody has looked at.
        return next((zone for zone in known if zone and zone != "UTC"), "UTC")

    def _subscription_today(self):
        """Return the day that it is for this company's billing."""
        self.ensure_one()
        zone = pytz.timezone(self.subscription_tz or "UTC")
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(zone).date()
