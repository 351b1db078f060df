import re
from datetime import date

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common_portal import PAGE, PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestConsumerCancel(PortalCommon):
    """Consumers cancel online, whatever the plan says, where the law asks for it (PO4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.fr")
        cls.plan.portal_cancel = False

    def _shown(self, text):
        return dict(re.findall(r'name="(amount_shown|date)"\s+value="([^"]*)"', text))

    def _cancel(self, url, **data):
        """Cancel on the page that shows what it costs; return the response."""
        shown = self._shown(self._read(f"{url}/cancel")[1])
        return self._send(f"{url}/cancel/confirm", **shown, **data)

    def test_a_plan_cannot_keep_consumers_from_cancelling(self):
        self.assertIn("o_rental_cancel", self._read(self.url)[1])
        self._cancel(self.url)
        self.assertEqual(self.subscription.cancel_date, date(2024, 2, 1))
        self._send(f"{self.url}/undo")
        self.assertFalse(self.subscription.cancel_date)

    def test_in_other_countries_and_with_companies_the_plan_decides(self):
        for country, vat, may in (
            ("de", False, True),
            ("nl", False, True),
            ("be", False, False),
            ("fr", "FR23334175221", False),
        ):
            with self.subTest(country, vat=vat):
                self.company.country_id = self.env.ref(f"base.{country}")
                self.partner_a.vat = vat
                self.assertEqual("o_rental_cancel" in self._read(self.url)[1], may)

    def test_who_cancels_gets_a_receipt_at_once(self):
        response = self._cancel(self.url, reason="I move")
        self.assertIn("sent you a receipt by e-mail", response.text)
        proof = self.subscription.declaration_ids
        self.assertEqual((proof.kind, proof.declared_reason), ("cancellation", "I move"))
        self.assertEqual(str(proof.declared_at), "2024-01-10 12:00:00")
        self.assertEqual(proof.declared_end, date(2024, 2, 1))
        for words in ("12:00:00", "cancels the contract", "01/31/2024", "I move"):
            self.assertIn(words, proof.receipt_id.body)
        self.assertEqual(self._mails(self.subscription)[-1], proof.receipt_id.subject)

    def test_who_is_archived_gets_the_receipt_still(self):
        self.partner_a.active = False
        given = {"name": "Ada", "email": self.partner_a.email}
        self.subscription._declare_cancellation(given, "I move")
        mails = self.env["mail.mail"].search([("res_id", "=", self.subscription.id)])
        self.assertIn(self.partner_a.email, mails.mapped("email_to"))

    def test_the_minimum_term_decides_the_day_still(self):
        plan = self._plan(
            commitment_count=12, early_fee_rule="refused", portal_cancel=False, name="Long"
        )
        rental = self._subscription(plan_id=plan.id)
        self._bill(rental, "2024-01-01")
        url = f"{PAGE}/{rental.id}"
        page = self._read(f"{url}/cancel")[1]
        self.assertIn("12/31/2024", page)
        self.assertIn("That is the end of the minimum term", page)
        self._cancel(url, when="period")
        self.assertEqual(rental.cancel_date, date(2025, 1, 1))

    def test_the_fee_is_as_agreed(self):
        plan = self._plan(
            commitment_count=12, early_fee_rule="fixed", early_fee=40.0, name="Fee"
        )
        rental = self._subscription(plan_id=plan.id)
        self._bill(rental, "2024-01-01")
        self._cancel(f"{PAGE}/{rental.id}")
        self.assertEqual(rental.cancel_date, date(2024, 2, 1))
        self.assertEqual(rental._get_pending_charges().amount, 40.0)

    def test_the_labels_are_those_of_the_country(self):
        for code, language, words in (
            ("fr", "fr_FR", ("Résilier votre contrat", "Notification de la résiliation")),
            ("de", "de_DE", ("Verträge hier kündigen", "Jetzt kündigen")),
        ):
            with self.subTest(code):
                self.env["res.lang"]._activate_lang(language)
                self.company.country_id = self.env.ref(f"base.{code}")
                self.user.lang = language
                self.assertIn(words[0], self._read(self.url)[1])
                self.assertIn(words[1], self._read(f"{self.url}/cancel")[1])

    # === for a reason === #

    def test_who_leaves_for_a_reason_is_answered_by_a_person(self):
        self.assertIn("o_rental_leave", self._read(f"{self.url}/cancel")[1])
        for _twice in range(2):
            response = self._send(f"{self.url}/leave", reason="It was never delivered")
            self.assertIn("A person answers you", response.text)
        self.assertFalse(self.subscription.cancel_date)
        proof = self.subscription.declaration_ids
        self.assertEqual((len(proof), proof.kind), (1, "extraordinary"))
        self.assertFalse(proof.is_carried_out)
        self.assertIn("It was never delivered", proof.receipt_id.body)
        asked = self.subscription.activity_ids.filtered(
            lambda one: one.summary == "Cancelled for a reason"
        )
        self.assertEqual(len(asked), 1)
        self.assertIn("It was never delivered", asked.note)

    @mute_logger("odoo.http")
    def test_without_a_reason_or_a_right_nothing_is_declared(self):
        self.assertIn("Say why", self._send(f"{self.url}/leave", reason=" ").text)
        response = self._send(f"{self.url}/leave", "stranger", reason="x")
        self.assertEqual(response.status_code, 404)
        self.assertIn(self._read(f"{self.url}/leave")[0], (404, 405))
        self.company.country_id = self.env.ref("base.be")
        response = self._send(f"{self.url}/leave", reason="x")
        self.assertIn("not possible any more", response.text)
        self.assertFalse(self.subscription.declaration_ids)
