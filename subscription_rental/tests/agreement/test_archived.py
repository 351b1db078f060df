from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..common import SubscriptionCommon


class TestArchived(SubscriptionCommon):
    """Who archives what running subscriptions have sees which, and what to do (BI18)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rental = cls._subscription()

    def _archive(self, record):
        """Archive `record` as the browser does; return the dialog that opens, or none."""
        # Not everybody who manages subscriptions may archive users and teams.
        action = record.sudo().action_archive()
        self.assertFalse(record.active)
        if not action:
            return self.env["subscription.archived.dialog"]
        self.assertEqual(action["views"], [(False, "form")])
        return self.env[action["res_model"]].browse(action["res_id"])

    def _used(self):
        """Yield what the subscription has, one thing after the other."""
        self.rental.payment_term_id = self.env["account.payment.term"].create(
            {"name": "Later"}
        )
        self.rental.team_id = self.env["crm.team"].sudo().create({"name": "Shop"})
        self.rental.fiscal_position_id = self.env["account.fiscal.position"].create(
            {"name": "Abroad"}
        )
        self.rental.journal_id = self.company_data["default_journal_sale"].copy()
        self.rental.user_id = self._clerk()
        self.rental.line_ids.tax_ids = self.company_data["default_tax_sale"]
        yield from (
            self.rental.partner_id,
            self.rental.payment_term_id,
            self.rental.team_id,
            self.rental.fiscal_position_id,
            self.rental.journal_id,
            self.rental.user_id,
            self.rental.line_ids.tax_ids,
            self.product,
            self.product.product_tmpl_id,
        )

    def test_all_that_it_has_warns_and_lists_it(self):
        for record in self._used():
            with self.subTest(record._name):
                dialog = self._archive(record)
                self.assertEqual(dialog.subscription_ids, self.rental)
                self.assertIn(record.display_name, dialog.message)
                self.assertIn(": 1.", dialog.message)
                dialog.sudo().action_take_back()
                self.assertTrue(record.active)

    def test_what_is_over_or_another_ones_is_archived_silently(self):
        self.rental._set_state("cancelled", self.rental.date_start)
        for record in self._used():
            with self.subTest(record._name):
                self.assertFalse(self._archive(record))
                record.sudo().active = True

    def test_a_product_whose_line_has_ended_is_not_listed(self):
        other = self._product("Lock")
        self.rental.line_ids.copy({"product_id": other.id, "date_to": "2024-02-01"})
        self.assertFalse(self._archive(other))
        self.assertTrue(self._archive(self.product))

    def test_the_journal_of_the_plan_or_the_company_counts_where_it_is_used(self):
        journal = self.company_data["default_journal_sale"].copy()
        self.company.subscription_journal_id = journal
        self.assertEqual(journal._find_running(), self.rental)
        own = journal.copy()
        self.plan.journal_id = own
        self.assertEqual(own._find_running(), self.rental)
        self.assertFalse(journal._find_running())

    def test_an_invoice_address_is_listed_though_it_is_left(self):
        books = self.env["res.partner"].create(
            {"name": "Books", "type": "invoice", "parent_id": self.partner_a.id}
        )
        dialog = self._archive(books)
        self.assertEqual(dialog.subscription_ids, self.rental)
        self.assertEqual(self.rental.partner_invoice_id, self.partner_a)
        dialog.action_take_back()
        self.assertEqual(self.rental.partner_invoice_id, books)

    def test_several_at_once_are_named_together(self):
        other = self._subscription(partner_id=self.partner_b.id)
        action = (self.partner_a | self.partner_b).action_archive()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dialog.subscription_ids, self.rental | other)
        self.assertIn(self.partner_b.display_name, dialog.message)

    def test_who_may_not_see_subscriptions_reads_how_many(self):
        editor = new_test_user(
            self.env, login="editor", groups="base.group_user,base.group_partner_manager"
        )
        action = self.partner_a.with_user(editor).action_archive()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(": 1.", action["params"]["message"])
        with self.assertRaises(AccessError):
            self.rental.with_user(editor).read(["name"])

    def test_who_sees_their_own_reads_how_many_and_sees_those(self):
        own = new_test_user(
            self.env,
            login="own",
            groups="subscription_rental.group_user_own,base.group_partner_manager",
            company_id=self.company.id,
        )
        theirs = self._subscription(user_id=own.id)
        action = self.partner_a.with_user(own).action_archive()
        dialog = self.env[action["res_model"]].with_user(own).browse(action["res_id"])
        self.assertEqual(dialog.subscription_ids.ids, theirs.ids)
        self.assertIn(": 2.", dialog.message)


class TestLeavers(SubscriptionCommon):
    """Tasks of who leaves go to who is next in line (B4)."""

    def setUp(self):
        super().setUp()
        self.seller, self.named = (
            new_test_user(
                self.env,
                login=name,
                groups="subscription_rental.group_user_all",
                email=f"{name}@example.com",
                company_id=self.company.id,
            )
            for name in ("ada", "bob")
        )
        self.company.subscription_owner_id = self.named
        self.rental = self._subscription(user_id=self.seller.id)

    def test_open_tasks_are_handed_on(self):
        self.rental._ask_owner("Call them", "They asked.")
        task = self.rental.activity_ids
        self.assertEqual(task.user_id, self.seller)
        self.seller.sudo().action_archive()
        self.assertEqual(self.rental.activity_ids, task)
        self.assertEqual(task.user_id, self.named)

    def test_if_all_leave_at_once_a_manager_gets_them(self):
        self.rental._ask_owner("Call them", "They asked.")
        (self.seller | self.named).sudo().action_archive()
        owner = self.rental.activity_ids.user_id
        self.assertTrue(owner.has_group("subscription_rental.group_manager"))
        self.assertTrue(owner.active)

    def test_invoices_go_out_in_the_name_of_who_still_works_here(self):
        self.seller.sudo().action_archive()
        invoice = self._bill(self.rental, "2024-01-01")
        self.assertFalse(invoice.invoice_user_id)
