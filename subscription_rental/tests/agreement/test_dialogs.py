from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user

from ...locking import lock
from ..access.table import METHODS
from ..common_payment import PaymentCommon

OWN = "subscription_rental.group_user_own"


@freeze_time("2024-01-10 12:00:00")
class TestDialogs(PaymentCommon):
    """A dialog does what it says once, and for who may see what it is about."""

    def _own_clerk(self, login="own", company=None):
        """Return a clerk with own documents, of another company if one is given."""
        company = company or self.company
        return new_test_user(
            self.env,
            login=login,
            groups=OWN,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _dialogs(self, subscription):
        """Return {model: values} of dialogs about a subscription."""
        about = {"subscription_id": subscription.id}
        return {
            "subscription.payment.dialog": about,
            "subscription.charge.add.dialog": {
                **about,
                "product_id": self.product.id,
                "name": "Lost key",
                "amount": 5.0,
            },
            "subscription.part.dialog": {**about, "percent": 10.0},
            "subscription.deposit.dialog": {**about, "reason": "Back"},
            "subscription.cancel.dialog": {**about, "reason": "Moves"},
            "subscription.pause.dialog": about,
            "subscription.renew.dialog": about,
            "subscription.change.dialog": about,
        }

    def test_nobody_opens_a_dialog_about_what_they_may_not_see(self):
        """B1: the link to register a method of another company's subscription was shown."""
        other = self.setup_other_company()["company"]
        subscription = self._collected()
        for clerk in (self._own_clerk(), self._own_clerk("elsewhere", other)):
            for model, values in self._dialogs(subscription).items():
                with self.subTest(model, clerk=clerk.login), self.assertRaises(AccessError):
                    self.env[model].with_user(clerk).create(values)

    def test_what_cannot_be_stored_or_meant_is_named(self):
        subscription = self._collected()
        row = {"product_id": self.product.id, "quantity": float("nan")}
        for model, values, words in (
            ("cancel.dialog", {"reason": "a\x00b"}, "cannot be stored"),
            ("charge.add.dialog", {"name": "a\x00b"}, "cannot be stored"),
            ("plan", {"name": "a\x00b"}, "cannot be stored"),
            ("plan", {"name": "Long", "grace_days": 10**12}, "not so large"),
            ("subscription", {"line_ids": [Command.create(row)]}, "not so large"),
            ("billing.preview.dialog", {"date": "9999-12-31"}, "choose a day"),
            ("pause.dialog", {"rule": "zzz"}, "one of the list"),
            ("preset.dialog", {"preset": "zzz"}, "one of the list"),
        ):
            records = self.env[f"subscription.{model}"]
            if "subscription_id" in records._fields:
                values["subscription_id"] = subscription.id
            with (
                self.subTest(model, values=values),
                self.assertRaisesRegex(ValidationError, words),
            ):
                records.create(values)

    def test_a_billing_run_is_not_previewed_for_decades(self):
        preview = self.env["subscription.billing.preview.dialog"].create(
            {"date": "2046-01-01"}
        )
        self.assertIn("within the next 2 years", str(preview.preview_html))

    def test_nor_by_a_default_or_an_onchange(self):
        """The links with their tokens came back from `onchange`, which stores nothing."""
        foreign = self._collected()
        invoice = self._bill(foreign, "2024-01-10")
        dialog = self.env["subscription.payment.dialog"].with_user(self._own_clerk())
        spec = {"link": {}, "amount": {}}
        for given in (
            {"subscription_id": foreign.id},
            {"move_id": invoice.id},
            {"subscription_id": {"id": foreign.id, "display_name": "x"}},
        ):
            with self.subTest(given), self.assertRaises(AccessError):
                dialog.onchange(given, list(given), spec)
            defaults = {f"default_{name}": value for name, value in given.items()}
            with self.subTest(given), self.assertRaises(AccessError):
                dialog.with_context(**defaults).onchange({}, [], spec)

    def test_rows_show_nothing_either(self):
        clerk = self._own_clerk()
        foreign = self._collected()
        for model, values in (
            ("subscription.bulk.dialog.row", {"subscription_id": foreign.id}),
            (
                "subscription.change.dialog.line",
                {"line_id": foreign.line_ids.id, "product_id": self.product.id},
            ),
        ):
            rows = self.env[model].with_user(clerk)
            with self.subTest(model), self.assertRaises(AccessError):
                rows.create(values)
            with self.subTest(model), self.assertRaises(AccessError):
                rows.onchange(values, list(values), {})

    def test_what_somebody_opened_is_their_own(self):
        """Stored dialogs of others were read, with links and tokens in them."""
        foreign = self._collected()
        self.env["subscription.payment.dialog"].create({"subscription_id": foreign.id})
        clerk = self._own_clerk()
        for name in self.env.registry:
            if name.startswith("subscription.") and ".dialog" in name:
                model = self.env[name].with_user(clerk)
                if not model._abstract:
                    rules = (
                        self.env["ir.rule"].sudo().search([("model_id.model", "=", name)])
                    )
                    with self.subTest(name):
                        self.assertIn("create_uid", str(rules.mapped("domain_force")))
        dialogs = self.env["subscription.payment.dialog"].with_user(clerk)
        self.assertFalse(dialogs.search([]))

    def test_nor_does_who_writes_another_one_on_their_own_dialog(self):
        clerk = self._own_clerk()
        own = self._collected(user_id=clerk.id)
        foreign = self._collected()
        dialog = (
            self.env["subscription.payment.dialog"]
            .with_user(clerk)
            .create({"subscription_id": own.id})
        )
        with self.assertRaises(AccessError):
            dialog.write({"subscription_id": foreign.id})

    def test_a_charge_is_added_once(self):
        """A16: the same dialog from two threads made two charges."""
        subscription = self._collected()
        values = self._dialogs(subscription)["subscription.charge.add.dialog"]
        dialog = self.env["subscription.charge.add.dialog"].create(values)
        dialog.action_add()
        with self.assertRaisesRegex(UserError, "was done already"):
            dialog.action_add()
        self.assertEqual(len(subscription.charge_ids), 1)

    def test_a_partial_refund_is_made_once(self):
        """A16: the same dialog three times made three credit notes."""
        subscription = self._collected()
        invoice = self._bill(subscription, "2024-01-10")
        self._pay(invoice)
        dialog = self.env["subscription.refund.dialog"].create(
            {"move_id": invoice.id, "amount": 10.0, "reason": "Goodwill"}
        )
        self._press(dialog, "action_refund")
        with self.assertRaisesRegex(UserError, "was done already"):
            self._press(dialog, "action_refund")
        self.assertEqual(len(invoice.reversal_move_ids), 1)

    def test_every_dialog_that_acts_acts_once(self):
        """No dialog of ours is without the guard: a new one has to have it."""
        lacking = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("subscription.")
            and name.endswith(".dialog")
            # These show and print, and change nothing.
            and name
            not in (
                "subscription.billing.preview.dialog",
                "subscription.reminder.preview.dialog",
                "subscription.statement.dialog",
            )
            and "is_done" not in model._fields
        ]
        self.assertFalse(lacking)

    def test_what_was_done_is_not_done_again(self):
        """Each dialog asks before it does anything, whatever it does."""
        subscription = self._collected()
        self._bill(subscription, "2024-01-10")
        for name, values in self._dialogs(subscription).items():
            # Of a payment it means that the money has come.
            acts = set(METHODS.get(name, "").split()) - {"action_open_partner"}
            if name == "subscription.payment.dialog" or not acts:
                continue
            dialog = self.env[name].create(values)
            dialog.is_done = True
            for act in acts:
                with (
                    self.subTest(name=name, act=act),
                    self.assertRaisesRegex(UserError, "was done already"),
                ):
                    getattr(dialog, act)()

    def test_who_comes_second_is_told_in_their_words(self):
        """B10: "Cannot grab a lock on records" says nothing to a clerk."""
        subscription = self._collected()
        busy = patch.object(
            self.registry["subscription.subscription"],
            "lock_for_update",
            side_effect=LockError("Cannot grab a lock on records"),
        )
        with busy, self.assertRaisesRegex(LockError, "Somebody else is changing this"):
            lock(subscription)
        with busy, self.assertRaisesRegex(LockError, "try again in a moment"):
            subscription.action_bill_now()
