from odoo.tests import HttpCase, tagged

from ..common import GoodsCommon


@tagged("post_install", "-at_install")
class TestIncidentTours(GoodsCommon, HttpCase):
    """A customer reports with photos and reads our answer, in a real browser (PO2)."""

    def _tour(self, name, **arguments):
        self.env.flush_all()
        name = f"subscription_rental_stock_{name}"
        self.start_tour(self.rental.access_url, name, **arguments)
        self.env.invalidate_all()

    def test_an_incident_is_reported_with_photos_and_answered(self):
        self._portal_user("customer", self.partner_a)
        self.rental = self._ordered()
        self._ship(self.rental, "P1")
        self._tour("incident", login="customer")
        incident = self.rental.incident_ids
        self.assertEqual(incident.description, "It fell")
        self.assertEqual(len(incident._get_pictures()), 3)
        told = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        incident.message_post(body=self.env._("We send you another one"), **told)
        told["subtype_xmlid"] = "mail.mt_note"
        incident.message_post(body=self.env._("Paid late"), **told)
        self._tour("answer", login="customer")
