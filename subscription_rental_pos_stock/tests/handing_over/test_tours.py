from odoo.tests import HttpCase, tagged

from ..common import HandingCommon


@tagged("post_install", "-at_install")
class TestHandingTour(HandingCommon, HttpCase):
    """A rental with a serial number, from the plan to the unit, in a browser (SE10)."""

    def test_a_phone_is_rented_and_handed_over(self):
        sold = self.env["product.template"].search([("available_in_pos", "=", True)])
        (sold - self.phone.product_tmpl_id).available_in_pos = False
        self.ann.name = "Ann Till"
        self.env.flush_all()
        self.start_tour(
            f"/pos/ui/{self.till.id}", "rental_pos_handover", login="cashier", timeout=240
        )
        self.env.invalidate_all()
        self.assertEqual(self.lots[1].rental_holder_id, self.ann)
        subscription = self.lots[1].rental_assignment_ids.subscription_id
        self.assertEqual(subscription.pos_config_id, self.till)
