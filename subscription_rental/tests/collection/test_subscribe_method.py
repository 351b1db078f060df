from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time

from ..common_payment import PaymentCommon


@freeze_time("2024-01-10 12:00:00")
class TestSubscribeMethod(PaymentCommon):
    """Subscribing without a quotation: payment method and confirmation (SE3, SE7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("address", "email"):
            cls.company[f"subscription_require_{name}"] = False
        cls.provider.allow_tokenization = True

    def _dialog(self, user=None, **values):
        dialogs = self.env["subscription.subscribe.dialog"]
        form = Form(dialogs.with_user(user or self.env.user))
        form.partner_id = self.partner_a
        form.plan_id = self.plan
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def _made(self):
        return self.env["subscription.subscription"].search([], limit=1)

    def _mails(self):
        domain = [
            ("model", "=", "subscription.subscription"),
            ("res_id", "=", self._made().id),
        ]
        return self.env["mail.mail"].sudo().search(domain)

    def test_a_stored_method_is_charged_from_the_first_bill_on(self):
        form = self._dialog()
        form.payment_token_id = self.token
        action = form.save().action_subscribe()
        self.assertEqual(action["res_model"], "subscription.subscription")
        self.assertEqual(self._made().payment_token_id, self.token)
        self.assertFalse(self._made().needs_method)
        invoice = self._bill(self._made(), "2024-01-10")
        self.assertTrue(invoice.rental_collect_date)

    def test_without_one_the_customer_is_asked_at_once(self):
        form = self._dialog()
        self.assertTrue(form.ask_for_method)
        action = form.save().action_subscribe()
        self.assertEqual(action["res_model"], "subscription.payment.dialog")
        ask = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(ask.subscription_id, self._made())

    def test_a_method_that_keeps_nothing_beside_one_that_does_is_no_reason_not_to_ask(self):
        self.env["payment.provider"].create(
            {"name": "By Hand", "state": "test", "company_id": self.company.id}
        )
        self.assertTrue(self.plan.collection_warning)
        self.assertTrue(self._dialog().ask_for_method)
        self.provider.allow_tokenization = False
        self.assertFalse(self._dialog().ask_for_method)

    def test_asking_is_a_choice(self):
        action = self._dialog(ask_for_method=False).save().action_subscribe()
        self.assertEqual(action["res_model"], "subscription.subscription")
        self.assertFalse(self._dialog(plan_id=self._plan()).ask_for_method)

    def test_another_customers_method_is_refused(self):
        dialog = self._dialog().save()
        dialog.payment_token_id = self._token(partner=self.partner_b)
        with self.assertRaisesRegex(ValidationError, "another customer's"):
            dialog.action_subscribe()

    def test_the_customer_is_told_once_unless_switched_off(self):
        clerk = self._clerk()
        self._dialog(clerk, ask_for_method=False).save().action_subscribe()
        self.assertIn(self._made().name, self._mails().subject)
        self.assertEqual(self._mails().recipient_ids, self.partner_a)
        draft = self._draft("2024-02-01")
        draft.action_activate()
        draft.action_back_to_draft()
        draft.action_activate()
        self.assertEqual(len(self._mails()), 1)
        self.company.subscription_confirmation_mail = False
        self._dialog(ask_for_method=False).save().action_subscribe()
        self.assertFalse(self._mails())
