from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import MeteredCommon


@tagged("post_install", "-at_install")
class TestMeteredTours(MeteredCommon, HttpCase):
    """A copier is read, estimated and corrected, on a desktop."""

    def test_a_copier_is_read_estimated_and_corrected(self):
        today = fields.Date.today()
        start = today - timedelta(days=100)
        self.plan.write({"interval_unit": "day", "interval_count": 30})
        subscription = self._subscription(start)
        days = [start + timedelta(days=30 * count) for count in range(4)]
        self._bill(subscription, str(days[0]))
        self._read(subscription, str(days[0]), 500)
        self._read(subscription, str(days[1]), 3500)
        self._bill(subscription, str(days[1]))
        self._bill(subscription, str(days[2]))
        self._settle_on(str(days[2] + timedelta(days=6)))
        self._bill(subscription, str(days[3]))
        # 100 a day, as before.
        self.assertEqual(self._get_last_use(subscription).amount, 40.0)
        url = f"/odoo/subscription.subscription/{subscription.id}"
        self.start_tour(url, "subscription_rental_metered_copier", login=self._login())
        corrected = subscription.use_ids.filtered("number")
        self.assertTrue(corrected)
        self.assertFalse(subscription.use_ids.filtered("is_newest")[:1].is_estimated)

    def _login(self):
        clerk = self._clerk()
        return clerk.login
