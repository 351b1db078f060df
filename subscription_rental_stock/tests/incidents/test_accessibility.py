from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.subscription_rental.tests.common_axe import AxeMixin

from ..common import GoodsCommon
from .test_portal_goods import PAGE


@tagged("post_install", "-at_install")
class TestAccessibility(AxeMixin, GoodsCommon, HttpCase):
    """The pages about what customers have break no rule that axe-core knows (PO2)."""

    @freeze_time("2024-01-10 12:00:00")
    def test_the_pages_of_who_has_goods(self):
        self._portal_user("customer", self.partner_a)
        self.plan.portal_swap = True
        one, two = self._ordered(), self._ordered()
        self._ship(one, "P1")
        self._ship(two, "P2")
        incident = self.env["subscription.incident"].create(
            {"assignment_id": two.assignment_ids.id, "kind": "broken"}
        )
        incident.action_decide()
        incident.action_replace()
        url, other = f"{PAGE}/{one.id}", f"{PAGE}/{two.id}"
        page = "#wrap .container"
        self._check_pages(
            {
                url: [page, ".o_rental_goods"],
                f"{url}/incident": [page, ".o_rental_report"],
                f"{url}/swap": [page, ".o_rental_ask"],
                other: [page, ".o_rental_incidents"],
                f"{other}/incident": [page],
                f"{other}/incident/{incident.id}": [page, ".o_rental_answer"],
            },
            "customer",
        )
