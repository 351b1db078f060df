from odoo import Command

from .test_sending import SendingCommon


class TestRecipients(SendingCommon):
    """Invoices reach all invoice contacts, and who is to get copies (BI18)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.is_company = True
        cls.books = cls._contact("Books", type="invoice")
        cls.second = cls._contact("Second books", type="invoice")
        cls.boss = cls._contact("Boss")
        cls.silent = cls._contact("Silent", type="invoice", email=False)
        cls.adviser = cls.env["res.partner"].create(
            {"name": "Adviser", "email": "adviser@example.com"}
        )
        cls.partner_a.rental_invoice_copy_ids = cls.boss | cls.adviser
        cls.rental = cls._subscription()

    @classmethod
    def _contact(cls, name, **values):
        values = {"email": f"{name.replace(' ', '.').lower()}@example.com", **values}
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": cls.partner_a.id, **values}
        )

    def _sent(self, invoice):
        """Return the message with which this invoice was sent."""
        return invoice.message_ids.filtered("partner_ids")[:1]

    def _sent_by_job(self):
        invoice = self._bill(self.rental, "2024-01-01")
        self._send()
        return invoice

    def test_what_is_sent_by_itself_reaches_all(self):
        invoice = self._sent_by_job()
        self.assertEqual(invoice.partner_id, self.books)
        reached = self.books | self.second | self.boss | self.adviser
        self.assertEqual(self._sent(invoice).partner_ids, reached)

    def test_what_is_sent_by_hand_reaches_the_same(self):
        invoice = self._bill(self.rental, "2024-01-01")
        wizard = self.env["account.move.send.wizard"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        found = wizard.create({"move_id": invoice.id}).mail_partner_ids
        self.assertEqual(found, self.books | self.second | self.boss | self.adviser)

    def test_the_others_get_no_link_to_pay_it(self):
        invoice = self._sent_by_job()
        mails = self.env["mail.mail"].sudo().search([("res_id", "=", invoice.id)])
        linked = mails.filtered(lambda mail: "access_token" in mail.body_html)
        self.assertEqual(linked.recipient_ids, self.books)
        others = (mails - linked).recipient_ids
        self.assertEqual(others, self.second | self.boss | self.adviser)

    def test_a_customer_who_writes_on_it_need_not_see_them(self):
        invoice = self._bill(self.rental, "2024-01-01")
        person = self._portal_user("person", self.partner_a)
        invoice.message_subscribe(person.partner_id.ids)
        thanks = "Thank you"
        said = invoice.with_user(person).sudo().message_post(body=thanks)
        self.assertTrue(said)
        groups = invoice.with_user(person)._notify_get_recipients_groups(said, "Invoice")
        self.assertEqual(groups[0][0], "rental_recipient")

    def test_a_credit_note_goes_where_the_invoice_went(self):
        invoice = self._bill(self.rental, "2024-01-01")
        note = invoice._create_partial_credit(10.0, "Late")
        self.assertIn(self.second, note._get_rental_recipients())

    def test_other_invoices_go_where_odoo_sends_them_and_to_the_copies(self):
        invoice = self.init_invoice(
            "out_invoice", partner=self.books, products=self.product, post=True
        )
        self.assertEqual(invoice._get_rental_recipients(), self.boss | self.adviser)
        bill = self.init_invoice("in_invoice", partner=self.books, products=self.product)
        self.assertFalse(bill._get_rental_recipients())

    def test_sites_keep_their_invoices_apart(self):
        site = self._contact("Site", is_company=True)
        site_books = self._contact("Site books", type="invoice", parent_id=site.id)
        self.assertEqual(site.address_get(["invoice"])["invoice"], site_books.id)
        rental = self._subscription(partner_id=site.id)
        invoice = self._bill(rental, "2024-01-01")
        self.assertEqual(invoice.partner_id, site_books)
        self.assertNotIn(self.second, invoice._get_rental_recipients())

    def test_the_subscription_shows_them(self):
        shown = self.rental.invoice_recipient_ids
        self.assertEqual(shown[0], self.books)
        everybody = self.books | self.second | self.silent | self.boss | self.adviser
        self.assertEqual(shown, everybody)
        self.adviser.action_archive()
        self.rental.invalidate_recordset()
        self.assertNotIn(self.adviser, self.rental.invoice_recipient_ids)

    def test_another_invoice_contact_is_enough_to_send(self):
        self.books.email = False
        invoice = self._sent_by_job()
        self.assertTrue(invoice.is_move_sent)
        self.assertFalse(self.rental.activity_ids)
        self.assertIn(self.second, self._sent(invoice).partner_ids)

    def test_who_gets_copies_alone_is_not_enough(self):
        (self.books | self.second).email = False
        self._bill(self.rental, "2024-01-01")
        self.assertEqual(self.rental.activity_ids.summary, "Invoice not sent")

    def test_nobody_gets_it_twice(self):
        self.partner_a.rental_invoice_copy_ids = [Command.link(self.books.id)]
        invoice = self._sent_by_job()
        mails = self.env["mail.mail"].sudo().search([("res_id", "=", invoice.id)])
        reached = [person for mail in mails for person in mail.recipient_ids]
        self.assertEqual(reached.count(self.books), 1)
