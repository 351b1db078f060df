from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from ..common_due import DueCommon


@freeze_time("2025-01-20 12:00:00")
class TestNamed(DueCommon):
    """A clerk with own documents lets no line renew what a colleague looks after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            "own",
            groups="subscription_rental.group_user_own",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.row = cls._due()

    def _order(self, row, user):
        return (
            self.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.partner_a.id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.domain.id, "rental_due_date_id": row.id}
                        )
                    ],
                }
            )
        )

    def test_a_colleagues_due_date_stands_on_no_order(self):
        with self.assertRaisesRegex(AccessError, "looks after"):
            self._order(self.row, self.clerk)
        own = self._order(self._due(user_id=self.clerk.id), self.clerk)
        with self.assertRaisesRegex(AccessError, "looks after"):
            own.order_line.rental_due_date_id = self.row.id

    def test_a_line_of_an_invoice_is_as_that_of_an_order(self):
        line = self._invoice(self.row, post=False).invoice_line_ids
        self.assertTrue(line._may_name(self.row))
        self.assertFalse(line.with_user(self.clerk)._may_name(self.row))

    def test_nothing_of_it_is_told_where_another_customer_holds_it(self):
        self.row.partner_id = self.partner_b
        with self.assertRaises(ValidationError) as refusal:
            self._order(self.row, self.clerk)
        told = str(refusal.exception)
        self.assertNotIn(self.row.name, told)
        self.assertNotIn(self.partner_b.name, told)

    def test_an_own_one_and_nobodys_do(self):
        for user in (self.clerk, self.env["res.users"]):
            order = self._order(self._due(user_id=user.id), self.clerk)
            self.assertTrue(order.order_line.rental_due_date_id)

    def test_who_invoices_and_credits_what_a_colleague_quoted_needs_no_right_to_it(self):
        order = self.row._create_renewal_orders()
        order.user_id = self.clerk
        order.order_line.product_id.invoice_policy = "order"
        order.action_confirm()
        invoice = order.with_user(self.clerk)._create_invoices().sudo()
        invoice.invoice_date = "2025-01-10"
        invoice.action_post()
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.clerk)
            .sudo()
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": "2025-01-16"})
        )
        wizard.modify_moves()
        for move in (invoice, invoice.reversal_move_ids, wizard.new_move_ids):
            lines = move.invoice_line_ids
            self.assertEqual(lines.rental_due_date_id.ids, self.row.ids)
            self.assertTrue(all(one._may_name(one.rental_due_date_id) for one in lines))
