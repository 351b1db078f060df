from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import MeteredGoodsCommon


@tagged("post_install", "-at_install")
class TestUnitsReadByCustomers(MeteredGoodsCommon, HttpCase):
    """The customer says which of several units was read."""

    def test_the_customer_chooses_the_unit(self):
        subscription = self._handed_over("P1", "P2", counter="0")
        other = self._handed_over("P3", partner_id=self.partner_b.id)
        token = subscription._portal_ensure_token()
        url = f"{subscription.access_url}/readings"
        self.authenticate(None, None)
        self.assertIn("o_rental_unit", self.url_open(f"{url}?access_token={token}").text)
        form = {
            "csrf_token": Request.csrf_token(self),
            "access_token": token,
            "meter_id": subscription.meter_ids.id,
            "value": "900",
        }
        unit = subscription.assignment_ids.filtered(lambda one: one.lot_id.name == "P2")
        answer = self.url_open(url, data={**form, "assignment_id": unit.id})
        self.assertIn("o_rental_read_done", answer.text)
        self.assertEqual(unit.reading_ids.sorted("id")[-1].value, 900.0)
        strange = {**form, "assignment_id": other.assignment_ids.id}
        self.assertIn("choose one of its own", self.url_open(url, data=strange).text)
        self.assertIn("Say which one", self.url_open(url, data=form).text)
