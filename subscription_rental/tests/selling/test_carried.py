from odoo.exceptions import RedirectWarning
from odoo.tests import freeze_time, new_test_user

from ..common_selling import SellingCommon


@freeze_time("2024-01-11 12:00:00")
class TestCarried(SellingCommon):
    """What is edited on a confirmed order holds for its subscriptions, too (SE14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._order((cls.product, cls.plan, {}), client_order_ref="PO 1")
        cls.subscription = cls._confirm(cls.order)
        cls.invoice = cls._bill(cls.subscription, "2024-01-11")

    def test_reference_people_and_terms_come_on_the_next_invoice(self):
        team = self.env["crm.team"].create({"name": "Shop"})
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        edited = {
            "client_order_ref": "PO 2",
            "partner_invoice_id": self.partner_b.id,
            "partner_shipping_id": self.partner_b.id,
            "payment_term_id": self.pay_terms_b.id,
            "fiscal_position_id": position.id,
            "team_id": team.id,
        }
        self.order.write(edited)
        held = self.subscription.read(list(edited), load="")[0]
        self.assertEqual({name: held[name] for name in edited}, edited)
        self.assertIn("Edited on", self.subscription.message_ids[0].body)
        invoice = self._bill(self.subscription, "2024-02-11")
        self.assertEqual((invoice.ref, invoice.partner_id), ("PO 2", self.partner_b))
        self.assertEqual(self.invoice.ref, "PO 1")

    def test_what_was_changed_on_the_subscription_stays(self):
        self.subscription.client_order_ref = "PO 7"
        self.order.client_order_ref = "PO 2"
        self.assertEqual(self.subscription.client_order_ref, "PO 7")

    def test_what_is_over_stays_as_it_was(self):
        self.subscription._cancel(self.subscription.date_start)
        self.order.client_order_ref = "PO 2"
        self.assertEqual(self.subscription.client_order_ref, "PO 1")

    def test_who_sells_need_not_know_subscriptions(self):
        seller = new_test_user(
            self.env,
            login="seller",
            groups="sales_team.group_sale_salesman_all_leads",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.order.with_user(seller).client_order_ref = "PO 2"
        self.assertEqual(self.subscription.client_order_ref, "PO 2")

    def test_another_customer_is_a_transfer(self):
        with self.assertRaisesRegex(RedirectWarning, "is confirmed"):
            self.order.partner_id = self.partner_b
        self.order.partner_id = self.order.partner_id

    def test_the_contract_keeps_sections_and_notes(self):
        once = self._product("Helmet")
        order = self._order(
            (self.product, self.plan, {"sequence": 2}), (once, None, {"sequence": 4})
        )
        rows = [
            (1, "line_section", "On the road"),
            (3, "line_note", "Delivered to the door"),
            (4, "line_section", "For once"),
        ]
        self.env["sale.order.line"].create(
            [
                {"order_id": order.id, "sequence": at, "display_type": kind, "name": name}
                for at, kind, name in rows
            ]
        )
        once_line = order.order_line.filtered(lambda line: line.product_id == once)
        once_line.sequence = 5
        subscription = self._confirm(order)
        self.assertEqual(
            subscription.contract_remarks, "On the road\nDelivered to the door"
        )
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "subscription_rental.report_contract", subscription.ids
        )
        self.assertIn("Delivered to the door", html.decode())
        self.assertNotIn("For once", html.decode())

    def test_who_signs_reads_the_season(self):
        self.plan.closed_in_2 = True
        order = self._rental()
        html = self.env["ir.qweb"]._render(
            "subscription_rental.order_line_recurring", {"line": order.order_line}
        )
        self.assertIn("Billed only in: January, March", html)
