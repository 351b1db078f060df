import base64
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ...wizards.collection import subscription_provider_file_dialog as provider_file_dialog
from ..common_payment import PaymentCommon

HEADS = "email,reference,customer id,brand,last4,exp month,exp year"
GOOD = "ada@example.com,tok_1,cus_1,Moving brand,4242,8,2027"


@freeze_time("2024-05-10 12:00:00")
class TestProviderFile(PaymentCommon):
    """A payment provider's own export of cards: shown, then stored, once (SE12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider.write({"name": "Moving provider", "state": "enabled"})
        cls.provider.allow_tokenization = True
        cls.method = cls.env["payment.method"].browse(cls.payment_method_id)
        cls.method.write(
            {"name": "Moving card", "code": "card", "support_tokenization": True}
        )
        cls.brand = cls.method.copy(
            {
                "name": "Moving brand",
                "code": "moving_brand",
                "primary_payment_method_id": cls.method.id,
            }
        )
        cls.partner_a.write({"email": "Ada <ADA@example.com>", "ref": "K-1"})
        cls.env.user.group_ids |= cls.env.ref("base.group_system")

    def _dialog(self, *lines, heads=HEADS, user=None):
        text = "\n".join([heads, *lines])
        return (
            self.env["subscription.provider.file.dialog"]
            .with_user(user or self.env.user)
            .create(
                {
                    "provider_id": self.provider.id,
                    "data": base64.b64encode(text.encode()),
                }
            )
        )

    def _shown(self, *lines, **options):
        dialog = self._dialog(*lines, **options)
        dialog.action_preview()
        return dialog

    def _tokens(self):
        tokens = self.env["payment.token"].sudo()
        return tokens.search([("provider_ref", "like", "tok_")])

    def test_it_is_shown_first_and_nothing_is_stored(self):
        row = self._shown(GOOD).row_ids
        self.assertEqual((row.number, row.outcome), (2, "new"))
        self.assertEqual(row.partner_id, self.partner_a)
        self.assertEqual((row.last4, row.expiry), ("4242", date(2027, 8, 31)))
        self.assertFalse(row.token_id)
        self.assertFalse(self._tokens())

    def test_what_is_new_is_stored_and_nothing_is_charged(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        dialog = self._shown(GOOD, "K-1,tok_2,cus_1,Unknown brand,1881,,")
        dialog.action_store()
        first, second = self._tokens().sorted("provider_ref")
        self.assertEqual(first.partner_id | second.partner_id, self.partner_a)
        self.assertEqual(first.payment_method_id, self.brand)
        self.assertEqual(second.payment_method_id, self.method)
        self.assertEqual((first.payment_details, second.payment_details), ("4242", "1881"))
        self.assertEqual(first.rental_expiry, date(2027, 8, 31))
        self.assertEqual(dialog.row_ids.token_id, first | second)
        self.assertEqual(dialog.stored_count, 2)
        self.assertFalse(self.server.charged)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)

    def test_the_same_file_again_changes_nothing(self):
        self._shown(GOOD).action_store()
        again = self._shown(GOOD, "ada@example.com,tok_2,cus_1,,,,")
        self.assertEqual(again.row_ids.mapped("outcome"), ["known", "new"])
        again.action_store()
        self.assertEqual(len(self._tokens()), 2)
        with self.assertRaisesRegex(UserError, "already"):
            again.action_store()

    def test_a_card_twice_in_a_file_is_stored_once(self):
        dialog = self._shown(GOOD, GOOD)
        dialog.action_store()
        self.assertEqual(dialog.row_ids.mapped("outcome"), ["stored", "known"])
        self.assertEqual(len(self._tokens()), 1)

    def test_each_bad_row_says_what_to_do_and_good_ones_are_stored(self):
        self.partner_b.email = "both@example.com"
        self.partner_b.copy({"email": "both@example.com"})
        dialog = self._shown(
            "nobody@example.com,tok_2,,,,,",
            "both@example.com,tok_3,,,,,",
            ",tok_4,,,,,",
            "ada@example.com,,,,,,",
            "ada@example.com,tok_5,,,,13,2027",
            GOOD,
        )
        *bad, good = dialog.row_ids
        for row, pattern in zip(
            bad,
            (
                "No customer has",
                "Several contacts have it",
                "Nobody is named",
                "Give the reference",
                "13/2027 is no expiry",
            ),
            strict=True,
        ):
            self.assertEqual(row.outcome, "refused")
            self.assertRegex(row.problem, pattern)
        self.assertEqual((dialog.new_count, dialog.refused_count), (1, 5))
        dialog.action_store()
        self.assertEqual(good.outcome, "stored")
        self.assertEqual(self._tokens().provider_ref, "tok_1")

    def test_a_card_of_somebody_else_is_refused(self):
        self._shown(GOOD).action_store()
        self.partner_b.email = "grace@example.com"
        row = self._shown("grace@example.com,tok_1,cus_1,,,,").row_ids
        self.assertEqual(row.outcome, "refused")
        self.assertIn("stored already", row.problem)

    def test_a_contact_of_another_company_is_not_found(self):
        self.partner_a.company_id = self.setup_other_company(name="Elsewhere")["company"]
        row = self._shown(GOOD).row_ids
        self.assertIn("No customer has", row.problem)

    def _shown_for(self, *contacts):
        """Return the row of an address that all these contacts have."""
        for contact in contacts:
            contact.email = "shared@example.com"
        return self._shown("shared@example.com,tok_9,cus_9,,,,").row_ids

    def test_a_person_of_one_company_and_another_contact_may_be_either(self):
        person = self.partner_a.copy({"name": "Grace", "parent_id": self.partner_a.id})
        row = self._shown_for(person, self.partner_b)
        self.assertEqual(row.outcome, "refused")
        self.assertIn("Several contacts have it", row.problem)
        self.assertFalse(row.partner_id)

    def test_of_a_company_and_its_own_person_it_is_the_company(self):
        self.partner_a.is_company = True
        person = self.partner_a.copy(
            {"name": "Grace", "parent_id": self.partner_a.id, "is_company": False}
        )
        row = self._shown_for(person, self.partner_a)
        self.assertEqual((row.outcome, row.partner_id), ("new", self.partner_a))

    def test_stripe_knows_a_card_by_its_customer_first(self):
        dialog = self._dialog(GOOD)
        (row,) = dialog._read_file()
        usual = {"provider_ref": "tok_1", "second_ref": "cus_1"}
        self.assertEqual(dialog._prepare_method_references(row), usual)
        with patch.object(provider_file_dialog, "HOLDER_FIRST", {self.provider.code}):
            turned = {"provider_ref": "cus_1", "second_ref": "tok_1"}
            self.assertEqual(dialog._prepare_method_references(row), turned)

    def test_a_file_that_is_none_is_named(self):
        for data, pattern in (
            (b"\xff\xfe\x00", "no CSV file"),
            (b"", "whose card"),
            (b"name,last4\nAda,4242\n", "name it .reference."),
        ):
            dialog = self._dialog(GOOD)
            dialog.data = base64.b64encode(data or b"\n")
            with self.subTest(pattern), self.assertRaisesRegex(UserError, pattern):
                dialog.action_preview()

    def test_who_does_not_manage_providers_stores_nothing(self):
        manager = self._clerk()
        manager.group_ids = self.env.ref("subscription_rental.group_manager")
        with self.assertRaises(AccessError):
            self._dialog(GOOD, user=manager)
        shown = self._shown(GOOD)
        with self.assertRaises(AccessError):
            shown.with_user(manager).action_store()
        self.assertFalse(self._tokens())

    def test_references_are_gone_once_stored(self):
        dialog = self._shown(GOOD)
        dialog.action_store()
        self.assertFalse(any(dialog.row_ids.mapped("provider_ref")))
