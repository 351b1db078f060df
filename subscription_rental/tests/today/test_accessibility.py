from datetime import timedelta

from odoo.tests import freeze_time, tagged

from ..common_axe import AxeMixin
from ..common_portal import PAGE, PortalCommon


@tagged("post_install", "-at_install")
class TestAccessibility(AxeMixin, PortalCommon):
    """Our screens break no rule of WCAG, level AA, that axe-core knows (PO1, OV1)."""

    @freeze_time("2024-01-10 12:00:00")
    def test_the_pages_of_customers(self):
        other = self._plan(name="Other")
        self.plan.portal_plan_ids = other
        domain = self._product("Domain")
        domain.write({"rental_duration_count": 1, "rental_duration_unit": "year"})
        self.env["subscription.due.date"].create(
            {
                "partner_id": self.partner_a.id,
                "product_id": domain.id,
                "amount": 15.0,
                "date_start": "2023-01-20",
            }
        )
        url = self.url
        self._check_pages(
            {
                PAGE: [".o_rental_card"],
                url: ["#wrap .container", ".o_rental_owed", ".o_rental_actions"],
                f"{url}/pause": ["#wrap .container", ".o_rental_shown"],
                f"{url}/change": ["#wrap .container", ".o_rental_plan_cards"],
                f"{url}/cancel": ["#wrap .container", ".o_rental_confirm"],
                f"{url}/payment_method": ["#wrap .container"],
                "/my/due-dates": ["#wrap .container", ".o_rental_due"],
                "/my/statement": ["#wrap .container", ".o_rental_statement"],
            },
            "customer",
        )

    def test_today(self):
        self.env.user.write({"login": "reader", "password": "reader"})
        day = self.company._subscription_today()
        late = self._subscription(str(day - timedelta(days=1)))
        self._bill(late, str(day - timedelta(days=1)))
        for deadline in (day, day - timedelta(days=3)):
            late.activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=deadline,
                user_id=self.env.uid,
            )
        shown = [".o_rental_today", ".o_rental_task", ".o_rental_door.btn-outline-danger"]
        self._check_screen("/odoo/subscriptions-today", shown, "reader")
