from datetime import date

from odoo import Command, fields

from .common import SubscriptionCommon


class DueCommon(SubscriptionCommon):
    """Due dates, their renewals and the payments of these."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls._product("Domain")
        cls.domain.rental_duration_count = 1
        cls.domain.rental_duration_unit = "year"

    @classmethod
    def _due(cls, start="2024-01-31", **values):
        """Return a due date of a domain, kept by hand."""
        return cls.env["subscription.due.date"].create(
            {
                "name": "example.com",
                "partner_id": cls.partner_a.id,
                "product_id": cls.domain.id,
                "amount": 15.0,
                "date_start": start,
                **values,
            }
        )

    def _invoice(self, *rows, price=18.0, day="2025-01-10", post=True):
        """Return an invoice with a line that renews each of these due dates."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": row.product_id.id,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                            "rental_due_date_id": row.id,
                        }
                    )
                    for row in rows
                ],
            }
        )
        if post:
            invoice.action_post()
        return invoice

    def _pay(self, invoice, day="2025-01-15", amount=None):
        """Register a payment of `invoice`; return it."""
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        values = {"payment_date": day} | ({"amount": amount} if amount else {})
        return register.create(values)._create_payments()

    def _return(self, payment):
        """Take a payment back, as a bank that returns a debit does."""
        payment.action_draft()
        payment.action_cancel()

    def assertHeld(self, rows, *expected):
        """Check (start, due date, state) of these rows, in the order of their start."""
        found = [
            (str(row.date_start), str(row.date_due), row.state)
            for row in rows.sorted("date_start")
        ]
        self.assertEqual(found, list(expected))

    def _chain(self, row):
        """Return this due date and all that it was renewed by."""
        return row + self._chain(row.next_ids) if row.next_ids else row

    @staticmethod
    def _day(text):
        return fields.Date.to_date(text) or date.min
