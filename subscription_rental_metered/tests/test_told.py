from odoo.tests import freeze_time

from .common import MeteredCommon

SPACE = "\N{NO-BREAK SPACE}"


@freeze_time("2024-01-01 12:00:00")
class TestUseTold(MeteredCommon):
    """What use costs is said wherever the price is, in the reader's words (PL15, PO3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.copies.taxes_id = cls.env["account.tax"].create(
            {"name": "21 %", "amount": 21.0, "price_include_override": "tax_excluded"}
        )

    def _get_mail(self, subscription):
        """Return the confirmation that its customer is sent."""
        subscription.partner_id.email = "reader@example.com"
        subscription._send_confirmation()
        mails = self.env["mail.mail"].sudo()
        return mails.search([("res_id", "=", subscription.id)], limit=1).body_html

    def test_the_confirmation_says_it(self):
        self.partner_a.is_company = True
        subscription = self._draft()
        subscription.line_ids.quantity = 3
        subscription._start(subscription.date_start)
        mail = self._get_mail(subscription)
        self.assertIn(f"3,000 copies a month included, then ${SPACE}0.02 each", mail)

    def test_the_confirmation_says_it_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        ours = ["subscription_rental", "subscription_rental_metered"]
        self.env["ir.module.module"]._load_module_terms(ours, ["fr_FR"])
        self.partner_a.write({"is_company": True, "lang": "fr_FR"})
        mail = self._get_mail(self._subscription())
        self.assertIn("copies par mois inclus", mail)
        self.assertNotIn("included", mail)

    def test_consumers_are_told_it_with_taxes(self):
        gross = f"then ${SPACE}0.0242 each"
        self.partner_a.write({"is_company": False, "vat": False})
        subscription = self._subscription()
        self.assertIn(gross, self._get_mail(subscription))
        reports = self.env["ir.actions.report"]
        contract, _kind = reports._render_qweb_html(
            "subscription_rental.report_contract", subscription.ids
        )
        self.assertIn(gross, contract.decode())
        told = subscription._get_prices_told()
        [use] = [said for name, said in self.plan._get_law_rows(told=told) if "Use" in name]
        self.assertIn(gross, use)
        # Where it is kept, as it was typed.
        self.assertIn(f"then ${SPACE}0.02 each", subscription.line_ids.use_sentence)

    def test_taxes_that_prices_include_are_left_out_for_companies(self):
        self.copies.taxes_id.price_include_override = "tax_included"
        self.tariff.tier_ids.price_unit = 0.0242
        self.tariff.minimum = 1.21
        self.partner_a.is_company = True
        [(name, said)] = self._subscription()._get_price_terms()
        self.assertEqual(name, self.product.display_name)
        self.assertIn(f"then ${SPACE}0.02 each, at least ${SPACE}1.00 a month", said)

    def test_abroad_it_is_told_with_the_taxes_of_there(self):
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        self.env["account.tax"].create(
            {
                "name": "10 % abroad",
                "amount": 10.0,
                "fiscal_position_ids": position.ids,
                "original_tax_ids": self.copies.taxes_id.ids,
            }
        )
        self.partner_a.write({"is_company": False, "vat": False})
        subscription = self._subscription(fiscal_position_id=position.id)
        [(_name, said)] = subscription._get_price_terms()
        self.assertIn(f"${SPACE}0.022 each", said)

    def test_a_quotation_tells_it_as_it_is_asked(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "rental_plan_id": self.plan.id})
                ],
            }
        )
        line = order.order_line
        for with_taxes, price in ((None, "0.02"), (False, "0.02"), (True, "0.0242")):
            with self.subTest(with_taxes):
                [said] = line._get_terms_beside_price(with_taxes)
                self.assertTrue(said.endswith(f"then ${SPACE}{price} each"), said)
        told = self._subscription()._get_prices_told()._replace(with_taxes=True)
        [use] = [row[1] for row in self.plan._get_law_rows(line, told) if "Use" in row[0]]
        self.assertIn("0.0242", use)
