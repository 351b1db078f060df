import base64

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

from .common import SepaCommon

MIXIN = "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin"


@freeze_time("2024-01-01 12:00:00")
class TestHoles(SepaCommon):
    """What one customer, clerk or company does never stops the files of others (BI6)."""

    def test_one_customers_input_never_stops_the_whole_file(self):
        """What banks' schemas refuse is refused where it is typed."""
        for values, said in (
            ({"iban": "BE٦٨539007547034"}, "no IBAN"),
            ({"holder": "/"}, "account holder"),
            ({"holder": "# #"}, "account holder"),
            ({"bic": "GKCCBE0O"}, "no BIC"),
        ):
            with self.subTest(values):
                self.assertRefused(said, self._mandate, **values)
        for version in ("02", "08"):
            self.company.subscription_sepa_version = version
            self._debit(partner_id=self.partner_a.id)
            self._active(None, holder="Ада Лавлейс", bic="GKCCBEBBXXX")
            self._gather("2024-01-10")[-1:].action_export()

    def test_what_is_not_in_euro_is_not_debited_in_euro(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        plan = self._plan(price=29.0, invoice_mode="collect", currency_id=usd.id)
        plan._approve_sending(self.company)
        subscription = self._subscription(plan_id=plan.id)
        self.assertRefused("not in euro", self._active, subscription)
        token = self._active().token_id
        self.assertFalse(subscription._use_method(token))
        self.assertNotIn(token, subscription._get_available_methods())
        # However it came there: no debit of the same number of euro.
        subscription._write_kept({"payment_token_id": token.id})
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(invoice.currency_id, usd)
        with mute_logger(MIXIN):
            self.assertFalse(self._collect("2024-01-01"))
        self.assertIn("SEPA debits are in euro", invoice.activity_ids.note)

    def test_a_mandate_is_given_to_one_company(self):
        other = self.env["res.company"].create(
            {"name": "Elsewhere", "currency_id": self.euro.id}
        )
        theirs = self._subscription()
        mandate = self._mandate(company_id=self.company.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE subscription_subscription SET company_id = %s WHERE id = %s",
            [other.id, theirs.id],
        )
        self.env.invalidate_all()
        link = [Command.link(theirs.id)]
        self.assertRefused("of Elsewhere", mandate.write, {"subscription_ids": link})

    def test_paper_of_an_ended_subscription_is_refused(self):
        subscription = self._subscription()
        dialog = self.env["subscription.sepa.mandate.dialog"].create(
            {"subscription_id": subscription.id, "iban": "BE68539007547034"}
        )
        dialog.signed_on = "2024-01-01"
        subscription._cancel(self.company._subscription_today())
        self.assertRefused("has ended", dialog.action_register)

    def test_clerks_see_the_end_of_an_account_only(self):
        mandate = self._active(self._subscription(), scan=b"eA==")
        clerk = self._clerk()
        for name in ("iban", "scan"):
            with self.assertRaises(AccessError):
                mandate.with_user(clerk).read([name])
            with self.assertRaises(AccessError):
                mandate.with_user(clerk).search([(name, "!=", False)])
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", mandate._name), ("res_field", "=", "scan")]
        )
        with self.assertRaises(AccessError):
            attachment.with_user(clerk).read(["raw"])

    def test_a_manager_of_another_company_does_nothing_here(self):
        collection = self._exported()
        mandate = collection.debit_ids.rental_mandate_id
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups="subscription_rental.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for record, methods in (
            (
                collection,
                ("action_approve", "action_cancel", "action_sent", "action_download"),
            ),
            (
                mandate,
                ("action_activate", "action_confirm", "action_revoke", "action_amend"),
            ),
        ):
            for method in methods:
                with self.subTest(method), self.assertRaises(AccessError):
                    getattr(record.with_user(stranger), method)()
        file = self._read_in(self._pain(collection))
        with self.assertRaises(AccessError):
            file.with_user(stranger).read(["name"])

    def test_pressed_twice_it_is_done_once(self):
        self._debit()
        collection = self._gather("2024-01-10")
        for method, said in (
            ("action_approve", "approved already"),
            ("action_export", "exported already"),
            ("action_sent", "with the bank already"),
            ("action_cancel", "with the bank already"),
        ):
            if method != "action_cancel":
                getattr(collection, method)()
            self.assertRefused(said, getattr(collection, method))

    def test_a_return_is_undone_by_managers_who_are_no_accountants(self):
        """Also where the payment is not the last one of its journal."""
        collection = self._exported(2)
        self._read_in(self._camt(self._credit(collection)))
        self._book()
        debit = collection.debit_ids.sorted("id")[0]
        told = self._camt(self._return(debit, "AM04")).encode()
        dialog = self.env["subscription.sepa.upload.dialog"].with_user(self._second())
        dialog.create({"content": base64.b64encode(told), "name": "a"}).action_read()
        self.assertEqual(debit.rental_outcome, "declined")
        self.assertEqual(debit.rental_invoice_id.payment_state, "not_paid")
        self.assertEqual(debit.payment_id.move_id.state, "cancel")
