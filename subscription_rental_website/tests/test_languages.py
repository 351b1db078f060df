from odoo.tests import freeze_time, tagged

from .common_checkout import CheckoutCommon

# What a visitor reads on the product's page, in the cart, and before ordering.
READ = {
    "fr_FR": (
        ["Choisissez votre ", "Aujourd'hui", "tous les 3 mois"],
        ["Aujourd'hui", "Ensuite", "tous les 3 mois"],
        [
            "Commande avec obligation de paiement",
            "vous rétracter du contrat",
            "Conditions, version",
        ],
    ),
    "nl_NL": (
        ["Kies je ", "Vandaag", "elke 3 maanden"],
        ["Vandaag", "Daarna", "elke 3 maanden"],
        [
            "Bestelling met betalingsverplichting",
            "Je kunt de overeenkomst binnen",
            "Voorwaarden, versie",
        ],
    ),
}


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestLanguages(CheckoutCommon):
    """The shop in the languages of its visitors (SE6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        languages = [cls.env["res.lang"]._activate_lang(code) for code in READ]
        for language in languages:
            cls.website.language_ids |= language
        cls.env["ir.module.module"]._load_module_terms(
            ["subscription_rental", "subscription_rental_website"], list(READ)
        )
        cls.quarterly = cls._shop_plan(
            "Quarterly",
            90.0,
            interval_count=3,
            invoice_mode="collect",
            contract_terms="<p>Ride.</p>",
        )
        cls.quarterly._approve_sending(cls.company)
        cls.monthly.is_published = False

    def _read(self, lang, url):
        """Return the text of a page in that language, as it stands in its HTML."""
        code = self.env["res.lang"]._lang_get(lang).url_code
        return self.url_open(f"/{code}{url}").text.replace("&#39;", "'")

    def test_pages_are_in_the_visitors_language(self):
        cart = self._fill(self.quarterly)
        for lang, (product, basket, last) in READ.items():
            page = self._read(lang, self.template.website_url)
            for words in product:
                self.assertIn(words, page)
            page = self._read(lang, "/shop/cart")
            for words in basket:
                self.assertIn(words, page)
            self._read(lang, "/shop/checkout")
            page = self._read(lang, "/shop/payment")
            for words in last:
                self.assertIn(words, page)
            for left in ("Choose your plan", "obligation to pay", "every 3 months"):
                self.assertNotIn(left, page)
        # What was shown in one language is ordered from a page in another.
        _answer, transaction = self._pay(cart, rental_accepted=self._shown(page))
        self.assertEqual(transaction.amount, cart.amount_total)

    def test_days_are_named_in_every_language(self):
        self.quarterly.trial_days = 14
        # French keeps a number and its unit on one line.
        names = {"en_US": "14 days", "fr_FR": "14\u00a0jours", "nl_NL": "14 dagen"}
        for lang, days in names.items():
            with self.subTest(lang):
                plan = self.quarterly.with_context(lang=lang)
                self.assertEqual(plan._get_trial_name(), days)
        self.quarterly.trial_days = 1
        self.assertEqual(
            self.quarterly.with_context(lang="nl_NL")._get_trial_name(), "1 dag"
        )
