import re

from odoo.tests import HttpCase

from .common_payment import PaymentCommon

PAGE = "/my/subscriptions"


class PortalCommon(PaymentCommon, HttpCase):
    """A customer, a stranger, and the pages they open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write({"portal_pause": "credited", "portal_renew": True})
        cls.user = cls._portal_user("customer", cls.partner_a)
        cls.stranger = cls._portal_user("stranger", cls.partner_b)
        cls.subscription = cls._collected(payment_token_id=False)
        cls.invoice = cls._bill(cls.subscription, "2024-01-01")
        cls.url = f"{PAGE}/{cls.subscription.id}"

    def _read(self, url, login="customer"):
        """Return (status, text) of a page, for a visitor."""
        self.authenticate(login, login)
        response = self.url_open(url)
        return response.status_code, response.text

    def _send(self, url, login="customer", **data):
        """Return the response to a form that is sent."""
        self.authenticate(login, login)
        self.csrf = self._csrf(self.url_open("/my/subscriptions").text if login else "")
        return self.url_open(url, data={"csrf_token": self.csrf, **data})

    def _csrf(self, text):
        found = re.search(r'csrf_token:\s*"([^"]+)"', text)
        return found.group(1) if found else ""
