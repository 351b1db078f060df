from odoo.tests import Form
from odoo.tools.translate import code_translations

from ... import retold
from ..common_dunning import DunningCommon

STOPPED = "The server stopped while the provider was asked."


class TestRetold(DunningCommon):
    """LC6: a reason that is stored is read in the language of its reader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("nl_NL", "fr_FR"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._load_module_terms(["subscription_rental"], ["nl_NL"])

    def _read(self, record, name, lang="nl_NL"):
        """Return what somebody reads who speaks this language."""
        [values] = record.with_context(lang=lang).read([name])
        return values[name]

    def _tell(self, charge, text, lang="nl_NL"):
        """Return what is read of `text`, stored as the reason of a charge."""
        charge.state_message = text
        return self._read(charge, "rental_told_reason", lang)

    def test_our_own_sentences_are_told_anew_in_whichever_language_they_are(self):
        charge = self._failed()[1].move_id.rental_charge_ids
        dutch = "De server stopte terwijl de provider gevraagd werd."
        for text in (STOPPED, dutch):
            with self.subTest(text):
                self.assertEqual(self._tell(charge, text), dutch)
                self.assertEqual(self._tell(charge, text, "en_US"), STOPPED)
                self.assertIn("Le serveur s'est", self._tell(charge, text, "fr_FR"))
                # What is stored stays as it was said.
                self.assertEqual(charge.state_message, text)
        reader = charge.with_context(lang="nl_NL")
        (rows,) = reader.export_data(["rental_told_reason"]).values()
        self.assertEqual(rows, [[dutch]])

    def test_what_a_bank_or_a_person_says_stays_as_it_is(self):
        charge = self._failed()[1].move_id.rental_charge_ids
        for text in ("Insufficient funds", "MD06 Refund", STOPPED + " Twice.", ""):
            with self.subTest(text):
                self.assertEqual(self._tell(charge, text) or "", text)

    def test_what_stands_in_a_sentence_is_told_too(self):
        charge = self._failed()[1].move_id.rental_charge_ids
        inner = "MS03 " + STOPPED
        self.assertEqual(
            self._tell(charge, f"Not charged again: {inner}"),
            "Niet opnieuw geïnd: MS03 De server stopte terwijl de provider gevraagd werd.",
        )
        self.assertEqual(
            self._tell(charge, "Beslist door Jo 100% sure.", "en_US"),
            "Decided by Jo 100% sure.",
        )

    def test_patterns_are_sentences_of_ours(self):
        texts = code_translations.get_python_translations("subscription_rental", "nl")
        figures = self.env["subscription.closing.figure"]._fields
        for name in ("name", "explanation"):
            self.assertLessEqual(set(figures[name].patterns), set(texts))
        self.assertLessEqual(set(retold.PATTERNS), set(texts))

    def test_the_timeline_of_dunning_is_read_in_dutch(self):
        _subscription, case = self._failed()
        case._skip("No time", self.env.company._subscription_today())
        case._hold("They dispute it", self.env.company._subscription_today())
        here = case.with_context(lang="nl_NL")
        rows = [(row["what"], row["note"]) for row in here._get_ladder_rows()]
        self.assertEqual(
            rows,
            [
                ("Betaling mislukt", ""),
                ("Overgeslagen: Opnieuw innen", "No time"),
                ("In de wacht gezet", "They dispute it"),
            ],
        )
        case._write_kept({"hold_reason": "Write-off undone"})
        self.assertIn("Afboeking teruggedraaid", here._get_sentence())

    def test_figures_are_told_line_by_line(self):
        closing = self.env["subscription.closing"]._get_for(
            self.company, self.company._subscription_today()
        )
        closing._count_figures()
        row = closing.figure_ids.filtered(lambda one: one.code == "drafts")
        self.assertEqual(self._read(row, "name"), "Resterende concepten")
        row.sudo().explanation = "Other entries on the account: $ -9.00\nAs of today."
        self.assertEqual(
            self._read(row, "explanation"),
            "Andere boekingen op de rekening: $ -9.00\nPer vandaag.",
        )
        row.sudo().name = "Tax: 21% ex"
        self.assertEqual(self._read(row, "name"), "Btw: 21% ex")


class TestWhoDecides(DunningCommon):
    """BI7: a case whose ladder has no step left says that a person decides."""

    def test_the_case_of_a_subscription_that_is_over_waits_for_a_person(self):
        subscription, case = self._failed()
        self.assertEqual(case.next_told, "Charge again")
        subscription.action_cancel()
        self._live(*range(2, 60, 4))
        self.assertEqual((case.state, case.next_step_id.id), ("open", False))
        why = "A person decides: the subscription is over"
        self.assertEqual(case.next_told, why)
        self.assertEqual(Form(case).next_told, why)
        self.assertIn(why, subscription.dunning_state)
        undecided = [("state", "=", "open"), ("next_step_id", "=", False)]
        self.assertEqual(case.search(undecided), case)

    def test_without_a_charge_no_bank_has_given_a_reason(self):
        plan = self._plan(invoice_mode="post")
        invoice = self._bill(self._subscription(plan_id=plan.id), "2024-01-01")
        today = self.company._subscription_today()
        case = self.env["subscription.dunning.case"].sudo()
        case = case._open_case(invoice, "overdue", today, today)
        self.assertFalse(case.refusal_reason)

    def test_each_case_says_what_comes_next(self):
        _one, held = self._failed()
        _other, taken = self._failed()
        self.policy.step_ids.filtered(lambda one: one.action == "terminate").active = False
        held._hold("They dispute it", self.company._subscription_today())
        self._live(*range(2, 60, 4))
        self.assertEqual(
            (held | taken).mapped("next_told"),
            ["On hold: They dispute it", "A person decides: all steps are taken"],
        )
        taken._write_kept({"state": "ended"})
        self.assertFalse(taken.next_told)

    def test_a_mistyped_translation_is_read_all_the_same(self):
        mistyped = "Overgeslagen: %(wat)s, 100 % zeker"
        filled = retold._fill(mistyped, {"step": "Aanmanen"})
        self.assertEqual(filled, mistyped)
        self.assertEqual(retold._fill("%(step)s: 5 %", {"step": "Nu"}), "Nu: 5 %")
