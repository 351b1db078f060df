from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..common import SubscriptionCommon


class TestInvoiceAddress(SubscriptionCommon):
    """Running subscriptions follow the invoice contacts of their customer (BI18)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.partner_a
        cls.customer.is_company = True
        cls.rental = cls._subscription()

    def _contact(self, name, **values):
        values = {"type": "invoice", "parent_id": self.customer.id, **values}
        return self.env["res.partner"].create({"name": name, **values})

    def _address(self):
        return self.rental.partner_invoice_id

    def _said(self):
        """Return whether the last message tells where invoices go."""
        return "next invoices go to" in (self.rental.message_ids[:1].body or "")

    def test_a_new_invoice_contact_gets_the_next_invoices(self):
        first = self._bill(self.rental, "2024-01-01")
        books = self._contact("Books")
        self.assertEqual(self._address(), books)
        self.assertTrue(self._said())
        self.assertIn("Books", self.rental.message_ids[0].body)
        second = self._bill(self.rental, "2024-02-01")
        self.assertEqual((first | second).partner_id, self.customer | books)

    def test_two_subscriptions_of_two_customers_each_follow_their_own(self):
        other = self._subscription(partner_id=self.partner_b.id)
        paused = self._subscription()
        books = self._contact("Books")
        self.assertEqual((self.rental | paused).partner_invoice_id, books)
        self.assertEqual(other.partner_invoice_id, self.partner_b)

    def test_a_second_invoice_contact_changes_no_address_whatever_its_name(self):
        books = self._contact("Books")
        self._contact("Accounts")
        self.assertEqual(self._address(), books)

    def test_what_was_typed_stays(self):
        typed = self.env["res.partner"].create({"name": "Trustee"})
        self.rental.partner_invoice_id = typed
        books = self._contact("Books")
        self.assertEqual(self._address(), typed)
        self.rental.partner_invoice_id = self.customer
        books.type = "other"
        books.type = "invoice"
        self._contact("Accounts")
        self.assertEqual(self._address(), books, "taken over while there was none")

    def test_typed_beside_an_invoice_contact_stays(self):
        self._contact("Books")
        self.rental.partner_invoice_id = self.customer
        said = self.rental.message_ids
        self._contact("Accounts")
        self.assertEqual(self._address(), self.customer)
        self.assertEqual(self.rental.message_ids, said)

    def test_an_archived_invoice_contact_is_left_and_followed_when_back(self):
        books = self._contact("Books")
        books.action_archive()
        self.assertEqual(self._address(), self.customer)
        self.assertTrue(self._said())
        books.action_unarchive()
        self.assertEqual(self._address(), books)

    def test_of_two_the_other_one_takes_over(self):
        books, accounts = self._contact("Books"), self._contact("Accounts")
        books.write({"active": False})
        self.assertEqual(self._address(), accounts)

    def test_a_typed_address_that_is_archived_is_left(self):
        typed = self.env["res.partner"].create({"name": "Trustee"})
        self.rental.partner_invoice_id = typed
        typed.action_archive()
        self.assertEqual(self._address(), self.customer)

    def test_a_contact_that_moves_to_another_customer(self):
        books = self._contact("Books")
        other = self._subscription(partner_id=self.partner_b.id)
        self.partner_b.is_company = True
        books.parent_id = self.partner_b
        self.assertEqual(self._address(), self.customer)
        self.assertEqual(other.partner_invoice_id, books)

    def test_what_is_over_and_other_contacts_change_nothing(self):
        over = self._subscription()
        over._set_state("cancelled", over.date_start)
        self._contact("Warehouse", type="delivery")
        self.assertFalse(self._said())
        self._contact("Books")
        self.assertEqual(over.partner_invoice_id, self.customer)

    def test_an_archived_customer_stays(self):
        self.customer.action_archive()
        self.assertEqual(self._address(), self.customer)

    def test_who_edits_contacts_alone_need_not_see_subscriptions(self):
        editor = new_test_user(
            self.env, login="editor", groups="base.group_partner_manager"
        )
        contacts = self.env["res.partner"].with_user(editor)
        books = contacts.create(
            {"name": "Books", "type": "invoice", "parent_id": self.customer.id}
        )
        self.assertEqual(self._address().id, books.id)
        with self.assertRaises(AccessError):
            self.rental.with_user(editor).read(["name"])
