from odoo.tests import HttpCase, freeze_time
from odoo.tools import mute_logger

from .common import IBAN, SepaCommon

SIGN = "/subscriptions/sepa/sign"


@freeze_time("2024-01-10 12:00:00")
class TestSignedOnline(SepaCommon, HttpCase):
    """A customer registers a mandate on their own phone, by a link (SE5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._subscription()
        cls.link = cls.subscription._portal_ensure_token()
        cls.page = f"/my/subscriptions/{cls.subscription.id}"

    def _rpc(self, path, **params):
        answer = self.url_open(path, json={"jsonrpc": "2.0", "params": params}).json()
        error = answer.get("error")
        return error["data"] if error else answer.get("result")

    def _begin(self, **values):
        """Return what the page gets as the customer goes on."""
        return self._rpc(
            f"{self.page}/transaction/one",
            provider_id=self.sepa.id,
            payment_method_id=self.sepa.payment_method_ids.id,
            token_id=None,
            amount=None,
            flow="direct",
            tokenization_requested=True,
            landing_route="/my",
            is_validation=True,
            access_token=self.link,
            **values,
        )

    def _sign(self, values, **typed):
        form = {
            "iban": "NL91 ABNA 0417 1643 00",
            "holder": "A. Lovelace",
            "signed_name": "Ada Lovelace",
            "place": "Gent",
            "accepted": True,
            **typed,
        }
        reference, key = values["reference"], values["sepa_key"]
        return self._rpc(SIGN, **{"reference": reference, "key": key, **form})

    def _find(self):
        return self.env["subscription.sepa.mandate"].search([])

    def test_signed_on_the_phone_it_is_collected_with(self):
        text = self.url_open(f"{self.page}/payment_method?access_token={self.link}").text
        self.assertIn("I sign this mandate", text)
        self.assertIn("DE98ZZZ09999999999", text)
        self.assertIs(self._sign(self._begin()), True)
        mandate = self._find()
        self.assertEqual((mandate.iban, mandate.state), (IBAN, "active"))
        self.assertEqual((mandate.signed_how, mandate.signed_at), ("online", "Gent"))
        self.assertEqual(mandate.signed_name, "Ada Lovelace")
        self.assertEqual(mandate.signed_ip, "127.0.0.1")
        self.assertIn("within 8 weeks", mandate.signed_text)
        self.assertIn(self.company.name, mandate.signed_text)
        self.assertEqual(self.subscription.payment_token_id, mandate.token_id)
        mails = self.env["mail.mail"].search([("model", "=", mandate._name)])
        self.assertEqual(len(mails.attachment_ids), 1)

    @mute_logger("odoo.http")
    def test_without_its_own_key_nothing_is_signed(self):
        values, other = self._begin(), self._begin()
        for wrong in (
            {"key": other["sepa_key"]},
            {"key": "x"},
            {"key": None},
            {"key": [1]},
            {"reference": other["reference"]},
            {"reference": "V-unknown"},
            {"reference": None},
        ):
            with self.subTest(wrong):
                self.assertIn("NotFound", self._sign(values, **wrong)["name"])
        self.assertFalse(self._find())

    @mute_logger("odoo.http")
    def test_somebody_elses_link_begins_nothing(self):
        other = self._subscription(partner_id=self.partner_b.id)
        self.page = f"/my/subscriptions/{other.id}"
        self.assertIn("NotFound", self._begin()["name"])

    @mute_logger("odoo.http")
    def test_what_cannot_be_is_refused_with_a_sentence(self):
        values = self._begin()
        for typed, said in (
            ({"iban": "NL91ABNA0417164301"}, "digit is wrong"),
            ({"iban": ""}, "Type the account"),
            ({"iban": {"a": 1}}, "IBAN"),
            ({"signed_name": " "}, "Type the account"),
            ({"accepted": False}, "Tick the box"),
            ({"accepted": "yes"}, "Tick the box"),
            ({"bic": "X"}, "no BIC"),
        ):
            with self.subTest(typed):
                self.assertIn(said, self._sign(values, **typed)["message"])
        self.assertFalse(self._find())
        self.assertFalse(self.subscription.payment_token_id)
        # Corrected, the same form is signed.
        self.assertIs(self._sign(values), True)

    @mute_logger("odoo.http")
    def test_a_form_is_signed_once(self):
        values = self._begin()
        self._sign(values)
        again = self._sign(values, iban="DE89370400440532013000")
        self.assertIn("sent already", again["message"])
        self.assertEqual(len(self._find()), 1)

    def test_the_kept_text_is_the_one_that_was_shown(self):
        """In the language of the page; one that nobody was shown is not made up."""
        self.env["res.lang"]._activate_lang("fr_FR")
        view = self.env.ref("subscription_rental_sepa.mandate_text")
        terms = view.get_field_translations("arch_db")[0]
        term = next(one["source"] for one in terms if "By signing" in one["source"])
        view.update_field_translations("arch_db", {"fr_FR": {term: "En signant"}})
        for lang, begins in (("fr_FR", "En signant"), ("xx_XX", "By signing")):
            self._sign(self._begin(), lang=lang)
            self.assertTrue(self._find()[0].signed_text.startswith(begins))

    # === businesses === #

    def _is_business(self):
        """Let the customer be a business, and the company offer it B2B mandates."""
        self.company.subscription_sepa_business = True
        self.partner_a.is_company = True

    def test_a_business_signs_and_its_bank_confirms_before_anything_is_debited(self):
        self._is_business()
        page = f"{self.page}/payment_method?access_token={self.link}"
        self.assertIn('name="sepa_scheme"', self.url_open(page).text)
        self.assertIs(self._sign(self._begin(), business=True), True)
        mandate = self._find()
        self.assertEqual((mandate.scheme, mandate.state), ("B2B", "unconfirmed"))
        self.assertIn("business-to-business", mandate.signed_text)
        self.assertNotIn("8 weeks", mandate.signed_text)
        self.assertFalse(mandate.token_id)
        self.assertFalse(self.subscription.payment_token_id)
        told = self.subscription.activity_ids.mapped("summary")
        self.assertIn("B2B mandate: has the bank registered it?", told)
        self.assertIn(mandate.reference, self.url_open(page).text)
        mail = self.env["mail.mail"].search([("model", "=", mandate._name)])
        self.assertIn("has to register it", mail.body_html)
        self._bill(self.subscription, "2024-01-10")
        self.assertFalse(self._collect("2024-01-10"))
        mandate.action_confirm()
        self.assertEqual(
            (mandate.state, str(mandate.confirmed_on)), ("active", "2024-01-10")
        )
        self.assertEqual(self.subscription.payment_token_id, mandate.token_id)
        self.assertNotIn("o_rental_mandate_waits", self.url_open(page).text)
        self.assertRefused("does not wait", mandate.action_confirm)

    @mute_logger("odoo.http")
    def test_consumers_are_offered_no_mandate_of_businesses(self):
        page = f"{self.page}/payment_method?access_token={self.link}"
        for offered, business in ((True, False), (False, True), (False, False)):
            with self.subTest(offered=offered, business=business):
                self.company.subscription_sepa_business = offered
                self.partner_a.is_company = business
                self.assertNotIn("sepa_scheme", self.url_open(page).text)
                said = self._sign(self._begin(), business=True)
                self.assertIn("for businesses", said["message"])
        self.assertFalse(self._find())

    @mute_logger("odoo.http")
    def test_a_business_may_sign_what_consumers_sign(self):
        self._is_business()
        for typed in (False, "true", 1):
            self._sign(self._begin(), business=typed)
            self.assertEqual(self._find()[0].scheme, "CORE")
