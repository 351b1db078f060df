from datetime import date
from unittest.mock import patch

from odoo import Command

from ...models.billing import account_move_numbers
from ..common import SubscriptionCommon
from .test_hints import OWN

# Here numbers are compared, too: both ways begin at the same one.
ALWAYS_OWN = OWN - {
    "name",
    "payment_reference",
    "sequence_number",
    "made_sequence_gap",
    "move_name",
    "posted_before",
}


class TestNumbers(SubscriptionCommon):
    """Numbers of a batch are given together at its end, by Odoo's own rules (BI1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan()
        cls.journal = cls.company_data["default_journal_sale"]

    def _rentals(self, count=3, **values):
        return self.env["subscription.subscription"].union(
            *(self._subscription(**values) for _number in range(count))
        )

    def _bill_batch(self, rentals, day="2024-01-01"):
        run = self.env["subscription.billing.run"].sudo()
        values = {"company_id": self.company.id, "date": day}
        return rentals.sudo()._bill_due_periods(date.fromisoformat(day), run.create(values))

    def _columns(self, records):
        self.env.flush_all()
        self.env.invalidate_all()
        names = [
            name
            for name, field in records._fields.items()
            if field.store and field.column_type and name not in ALWAYS_OWN
        ]
        return [
            {name: record[name] for name in names if "rental_" not in name}
            for record in records.with_context(lang="en_US")
        ]

    def _describe(self, invoices):
        """Return all that is kept of invoices, of their lines and of their messages."""
        lines = invoices.line_ids.sorted(
            lambda one: (one.move_id.name, one.display_type, one.id)
        )
        said = [len(move.message_ids) for move in invoices]
        return self._columns(invoices), self._columns(lines), said

    def _undo(self, make):
        """Return what `make()` describes, and leave nothing of it."""
        found = []

        class UndoneError(Exception):
            pass

        try:
            with self.env.cr.savepoint():
                found.append(self._describe(make()))
                raise UndoneError
        except UndoneError:
            self.env.invalidate_all()
        return found[0]

    def assertSameAsOdoo(self, rentals):
        """Check that invoices numbered late are those that Odoo numbers at once."""
        late = self._undo(lambda: self._bill_batch(rentals))
        with patch.object(account_move_numbers, "KNOWN", set()):
            plain = self._undo(lambda: self._bill_batch(rentals))
        for one, two in zip(late, plain, strict=True):
            self.assertEqual(len(one), len(two))
            for found, wanted in zip(one, two, strict=True):
                self.assertEqual(found, wanted)
        return late[0]

    # === the same invoices === #

    def test_the_invoices_are_those_of_odoo(self):
        names = [one["name"] for one in self.assertSameAsOdoo(self._rentals())]
        self.assertEqual(names, ["INV/2024/00001", "INV/2024/00002", "INV/2024/00003"])

    def test_with_installments_and_references_of_customers(self):
        self.journal.write(
            {"invoice_reference_type": "partner", "invoice_reference_model": "euro"}
        )
        term = self.pay_terms_b
        rentals = self._rentals(2, payment_term_id=term.id)
        rentals[0].client_order_ref = "PO-1"
        self.assertSameAsOdoo(rentals)

    def test_numbers_go_on_as_accountants_began_them(self):
        first = self._bill(self._subscription(), "2024-01-01")
        first.name = "FACT-24-0007"
        found = self.assertSameAsOdoo(self._rentals(2))
        self.assertEqual([one["name"] for one in found], ["FACT-24-0008", "FACT-24-0009"])
        self.assertFalse(any(one["made_sequence_gap"] for one in found))

    def test_each_journal_has_its_own(self):
        other = self.journal.copy({"code": "RENT"})
        rentals = self._rentals(2) | self._rentals(2, journal_id=other.id)
        found = self.assertSameAsOdoo(rentals)
        self.assertEqual(
            sorted(one["name"] for one in found),
            ["INV/2024/00001", "INV/2024/00002", "RENT/2024/00001", "RENT/2024/00002"],
        )

    def test_what_costs_nothing_is_numbered_with_them(self):
        rentals = self._rentals(3)
        rentals[1].line_ids.discount = 100.0
        invoices = self._bill_batch(rentals)
        self.assertIn("paid", invoices.mapped("payment_state"))
        self.assertEqual(
            sorted(invoices.mapped("name")),
            ["INV/2024/00001", "INV/2024/00002", "INV/2024/00003"],
        )

    def test_secured_journals_hash_in_the_order_of_numbers(self):
        self.journal.restrict_mode_hash_table = True
        invoices = self._bill_batch(self._rentals(3))
        self.assertTrue(all(invoices.mapped("inalterable_hash")))
        checked = self.company._check_hash_integrity()["results"]
        self.assertEqual({one["status"] for one in checked}, {"verified"})

    # === when they are given === #

    def test_nobody_waits_for_the_rest_of_the_batch(self):
        rentals = self._rentals(2)
        invoices = self.env["account.move"]
        given = []
        conclude = type(invoices)._conclude_rental_invoices

        def look(moves):
            given.append((moves.mapped("state"), moves.mapped("name")))
            return conclude(moves)

        with patch.object(type(invoices), "_conclude_rental_invoices", look):
            invoices = self._bill_batch(rentals)
        self.assertEqual(given, [(["posted", "posted"], [False, False])])
        self.assertEqual(len(set(invoices.mapped("name"))), 2)
        self.assertNotIn(False, invoices.mapped("name"))

    def test_automation_rules_see_invoices_with_their_numbers(self):
        """Rules patch the method, as `base_automation` does; they run when it is posted."""
        moves = type(self.env["account.move"])
        plain, seen = moves.write, []

        def write(records, vals):
            result = plain(records, vals)
            if vals.get("state") == "posted":
                seen.extend(records.mapped("name"))
            return result

        write.origin = plain
        with patch.object(moves, "write", write):
            invoices = self._bill_batch(self._rentals(2))
        self.assertEqual(sorted(seen), ["INV/2024/00001", "INV/2024/00002"])
        self.assertEqual(sorted(invoices.mapped("name")), sorted(seen))

    def test_numbers_of_a_batch_take_a_fixed_number_of_queries(self):
        self._bill_batch(self._rentals(2))
        asked = []
        for count in (2, 12):
            rentals = self._rentals(count)
            with patch.object(
                type(self.env["account.move"]), "_conclude_rental_invoices", lambda _: None
            ):
                invoices = self._bill_batch(rentals)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            invoices._conclude_rental_invoices()
            self.env.flush_all()
            asked.append(self.env.cr.sql_log_count - before)
        self.assertEqual(asked[0], asked[1])

    def test_an_invoice_by_hand_has_its_number_at_once(self):
        rental = self._subscription()
        product = self.product
        rental._add_charge("other", product, 10.0, product.taxes_id)
        invoice = rental._invoice_charges(rental._get_pending_charges(), date(2024, 1, 1))
        self.assertEqual(invoice.state, "posted")
        self.assertTrue(invoice.name)

    def test_what_plans_leave_as_drafts_has_no_number(self):
        self.plan.invoice_mode = "draft"
        invoices = self._bill_batch(self._rentals(2))
        self.assertEqual(invoices.mapped("state"), ["draft", "draft"])
        self.assertEqual(invoices.mapped("name"), [False, False])

    def test_notes_and_gaps(self):
        """No message tells of a number; a line shows it, a gap is none."""
        invoices = self._bill_batch(self._rentals(2))
        self.env.cr.flush()
        for invoice in invoices:
            self.assertEqual(len(invoice.message_ids), 1)
            self.assertEqual(set(invoice.line_ids.mapped("move_name")), {invoice.name})
            self.assertEqual(invoice.payment_reference, invoice.name)
            self.assertFalse(invoice.made_sequence_gap)

    def test_orders_keep_the_plain_way(self):
        """What comes of an order may be paid as it is posted: it is numbered then."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertFalse(invoice._can_be_numbered_later())
        invoice.invoice_line_ids.sale_line_ids = False
        self.assertTrue(invoice._can_be_numbered_later())
