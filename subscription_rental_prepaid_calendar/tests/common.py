from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.subscription_rental_prepaid.tests.common import PrepaidCommon


class BookingCommon(PrepaidCommon):
    """A salon in Brussels that books massages in the calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_tz = "Europe/Brussels"
        cls.clerk = new_test_user(
            cls.env,
            login="booking_clerk",
            groups="subscription_rental.group_user_own",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _book(cls, service=None, start="2024-01-10 14:00:00", user=None, **values):
        """Return an hour of the clerk with Ann, for a massage unless said."""
        user = user or cls.clerk
        people = user.partner_id | cls.ann
        events = cls.env["calendar.event"].with_user(user).with_company(cls.company)
        return events.create(
            {
                "name": "Secret subject",
                "start": start,
                "stop": fields.Datetime.add(fields.Datetime.to_datetime(start), hours=1),
                "partner_ids": [Command.set(people.ids)],
                "rental_product_id": (service or cls.massage).id,
                **values,
            }
        )

    def _claim(self, event):
        holds = self.env["subscription.prepaid.hold"].sudo()
        return holds.search([("key", "=", f"event,{event.id}")])
