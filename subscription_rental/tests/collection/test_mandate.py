from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from ..common_payment import PaymentCommon
from ..common_printing import PrintingCommon

REPORT = "subscription_rental.report_mandate"


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestMandate(PaymentCommon, PrintingCommon):
    """The SEPA mandate behind a stored method (SE11)."""

    def setUp(self):
        super().setUp()
        self.sepa = self._token(
            payment_method_id=self.env.ref("payment.payment_method_sepa_direct_debit").id,
            payment_details="2345",
            provider_ref="MANDATE-0042",
        )
        self.company.write(
            {"subscription_creditor_identifier": "DE98 zzz 0999 9999 999", "city": "Gent"}
        )

    def _text(self, rental):
        return " ".join(self._print_pdf(REPORT, rental))

    def test_it_is_printed_with_what_is_known(self):
        rental = self._collected(payment_token_id=self.sepa.id)
        text = self._text(rental)
        for said in (
            "SEPA Direct Debit Mandate",
            "MANDATE-0042",
            rental.name,
            self.company.name,
            "Gent",
            "DE98ZZZ09999999999",
            self.partner_a.name,
            "2345",
            "Recurrent payment",
            "within 8 weeks starting from",
            f"registered online on {self.sepa.create_date:%m/%d/%Y}",
        ):
            self.assertIn(said, text)
        # Place and date of a signature are not known: they are left to fill in.
        self.assertEqual(text.count(30 * "."), 2)

    def test_what_a_provider_knows_is_printed(self):
        """The hook `_get_mandate_vals`, as a provider's addon overrides it."""
        method = type(self.sepa)._get_mandate_vals
        known = {"signed_on": self.sepa.create_date.date(), "signed_at": "Lille"}
        known |= {"iban": "FR76 **** 2345", "reference": "OWN-1"}
        self.patch(type(self.sepa), "_get_mandate_vals", lambda one: method(one) | known)
        text = self._text(self._collected(payment_token_id=self.sepa.id))
        for said in ("Lille", "FR76 **** 2345", "OWN-1"):
            self.assertIn(said, text)
        self.assertNotIn("MANDATE-0042", text)
        self.assertNotIn("registered online", text)
        self.assertNotIn("......", text)

    def test_a_card_has_no_mandate(self):
        """The menu Print offers it for what is paid by SEPA, and for nothing else."""
        card, debit = self._collected(), self._collected(payment_token_id=self.sepa.id)
        none = self._collected(payment_token_id=False)
        report = self.env.ref("subscription_rental.subscription_mandate_report")
        reader = new_test_user(
            self.env,
            login="reader",
            groups="subscription_rental.group_billing_reader",
            company_id=self.company.id,
        )
        for rental, offered in ((card, False), (none, False), (debit, True)):
            with self.subTest(rental=rental.id):
                found = report.with_user(reader).get_valid_action_reports(
                    rental._name, rental.ids
                )
                self.assertEqual(bool(found), offered)
        self.assertIn("there is no mandate", self._text(card))

    def test_a_wrong_creditor_identifier_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no SEPA creditor identifier"):
            self.company.subscription_creditor_identifier = "DE99ZZZ09999999999"
