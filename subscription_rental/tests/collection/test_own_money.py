from odoo import Command
from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import freeze_time, new_test_user

from ..common_payment import PaymentCommon

OWN = "subscription_rental.group_user_own"
MODELS = ("account.payment", "payment.transaction")


@freeze_time("2024-01-10 12:00:00")
class TestOwnMoney(PaymentCommon):
    """Who works with own documents sees own money (B8)."""

    def _user(self, login, groups):
        return new_test_user(
            self.env,
            login=login,
            groups=groups,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def _paid(self, **values):
        """Return the payment and the charge of a new subscription's first invoice."""
        invoice = self._bill(self._collected(**values), "2024-01-01")
        invoice._start_charge(self._day("2024-01-10"))._set_done()
        invoice.transaction_ids._post_process()
        self.assertTrue(invoice.matched_payment_ids)
        return {
            "account.payment": invoice.matched_payment_ids,
            "payment.transaction": invoice.transaction_ids,
        }

    def _seen(self, user, model, *paid):
        """Return which of these payments a user finds."""
        records = self.env[model].union(*(one[model] for one in paid))
        domain = [("id", "in", records.ids)]
        return self.env[model].with_user(user).search(domain).sudo()

    def test_own_documents_have_own_payments(self):
        clerk, colleague = self._user("one", OWN), self._user("other", OWN)
        own = self._paid(user_id=clerk.id)
        nobodys = self._paid(user_id=False)
        others = self._paid(user_id=colleague.id)
        for model in MODELS:
            with self.subTest(model):
                seen = self._seen(clerk, model, own, nobodys, others)
                self.assertEqual(set(seen), set(own[model] | nobodys[model]))

    def test_money_of_who_has_left_is_not_everybodys(self):
        """Its subscription is nobody else's, and its invoice has no salesperson (OV1)."""
        clerk, colleague = self._user("one", OWN), self._user("other", OWN)
        colleague.active = False
        paid = self._paid(user_id=colleague.id)
        self.assertFalse(paid["payment.transaction"].invoice_ids.invoice_user_id)
        for model in MODELS:
            with self.subTest(model):
                self.assertFalse(self._seen(clerk, model, paid))
        owed = self._collected(user_id=colleague.id)
        self._bill(owed, "2024-01-01")
        with self.assertRaises(AccessError):
            owed.with_user(clerk).action_pay_link()

    def test_a_payment_of_before_is_seen_by_who_has_the_subscription_now(self):
        clerk, colleague = self._user("one", OWN), self._user("other", OWN)
        paid = self._paid(user_id=colleague.id)
        bills = paid["payment.transaction"].invoice_ids
        subscription = bills.line_ids.rental_subscription_id
        subscription.user_id = clerk
        for model in MODELS:
            with self.subTest(model):
                self.assertTrue(self._seen(clerk, model, paid))
        shown = subscription.with_user(clerk).payment_ids
        self.assertTrue(shown.read(["reference"]))

    def test_who_sees_all_or_keeps_the_books_sees_all(self):
        paid = self._paid(user_id=self._user("other", OWN).id)
        for login, groups in (
            ("all", "subscription_rental.group_user_all"),
            ("both", f"{OWN},account.group_account_invoice"),
        ):
            user = self._user(login, groups)
            for model in MODELS:
                with self.subTest(login, model=model):
                    self.assertTrue(self._seen(user, model, paid))

    def test_the_rules_of_an_older_version_are_made_anew(self):
        names = ("account_payment_rule_own", "payment_transaction_rule_own")
        rules = [self.env.ref(f"subscription_rental.{name}").sudo() for name in names]
        wanted = [rule.domain_force for rule in rules]
        for rule in rules:
            rule.domain_force = "[(1, '=', 1)]"
        self.env.flush_all()
        folder = "subscription_rental/migrations/19.0.1.6.0/post-own-money.py"
        load_script(folder, "post_own_money").migrate(self.env.cr, "19.0.1.5.0")
        self.env.invalidate_all()
        self.assertEqual([rule.domain_force for rule in rules], wanted)
