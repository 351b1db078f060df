import base64

from odoo import Command
from odoo.tests import freeze_time
from odoo.tools.misc import file_open

from ..common import SubscriptionCommon


@freeze_time("2024-01-10 12:00:00")
class TestContract(SubscriptionCommon):
    """The contract keeps what was accepted, and by whom (SE11)."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("sales_team.group_sale_manager")

    def _sell(self):
        with file_open("base/static/img/main_partner-image.png", "rb") as image:
            signature = base64.b64encode(image.read())
        self.product.product_tmpl_id.rental_replacement_value = 640.0
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "signed_by": "Nadia",
                "signed_on": "2024-01-10 11:00:00",
                "signature": signature,
                "order_line": [
                    Command.create(
                        {"product_id": self.product.id, "rental_plan_id": self.plan.id}
                    )
                ],
            }
        )
        order.action_confirm()
        return order.rental_subscription_ids

    def _print(self, subscription):
        report = self.env["ir.actions.report"]
        html, _type = report._render_qweb_html(
            "subscription_rental.report_contract", subscription.ids
        )
        return html.decode()

    def test_it_keeps_the_version_that_was_accepted(self):
        self.plan.contract_terms = "<p>Bring it back clean.</p>"
        self.assertEqual(self.plan.contract_version, 2)
        subscription = self._sell()
        self.plan.contract_terms = "<p>Bring it back polished.</p>"
        self.assertEqual(
            (subscription.contract_version, self.plan.contract_version), (2, 3)
        )
        printed = self._print(subscription)
        self.assertIn("Bring it back clean.", printed)
        self.assertNotIn("polished", printed)

    def test_it_shows_price_replacement_value_and_signature(self):
        printed = self._print(self._sell())
        # A consumer is shown the price with 15 %.
        for text in ("34.50", "640.00", "Nadia", "data:image/png;base64"):
            self.assertIn(text, printed)

    def test_without_an_order_it_is_printed_too(self):
        subscription = self._draft()
        subscription.action_activate()
        self.assertEqual(subscription.contract_version, 1)
        self.assertNotIn("Signed", self._print(subscription))

    def test_one_day_is_a_day_in_every_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.plan.trial_days = 1
        self.assertIn("1 day, free", self._print(self._draft()))
        for lang, said in (("en_US", "1 day free"), ("fr_FR", "1\N{NO-BREAK SPACE}jour")):
            plan = self.plan.with_context(lang=lang)
            self.assertIn(said, plan._get_offer_sentence())
        self.plan.trial_days = 14
        self.assertIn("14 days free", self.plan._get_offer_sentence())

    def test_the_offer_says_how_long_the_term_is(self):
        self.plan.write({"term_count": 1, "interval_unit": "year"})
        self.assertIn("for 1 year", self.plan._get_offer_sentence())

    def test_it_says_what_leaving_early_costs(self):
        table = [
            ({"early_fee_rule": "fixed", "early_fee": 45.0}, "pays once, before taxes: $"),
            (
                {"early_fee_rule": "remaining", "early_fee_percent": 50.0},
                "50 % of the price",
            ),
            # What is charged is what stands here, to the last decimal.
            (
                {"early_fee_rule": "remaining", "early_fee_percent": 12.5},
                "12.5 % of the price",
            ),
            ({"early_fee_rule": "refused"}, "It cannot be ended before."),
            ({"early_fee_rule": "none"}, "pays no fee"),
        ]
        for values, said in table:
            plan = self._plan(commitment_count=12, **values)
            printed = self._print(self._draft(plan_id=plan.id))
            self.assertIn(said, printed)
            self.assertEqual("45.00" in printed, "early_fee" in values)
        self.assertNotIn("ends it before", self._print(self._draft()))

    def test_it_says_what_comes_after_the_term(self):
        table = [
            ({"renewal": "automatic", "renewal_count": 2}, "each time for: 2 "),
            ({"renewal": "none", "grace_days": 7}, "renewed within 7 days"),
            ({"renewal": "none"}, "Then it ends by itself."),
            ({"renewal": "on_payment", "renewal_count": 2}, "you pay, each time for: 2 "),
            ({"renewal": "on_payment"}, "do not pay before its end, it ends. You get the"),
            ({"renewal": "on_payment", "grace_days": 7}, "within 7 days after its end"),
        ]
        for values, said in table:
            plan = self._plan(term_count=12, **values)
            self.assertIn(said, self._print(self._draft(plan_id=plan.id)))

    def test_the_quotation_shows_the_terms(self):
        self.plan.contract_terms = "<p>Bring it back clean.</p>"
        order = self._sell().sale_order_id
        html = self.env["ir.qweb"]._render(
            "sale.sale_order_portal_content",
            {"sale_order": order, "report_type": "html", "is_html_empty": lambda x: not x},
        )
        self.assertIn("Bring it back clean.", str(html))
        self.assertIn("Then, every", str(html))
