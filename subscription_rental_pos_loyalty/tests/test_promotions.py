from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.subscription_rental_pos.tests.common_subscribing import SubscribingCommon


@tagged("post_install", "-at_install")
class TestPromotions(SubscribingCommon, HttpCase):
    """Promotions of the till leave tickets with plans alone (SE10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ours = (cls.massage | cls.bike).product_tmpl_id
        others = cls.env["product.template"].search(
            [("available_in_pos", "=", True), ("id", "not in", ours.ids)]
        )
        others.available_in_pos = False
        cls.ann.name = "Ann Till"
        programs = cls.env["loyalty.program"]
        programs.search([]).active = False
        programs.create(
            {
                "name": "Ten percent",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "pos_ok": True,
                "company_id": cls.company.id,
                "rule_ids": [Command.create({"reward_point_mode": "order"})],
                "reward_ids": [
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount": 10,
                            "discount_mode": "percent",
                            "discount_applicability": "order",
                            "description": "10% on everything",
                        }
                    )
                ],
            }
        )

    def test_a_reward_that_comes_by_itself_is_on_no_ticket_with_a_plan(self):
        self.env.flush_all()
        self.start_tour(
            f"/pos/ui/{self.till.id}", "rental_pos_promotions", login="cashier", timeout=240
        )
        self.env.invalidate_all()
        [ticket] = self.opened.order_ids.filtered("account_move")
        self.assertEqual(ticket.amount_total, 227.44)
        self.assertFalse(ticket.lines.filtered("reward_id"))
        self.assertTrue(ticket._get_rental_order().rental_subscription_ids)
