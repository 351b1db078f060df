from odoo import fields, models
from odoo.tools.misc import format_date

MAIL = "subscription_rental_metered.mail_template_reading"


class SubscriptionSubscription(models.Model):
    """The customer is asked by mail what the counters show (PL15)."""

    _inherit = "subscription.subscription"

    def _mail_for_readings(self):
        """Ask the customer for readings, once for all counters, where the plan says so."""
        self.ensure_one()
        template = self.env.ref(MAIL, raise_if_not_found=False)
        wanted = self.plan_id.metered_asks_customer and self.partner_id.email
        if template and wanted:
            template.send_mail(self.id)

    def _get_readings_link(self):
        """Return the address of the page on which the customer types readings."""
        self.ensure_one()
        return self.get_base_url() + self.get_portal_url(suffix="/readings")

    def _get_asked_day(self):
        """Return the last day of the period whose reading is asked for, for people."""
        self.ensure_one()
        ends = [end for end in self.meter_ids.mapped("asked_until") if end]
        last = fields.Date.subtract(max(ends), days=1) if ends else False
        return format_date(self.env, last) if last else ""
