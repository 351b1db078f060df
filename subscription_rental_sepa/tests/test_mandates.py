from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import IBAN, OTHER_IBAN, SepaCommon


@freeze_time("2024-01-10 12:00:00")
class TestMandates(SepaCommon):
    """A signed mandate is a payment method until it ends (BI6)."""

    def test_it_becomes_the_method_of_its_subscriptions(self):
        subscription = self._subscription()
        mandate = self._active(subscription)
        self.assertEqual(mandate.state, "active")
        self.assertEqual(subscription.payment_token_id, mandate.token_id)
        self.assertEqual(subscription.sepa_mandate_id, mandate)
        self.assertIn("4300", subscription.payment_method_name)
        self.assertNotIn("0417", subscription.payment_method_name)
        self.assertEqual(mandate.creditor_identifier, "DE98ZZZ09999999999")

    def test_what_banks_do_not_take_is_refused_with_the_reason(self):
        for values, said in (
            ({"iban": "NL91ABNA0417164301"}, "digit is wrong"),
            ({"iban": "NL91ABNA041716430"}, "too short"),
            ({"iban": "US91ABNA0417164300"}, "no SEPA direct debits"),
            ({"iban": "hello"}, "begins with the country"),
            ({"bic": "GKCC"}, "no BIC"),
            ({"reference": "A B"}, "no space"),
            ({"scheme": "B2B", "partner_id": self._person().id}, "no business"),
        ):
            with self.subTest(values):
                self.assertRefused(said, self._mandate, **values)

    def _person(self):
        return self.env["res.partner"].create({"name": "Consumer"})

    def test_spaces_and_small_letters_are_no_mistake(self):
        self.assertEqual(self._mandate(iban="nl91 abna 0417 1643 00").iban, IBAN)

    @mute_logger("odoo.sql_db")
    def test_a_reference_is_of_one_mandate_whatever_its_letters(self):
        self._mandate(reference="Mandate-1")
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self._mandate(reference="MANDATE-1")
        self.assertIn("one_reference", str(caught.exception))

    def test_far_accounts_want_more(self):
        mandate = self._mandate(iban="CH9300762011623852957")
        self.assertRefused("BIC", mandate.action_activate)
        mandate.bic = "POFICHBEXXX"
        self.partner_a.write({"city": "Bern", "country_id": self.env.ref("base.ch").id})
        mandate.action_activate()
        self.assertEqual(mandate._get_debtor_address().city, "Bern")

    def test_unsigned_and_old_ones_are_not_collected_with(self):
        for day, said in (
            (False, "day on which it was signed"),
            ("2024-01-11", "day on which it was signed"),
            ("2021-01-09", "36 months"),
        ):
            mandate = self._mandate(signed_on=day)
            self.assertRefused(said, mandate.action_activate)
            self.assertEqual(mandate.state, "draft")

    def test_what_was_signed_stays(self):
        mandate = self._active()
        for values in ({"iban": OTHER_IBAN}, {"holder": "X"}, {"signed_on": "2023-01-01"}):
            self.assertRefused("amend it", mandate.write, values)
        self.assertRefused("Signed mandates are kept", mandate.unlink)

    def test_another_account_is_told_with_the_next_debit_only(self):
        mandate = self._active()
        dialog = self.env["subscription.sepa.amend.dialog"]
        for accepted in (False, True):
            if accepted:
                mandate._note_accepted(date(2024, 1, 9))
            number = OTHER_IBAN if accepted else "FR1420041010050500013M02606"
            dialog.create({"mandate_id": mandate.id, "iban": number}).action_amend()
            self.assertEqual(mandate.iban, number)
            self.assertEqual(mandate.token_id.payment_details, number[-4:])
            # A bank that never saw the mandate knows of no other account.
            self.assertEqual(self._original(mandate).other_account, accepted)
        mandate._note_accepted(date(2024, 1, 10))
        self.assertFalse(self._original(mandate))

    def test_another_creditor_identifier_is_told(self):
        mandate = self._active()
        self.company.subscription_creditor_identifier = "NL08ZZZ502057730000"
        self.assertEqual(self._original(mandate).identifier, "DE98ZZZ09999999999")
        mandate._note_accepted(date(2024, 1, 10))
        self.assertFalse(self._original(mandate))

    def test_one_that_was_taken_over_says_from_whom(self):
        values = {"original_identifier": "NL08ZZZ502057730000", "original_name": "Old"}
        mandate = self._active(original_reference="OLD-1", **values)
        original = self._original(mandate)
        self.assertEqual((original.reference, original.name), ("OLD-1", "Old"))
        self.assertEqual(original.identifier, "NL08ZZZ502057730000")

    def _original(self, mandate):
        """Return what the next file would tell of what was amended."""
        identifier = self.env["res.company"]._get_creditor(self.company)
        return mandate._get_original(identifier)

    # === the end === #

    def test_revoked_it_collects_nothing_more(self):
        subscription = self._subscription()
        mandate = self._active(subscription)
        mandate.action_revoke()
        self.assertEqual((mandate.state, mandate.token_id.active), ("revoked", False))
        self.assertFalse(subscription.payment_token_id)
        self.assertRefused("is revoked", mandate.action_activate)

    def test_removed_by_the_customer_it_is_revoked(self):
        mandate = self._active(self._subscription())
        mandate.token_id.active = False
        self.assertEqual(mandate.state, "revoked")

    def test_it_lapses_after_36_months_without_a_debit(self):
        subscription = self._subscription()
        mandate = self._active(subscription)
        mandate._note_used(date(2024, 2, 1))
        with freeze_time("2027-02-01 12:00:00"):
            self._gather("2027-02-01")
            self.assertEqual(mandate.state, "active")
        with freeze_time("2027-02-02 12:00:00"):
            self._gather("2027-02-02")
        self.assertEqual(mandate.state, "lapsed")
        self.assertTrue(subscription.needs_method)

    # === who enters it === #

    def test_a_clerk_enters_a_signed_paper(self):
        clerk = self._clerk()
        subscription = self._subscription(user_id=clerk.id)
        subscription.with_user(clerk).action_enter_mandate()
        dialog = self.env["subscription.sepa.mandate.dialog"].with_user(clerk)
        values = {"subscription_id": subscription.id, "iban": IBAN, "reference": "P-1"}
        dialog.create({**values, "signed_on": "2024-01-05"}).action_register()
        mandate = subscription.sepa_mandate_id
        self.assertEqual((mandate.reference, mandate.signed_how), ("P-1", "paper"))
        self.assertEqual(subscription.payment_token_id, mandate.token_id)
        shown = mandate.with_user(clerk)
        self.assertIn("4300", shown.iban_hidden)
        with self.assertRaises(AccessError):
            shown.read(["iban"])

    def test_a_clerk_prints_one_to_be_signed(self):
        subscription = self._subscription()
        dialog = self.env["subscription.sepa.mandate.dialog"].create(
            {"subscription_id": subscription.id, "iban": IBAN, "is_signed": False}
        )
        action = dialog.action_register()
        self.assertEqual(action["type"], "ir.actions.report")
        mandate = self.env["subscription.sepa.mandate"].search([], limit=1)
        self.assertEqual((mandate.state, mandate.signed_on), ("draft", False))
        self.assertFalse(subscription.payment_token_id)

    def test_one_of_somebody_else_is_refused(self):
        subscription = self._subscription(partner_id=self.partner_b.id)
        self.assertRefused("another customer's", self._active, subscription)

    def test_imported_rows_are_drafts_that_say_what_is_wrong(self):
        columns = ["reference", "partner_id", "iban", "signed_on", "state"]
        rows = [["I-1", "Ada Lovelace", "NL91 ABNA 0417 1643 00", "2024-01-02"]]
        mandates = self.env["subscription.sepa.mandate"]
        result = mandates.load(columns[:4], rows)
        self.assertFalse(result["messages"])
        mandate = mandates.browse(result["ids"])
        self.assertEqual((mandate.state, mandate.iban), ("draft", IBAN))
        mandate.action_activate()
        wrong = ["I-2", "Ada Lovelace", "NL91X", "2024-01-02"]
        result = mandates.load(columns[:4], [wrong])
        self.assertIn("IBAN", result["messages"][0]["message"])
        result = mandates.load(columns, [[*rows[0], "active"]])
        self.assertIn("kept by the system", result["messages"][0]["message"])

    # === the paper === #

    def test_the_paper_says_what_the_scheme_wants(self):
        subscription = self._subscription()
        mandate = self._active(subscription, signed_at="Lille")
        self.partner_b.is_company = True
        business = self._mandate(scheme="B2B", partner_id=self.partner_b.id)
        report = self.env["ir.actions.report"]
        name = "subscription_rental_sepa.report_sepa_mandate"
        for record, said, unsaid in (
            (mandate, "within 8 weeks", "business-to-business transactions"),
            (business, "business-to-business transactions", "within 8 weeks"),
        ):
            html = report._render_qweb_html(name, record.ids)[0].decode()
            self.assertIn(said, html)
            self.assertNotIn(unsaid, html)
            self.assertIn(record.reference, html)
            self.assertIn("DE98ZZZ09999999999", html)
            self.assertNotIn(IBAN, html)
        told = mandate.token_id._get_mandate_vals()
        self.assertEqual((told["signed_at"], told["debtor"]), ("Lille", "Ada Lovelace"))
