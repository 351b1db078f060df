from freezegun import freeze_time

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..common_due import DueCommon


@freeze_time("2025-01-20 12:00:00")
class TestHandedOver(DueCommon, AccountPaymentCommon):
    """DD3, PO3: another customer holds it: the former one renews and sees it no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = cls._due()

    def _hand_over(self, partner=None):
        self.row.partner_id = partner or self.partner_b

    def test_the_links_of_the_former_customer_lead_nowhere(self):
        token = self.row._portal_ensure_token()
        self._hand_over()
        self.assertFalse(self.row._is_opened_by(token))
        self.assertNotEqual(self.row._portal_ensure_token(), token)

    def test_a_contact_of_the_same_company_keeps_links_and_quotation(self):
        token, order = self.row._portal_ensure_token(), self.row._renew_online()
        contact = self.env["res.partner"].create(
            {"name": "Ada", "parent_id": self.partner_a.id}
        )
        self._hand_over(contact)
        self.assertTrue(self.row._is_opened_by(token))
        self.assertEqual(order.state, "sent")
        self.assertEqual(self.row._get_waiting(), order)

    def test_the_quotation_of_the_former_customer_is_paid_no_more(self):
        order = self.row._renew_online()
        self._hand_over()
        self.assertEqual(order.state, "cancel")

    def test_a_terms_holder_follows_its_subscription(self):
        rental = self._subscription(plan_id=self._plan(term_count=3).id)
        term = rental.due_date_ids
        token = term._portal_ensure_token()
        rental._transfer(self.partner_b, self._day("2025-01-20"), "Sold")
        self.assertEqual(term.partner_id, self.partner_b)
        self.assertFalse(term._is_opened_by(token))

    def _asked(self):
        return self.row.activity_ids.filtered(
            lambda one: one.summary == "Paid, but not renewed"
        )

    def test_what_the_former_customer_owes_pays_for_nothing_of_it(self):
        invoice = self._invoice(self.row)
        self._hand_over()
        self.assertFalse(self.row._get_waiting())
        self._pay(invoice, day="2025-01-20")
        self.assertFalse(self.row.next_ids)
        self.assertIn("is held by partner_b now", self._asked().note)

    def test_a_shared_quotation_pays_for_what_its_customer_holds_still(self):
        other = self._due(name="example.org")
        order = (self.row + other)._create_renewal_orders()
        self._hand_over()
        self.assertEqual(order.state, "draft")
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self._pay(invoice, day="2025-01-20")
        self.assertTrue(other.next_ids)
        self.assertFalse(self.row.next_ids)
        self.assertTrue(self._asked())

    def test_who_pays_for_its_holder_renews_it(self):
        order = self.row._renew_online()
        order.partner_invoice_id = self.partner_b
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.partner_id, self.partner_b)
        self.assertEqual(self.row._get_waiting(), invoice)
        self._pay(invoice, day="2025-01-20")
        self.assertTrue(self.row.next_ids)
