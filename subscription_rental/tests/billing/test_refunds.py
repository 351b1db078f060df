from itertools import product
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from ..common_payment import PaymentCommon


@freeze_time("2024-01-10 12:00:00")
class TestRefunds(PaymentCommon):
    """Money goes back, in full or in part, with its credit note (BI9)."""

    def setUp(self):
        super().setUp()
        self.payment_method.support_refund = "partial"
        self._let_provider_refund("partial")

    def _let_provider_refund(self, way):
        """Let the provider give money back in that way."""
        self.startPatcher(
            patch.object(
                self.registry["payment.provider"],
                "_compute_feature_support_fields",
                lambda providers: providers.update(
                    {
                        "support_refund": way,
                        "support_tokenization": True,
                        "support_manual_capture": False,
                        "support_express_checkout": False,
                    }
                ),
            )
        )
        self.provider.invalidate_recordset(["support_refund"])

    def _paid(self):
        self.product.taxes_id = self.tax_sale_a
        invoice = self._bill(self._collected(), "2024-01-01")
        self._collect("2024-01-10")
        self.assertEqual(invoice.payment_state, "paid")
        return invoice

    def _wizard(self, invoice, amount=None, user=None, **values):
        dialogs = self.env["subscription.refund.dialog"].with_user(user or self.env.user)
        wizard = dialogs.create({"move_id": invoice.id, "reason": "Broken", **values})
        if amount is not None:
            wizard.amount = amount
        return wizard

    def _refund(self, wizard):
        """Refund through a provider that does as it is asked; return the credit note."""
        transactions = self.registry["payment.transaction"]
        with patch.object(
            transactions, "_send_refund_request", lambda one: one._set_done()
        ):
            self._press(wizard, "action_refund")
        return wizard.move_id.reversal_move_ids.sorted("id")[-1:]

    def test_in_full_through_the_provider(self):
        invoice = self._paid()
        wizard = self._wizard(invoice)
        self.assertEqual(wizard.amount, invoice.amount_total)
        self.assertIn(self.provider.name, wizard.way)
        note = self._refund(wizard)
        self.assertEqual(note.amount_total, invoice.amount_total)
        self.assertEqual(note.ref, "Broken")
        self.assertEqual(note.payment_state, "paid")
        refund = invoice.transaction_ids.child_transaction_ids
        self.assertEqual((refund.state, refund.amount), ("done", -invoice.amount_total))

    def test_in_part_to_the_cent(self):
        invoice = self._paid()
        for amount in (0.01, 1.0, 7.77, 10.0):
            with self.subTest(amount):
                wizard = self._wizard(invoice, amount)
                note = self._refund(wizard)
                self.assertEqual(note.amount_total, amount)
                self.assertEqual(note.payment_state, "paid")

    def test_what_was_typed_is_what_is_credited_whatever_the_taxes(self):
        """A40: 10.00 with 21 % inside is 8.26 + 1.74, under both ways of rounding."""
        taxes = {
            mode: self.env["account.tax"].create(
                {"name": f"21 % {mode}", "amount": 21.0, "price_include_override": mode}
            )
            for mode in ("tax_included", "tax_excluded")
        }
        for method, mode in product(("round_per_line", "round_globally"), taxes):
            self.company.tax_calculation_rounding_method = method
            self.product.taxes_id = taxes[mode]
            subscription = self._subscription(start="2024-01-01")
            subscription.line_ids.copy({"price_unit": 17.45})
            invoice = self._bill(subscription, "2024-01-01")
            for amount in (0.01, 0.02, 1.0, 9.99, 10.0, 10.01):
                with self.subTest(method=method, mode=mode, amount=amount):
                    note = invoice._create_partial_credit(amount, "Broken")
                    self.assertEqual(note.amount_total, amount)
            credited = sum(invoice.reversal_move_ids.mapped("amount_untaxed"))
            left = invoice.amount_untaxed - credited
            subscription.period_ids.invalidate_recordset()
            self.assertAlmostEqual(subscription.period_ids.amount_invoiced, left, 6)

    def test_never_more_than_was_paid(self):
        invoice = self._paid()
        first = self._wizard(invoice, 10.0)
        self._refund(first)
        wizard = self._wizard(invoice)
        left = invoice.amount_total - first.amount
        self.assertAlmostEqual(wizard.amount_max, left)
        wizard.amount = invoice.amount_total
        with self.assertRaisesRegex(ValidationError, "At most"):
            wizard.action_refund()
        wizard = self._wizard(invoice, 0.0)
        with self.assertRaisesRegex(ValidationError, "above 0"):
            wizard.action_refund()

    def test_by_hand_where_the_provider_cannot(self):
        self._let_provider_refund("none")
        invoice = self._paid()
        wizard = self._wizard(invoice, 5.0)
        self.assertIn("By hand", wizard.way)
        note = self._refund(wizard)
        self.assertEqual((note.state, note.payment_state), ("posted", "not_paid"))

    def test_a_refund_that_is_refused_leaves_the_credit_note_open(self):
        invoice = self._paid()
        wizard = self._wizard(invoice)
        transactions = self.registry["payment.transaction"]
        with patch.object(
            transactions,
            "_send_refund_request",
            side_effect=ValidationError("No"),
        ):
            self._press(wizard, "action_refund")
        self.assertEqual(invoice.reversal_move_ids.payment_state, "not_paid")
        self.assertEqual(invoice.transaction_ids.child_transaction_ids.state, "error")

    def test_clerks_with_their_own_only_do_not_refund(self):
        invoice = self._paid()
        clerk = self._clerk()
        clerk.group_ids = self.env.ref("subscription_rental.group_user_own")
        with self.assertRaises(UserError):
            self._wizard(invoice, user=clerk).action_refund()
