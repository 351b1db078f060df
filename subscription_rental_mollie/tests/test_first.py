from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase, freeze_time
from odoo.tools import mute_logger

from .common import LOGS, MollieCommon

WEBHOOK = "/payment/mollie/webhook"


class TestFirst(MollieCommon, HttpCase):
    """A first payment makes a mandate, with which the subscription is collected (BI14)."""

    def _page(self, subscription):
        token = subscription._portal_ensure_token()
        return f"/my/subscriptions/{subscription.id}", token

    def _register(self, subscription, method):
        """Let the customer choose a method on their page; return the transaction."""
        page, token = self._page(subscription)
        self.env.flush_all()
        values = self.make_jsonrpc_request(
            f"{page}/transaction/one",
            {
                "access_token": token,
                "provider_id": self.mollie.id,
                "payment_method_id": self.methods[method].id,
                "token_id": None,
                "amount": None,
                "flow": "redirect",
                "tokenization_requested": True,
                "landing_route": "/",
                "is_validation": True,
            },
        )
        self.assertIn("https://www.mollie.com/checkout", values["redirect_form_html"])
        self.env.invalidate_all()
        return self.env["payment.transaction"].search(
            [("reference", "=", values["reference"])]
        )

    def _call(self, payment, reference):
        """Call the webhook as anybody can; return the status."""
        self.env.flush_all()
        answer = self.url_open(
            f"{WEBHOOK}?ref={reference}", data={"id": payment}, timeout=30
        )
        self.env.invalidate_all()
        return answer.status_code

    def _registered(self, method):
        """Return a subscription, and the payment by which its method was registered."""
        subscription = self._subscription("2024-01-10")
        page, token = self._page(subscription)
        self.env.flush_all()
        shown = self.url_open(f"{page}/payment_method?access_token={token}").text
        self.assertIn(f'data-payment-method-code="{method}"', shown)
        self.assertIn("One cent is paid", shown)
        payment = self._register(subscription, method)
        self.server.pay(payment.provider_reference)
        _payment, url = self.server.calls[-1]
        self.assertEqual(url, f"https://shop.example.com{WEBHOOK}?ref={payment.reference}")
        named = payment.provider_reference, payment.reference
        self.assertEqual(self._call(*named), 200)
        payment._post_process()
        return subscription, payment

    def _check_cent(self, payment, cent):
        """Check that what the mandate cost was given back, and is in no books."""
        self.assertAlmostEqual(payment.amount, cent)
        back = payment.child_transaction_ids
        self.assertEqual(-sum(back.mapped("amount")), cent)
        if back:
            self.server.end_refund(payment.provider_reference)
            self._call(payment.provider_reference, payment.reference)
            back._post_process()
            self.assertEqual(back.state, "done")
        self.assertFalse(payment.payment_id | back.payment_id)

    def test_each_method_makes_the_mandate_that_is_charged(self):
        for method, stored, cent in (
            ("ideal", "sepa_direct_debit", 0.01),
            ("bancontact", "sepa_direct_debit", 0.01),
            ("card", "card", 0),
            ("paypal", "paypal", 0),
        ):
            with self.subTest(method):
                subscription, payment = self._registered(method)
                token = subscription.payment_token_id
                self.assertEqual(token.payment_method_id.code, stored)
                self.assertIn("(test)", token.rental_name)
                self.assertFalse(subscription.needs_method)
                self._check_cent(payment, cent)
                invoice = self._bill(subscription, "2024-01-10")
                with freeze_time("2024-01-10 12:00:00"):
                    charge = self._collect()[-1]
                known = self.server.payments[charge.provider_reference]
                self.assertEqual(known["sequenceType"], "recurring")
                self.assertEqual(known["amount"], {"currency": "EUR", "value": "29.00"})
                self.assertIn(invoice.name, charge.reference)
        self.assertEqual(len(self.server.customers), 1, "one customer of one partner")

    @mute_logger(*LOGS, "odoo.http")
    def test_who_names_a_payment_that_is_not_theirs_changes_nothing(self):
        subscription = self._subscription("2024-01-10")
        mine = self._register(subscription, "ideal")
        other = self._register(self._subscription("2024-01-10"), "ideal")
        self.server.pay(other.provider_reference)
        for payment, reference in (
            (other.provider_reference, mine.reference),
            ("tr_invented", mine.reference),
            ("tr_1/refunds", mine.reference),
            ("../methods", mine.reference),
            ("tr_invented", "V-invented"),
            ("", "V-invented"),
            (other.provider_reference, "V-invented"),
        ):
            self.assertEqual(self._call(payment, reference), 200)
            self.assertEqual((mine.state, other.state), ("draft", "draft"))
        # What is said beside the two is not believed.
        self.env.flush_all()
        self.url_open(
            f"{WEBHOOK}?ref={mine.reference}",
            data={"id": mine.provider_reference, "status": "paid", "mandateId": "mdt_1"},
        )
        self.env.invalidate_all()
        self.assertEqual(mine.state, "pending")
        self.assertFalse(mine.token_id)
        # A payment whose answer was lost is known by our reference alone.
        mine.provider_reference = False
        self._call(other.provider_reference, mine.reference)
        self.assertFalse(mine.provider_reference)

    @mute_logger(*LOGS, "odoo.http")
    def test_mollie_calls_again_if_it_did_not_answer_us(self):
        payment = self._register(self._subscription("2024-01-10"), "ideal")
        self.server.pay(payment.provider_reference)
        self.server.troubles[:] = ["broken"]
        named = payment.provider_reference, payment.reference
        self.assertEqual(self._call(*named), 503)
        self.assertEqual(payment.state, "draft")
        # The payment was read, its mandate not: nothing of it is kept.
        self.server.troubles[:] = ["", "broken"]
        self.assertEqual(self._call(*named), 503)
        self.assertEqual((payment.state, payment.token_id), ("draft", payment.token_id[:0]))
        # Who comes back from Mollie is not shown an error.
        self.server.troubles[:] = ["broken"]
        self.env.flush_all()
        answer = self.url_open(
            f"/payment/mollie/return?ref={payment.reference}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 303)
        for _time in range(2):
            self.assertEqual(self._call(*named), 200)
        self.assertEqual(payment.state, "done")
        self.assertEqual(
            len(
                self.env["payment.token"].search(
                    [("provider_id", "=", self.mollie.id), ("provider_ref", "like", "mdt")]
                )
            ),
            1,
        )

    def test_a_refused_card_is_told_with_the_reason(self):
        subscription = self._subscription("2024-01-10")
        payment = self._register(subscription, "card")
        self.server.fail(payment.provider_reference, failureReason="invalid_cvv")
        self._call(payment.provider_reference, payment.reference)
        self.assertEqual(payment.state, "error")
        self.assertFalse(payment.rental_look_at)
        page, token = self._page(subscription)
        shown = self.url_open(
            f"{page}/payment_method?access_token={token}&done=1&tried={payment.id}"
        ).text
        self.assertIn("security code is wrong", shown)
        self.assertFalse(subscription.payment_token_id)
        # A customer who turned back has no mandate, either.
        payment = self._register(subscription, "ideal")
        self.server.end(payment.provider_reference, "canceled")
        self._call(payment.provider_reference, payment.reference)
        self.assertEqual((payment.state, payment.token_id.id), ("cancel", False))

    def test_asked_twice_with_another_method_is_another_payment(self):
        """What we lost before it was written down may begin again by another method."""
        first = self._begun("ideal")
        reference, sent = first.reference, first.provider_reference
        again = first._mollie_prepare_payment_request_payload()
        data = first._send_api_request("POST", "/payments", json=again)
        self.assertEqual(data["id"], sent)
        first.unlink()
        other = self._begun("bancontact", reference=reference)
        self.assertEqual(other.state, "draft")
        self.assertNotEqual(other.provider_reference, sent)

    def test_an_order_with_a_collected_plan_keeps_the_method_it_is_paid_with(self):
        order = self.env["sale.order"].create({"partner_id": self.partner_a.id})
        order.order_line = [
            Command.create({"product_id": self.product.id, "product_uom_qty": 1})
        ]
        values = {
            "operation": "online_redirect",
            "amount": 40,
            "sale_order_ids": [Command.set(order.ids)],
        }
        plain = self._begun("ideal", **values)
        self.assertFalse(plain.tokenize)
        self.assertNotIn("customerId", self.server.payments[plain.provider_reference])
        with patch.object(
            self.registry["sale.order"], "_has_collected_plan", lambda _order: True
        ):
            kept = self._begun("ideal", **values)
        self.assertTrue(kept.tokenize)
        self.assertEqual(
            self.server.payments[kept.provider_reference]["sequenceType"], "first"
        )
        self.assertEqual(kept.amount, 40)
