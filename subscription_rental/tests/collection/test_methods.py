from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from ..common_payment import PaymentCommon


@freeze_time("2024-01-10 12:00:00")
class TestMethods(PaymentCommon):
    """Stored methods: whose they are, when they end, how they are asked for (LC7, SE5)."""

    def test_brand_last_four_and_expiry_are_shown(self):
        self.token.rental_expiry = date(2026, 3, 1)
        subscription = self._collected()
        name = subscription.payment_method_name
        self.assertIn("1234", name)
        self.assertIn("03/26", name)

    def test_the_sentence_on_top_says_how_it_is_paid(self):
        subscription = self._collected()
        self._bill(subscription, "2024-01-01")
        self.assertRegex(subscription.headline, r"30.00.* on 02/01/2024 by .*1234")

    def test_somebody_elses_method_is_refused(self):
        theirs = self._token(self.partner_b)
        with self.assertRaisesRegex(ValidationError, "another customer's"):
            self._collected(payment_token_id=theirs.id)

    def test_another_companys_method_is_refused(self):
        other = self.company_data_2 if hasattr(self, "company_data_2") else None
        company = (
            other["company"] if other else self.env["res.company"].create({"name": "Two"})
        )
        provider = self.provider.copy({"company_id": company.id, "journal_id": False})
        token = self._token(provider_id=provider.id)
        with self.assertRaisesRegex(ValidationError, "another company"):
            self._collected(payment_token_id=token.id)

    def test_an_archived_method_is_lost_and_missed(self):
        subscription = self._collected()
        self.assertIn(
            subscription.display_name,
            [record["name"] for record in self.token.get_linked_records_info()],
        )
        self.token.active = False
        self.assertFalse(subscription.payment_token_id)
        self.assertTrue(subscription.needs_method)
        self.assertIn("removed", subscription.activity_ids.summary)

    def test_a_clerk_chooses_one_of_the_customers(self):
        subscription = self._collected(payment_token_id=False)
        found = self.env["payment.token"].with_user(self._clerk()).search([])
        self.assertIn(self.token, found)
        subscription.with_user(found.env.user).payment_token_id = self.token
        self.assertEqual(subscription.payment_token_id, self.token)

    def _tell_expiry(self, day):
        self._job("subscription.expiry.job", "_tell_of_cards", self._day(day))

    def test_before_a_card_expires_its_holder_is_asked_once(self):
        self.token.rental_expiry = date(2024, 2, 1)
        subscription = self._collected()
        self._tell_expiry("2024-01-29")
        self.assertFalse(self._mails(subscription))
        self._tell_expiry("2024-01-30")
        self._tell_expiry("2024-01-31")
        self.assertEqual(self._mails(subscription), ["Your payment method expires soon"])
        self.assertEqual(len(subscription.activity_ids), 1)
        self.token.rental_expiry = date(2028, 2, 1)
        self.assertFalse(self.token.rental_expiry_told)

    def test_another_method_settles_the_question(self):
        subscription = self._collected(payment_token_id=False)
        subscription._remove_method()
        self.assertTrue(subscription.activity_ids)
        subscription._use_method(self.token)
        self.assertFalse(subscription.activity_ids)

    # === asking === #

    def _ask(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_the_dialog_shows_a_link_and_notices_the_method(self):
        subscription = self._collected(payment_token_id=False)
        clerk = subscription.with_user(self._clerk())
        ask = self._ask(clerk.action_ask_for_method()).with_user(clerk.env.user)
        self.assertIn(f"/my/subscriptions/{subscription.id}/payment_method", ask.link)
        self.assertIn("access_token=", ask.link)
        self.assertTrue(ask.qr_code)
        self.assertFalse(ask.is_done)
        subscription._use_method(self.token)
        ask.invalidate_recordset()
        self.assertTrue(ask.is_done)
        self.assertIn("1234", ask.result)

    def test_a_refused_card_is_shown_with_its_reason(self):
        subscription = self._collected(payment_token_id=False)
        ask = self._ask(subscription.action_ask_for_method())
        transaction = self._create_transaction(
            "direct",
            operation="validation",
            amount=0.0,
            rental_subscription_id=subscription.id,
            currency_id=self.company.currency_id.id,
        )
        transaction._set_error("The card has expired")
        ask.invalidate_recordset()
        self.assertTrue(ask.is_failed)
        self.assertEqual(ask.result, "The card has expired")

    def test_the_link_goes_by_mail(self):
        subscription = self._collected(payment_token_id=False)
        clerk = self._clerk()
        ask = self._ask(subscription.with_user(clerk).action_ask_for_method())
        ask.with_user(clerk).action_send()
        self.assertIn("Choose a payment method", self._mails(subscription)[0])
        self.partner_a.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            ask.with_user(clerk).action_send()

    def test_an_invoice_is_paid_by_link(self):
        subscription = self._collected(payment_token_id=False)
        invoice = self._bill(subscription, "2024-01-01")
        clerk = self._clerk()
        ask = self._ask(subscription.with_user(clerk).action_pay_link()).with_user(clerk)
        self.assertIn(f"/my/invoices/{invoice.id}", ask.link)
        self.assertFalse(ask.is_done)
        ask.action_send()
        self.assertIn(f"Pay {invoice.name} online", self._mails(invoice)[-1])
        self._pay(invoice)
        ask.invalidate_recordset()
        self.assertTrue(ask.is_done)
        with self.assertRaisesRegex(UserError, "no open invoice"):
            subscription.action_pay_link()

    def test_without_a_provider_that_keeps_methods_it_says_so(self):
        self.provider.allow_tokenization = False
        self.assertIn("No payment provider", self.plan.collection_warning)
        subscription = self._collected(payment_token_id=False)
        with self.assertRaisesRegex(UserError, "No payment provider"):
            subscription.action_ask_for_method()

    # === orders that are collected === #

    def test_paying_such_an_order_keeps_its_method(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "rental_plan_id": self.plan.id})
                ],
            }
        )
        providers = self.env["payment.provider"]
        self.assertTrue(providers._is_tokenization_required(sale_order_id=order.id))
        methods = self.env["payment.method"]
        self.payment_method.support_tokenization = False
        offered = methods._get_compatible_payment_methods(
            self.provider.ids, self.partner_a.id, sale_order_id=order.id
        )
        self.assertNotIn(self.payment_method, offered)
        ordinary = self.env["sale.order"].create({"partner_id": self.partner_a.id})
        self.assertFalse(providers._is_tokenization_required(sale_order_id=ordinary.id))

    def test_what_was_paid_with_is_collected_with(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "require_payment": True,
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "rental_plan_id": self.plan.id})
                ],
            }
        )
        transaction = self._create_transaction(
            "direct",
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[(6, 0, order.ids)],
            token_id=self.token.id,
        )
        transaction._set_done()
        transaction._post_process()
        subscription = order.rental_subscription_ids
        self.assertEqual(subscription.payment_token_id, self.token)
        self.assertEqual(subscription.period_ids.move_line_ids.move_id.amount_residual, 0)
