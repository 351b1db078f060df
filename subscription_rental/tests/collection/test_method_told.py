from odoo.tests import freeze_time

from ..common_payment import PaymentCommon


@freeze_time("2024-01-10 12:00:00")
class TestMethodTold(PaymentCommon):
    """A changed method is told by mail, whichever way it changes (SE5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._collected()
        cls.other = cls._token(payment_details="9999")

    def _told(self, act):
        """Return the mails on a changed method that `act` sends."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        act()
        subject = f"Your payment method for {self.subscription.name} was changed"
        return (mails.search([]) - before).filtered(lambda one: one.subject == subject)

    def test_a_clerk_who_chooses_another_one(self):
        chosen = {"payment_token_id": self.other.id}
        mail = self._told(lambda: self.subscription.write(chosen))
        self.assertEqual(len(mail), 1)
        self.assertIn("9999", mail.body_html)
        self.assertFalse(self._told(lambda: self.subscription.write(chosen)))

    def test_a_clerk_who_removes_it(self):
        mail = self._told(self.subscription.action_remove_method)
        self.assertEqual(len(mail), 1)
        self.assertIn("was removed", mail.body_html)

    def test_a_customer_who_deletes_the_stored_method(self):
        mail = self._told(lambda: self.token.write({"active": False}))
        self.assertFalse(self.subscription.payment_token_id)
        self.assertEqual(len(mail), 1)

    def test_a_provider_that_is_switched_off_mails_to_nobody(self):
        tokens = self.token | self.other
        self.assertFalse(self._told(lambda: tokens.write({"active": False})))
        self.assertFalse(self.subscription.payment_token_id)

    def test_no_mail_on_a_draft_nor_twice(self):
        draft = self._draft("2024-01-01")
        draft.write({"payment_token_id": False})
        chosen = {"payment_token_id": self.token.id}
        self.assertFalse(self._told(lambda: draft.write(chosen)))
        self.assertFalse(self._told(lambda: self.subscription._use_method(self.other)))
        told = self._told(lambda: self.subscription._tell_of_method())
        self.assertEqual(len(told), 1)
