from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import LOGS, MollieCommon


@freeze_time("2024-01-10 12:00:00")
class TestProvider(MollieCommon):
    """Mollie is offered when it can collect; a button says what it lacks (BI14)."""

    def _offered(self):
        """Return the providers and methods that a page of registration offers."""
        providers = self.env["payment.provider"]._get_compatible_providers(
            self.company.id,
            self.partner_a.id,
            0.0,
            currency_id=self.euro.id,
            force_tokenization=True,
            is_validation=True,
        )
        methods = self.env["payment.method"]._get_compatible_payment_methods(
            providers.ids,
            self.partner_a.id,
            currency_id=self.euro.id,
            force_tokenization=True,
        )
        return providers, set(methods.mapped("code"))

    def _check(self):
        """Press the button; return the dialog, and {what: where to change it}."""
        self.mollie.invalidate_recordset()
        action = self.mollie.action_rental_mollie_check()
        check = self.env[action["res_model"]].browse(action["res_id"])
        lacking = check.line_ids.filtered(lambda line: not line.is_fine)
        return check, {line.name: line.place for line in lacking}

    def test_what_is_not_configured_is_not_offered(self):
        debit = self.env.ref("payment.payment_method_sepa_direct_debit")
        debit.provider_ids += self.mollie
        debit.active = True
        providers, methods = self._offered()
        self.assertIn(self.mollie, providers)
        # A SEPA debit cannot be a first payment; a bank transfer makes no mandate.
        self.assertEqual(methods, {"ideal", "bancontact", "card", "paypal"})
        self.mollie.allow_tokenization = False
        self.assertNotIn(self.mollie, self._offered()[0])
        self.mollie.write({"allow_tokenization": True, "state": "disabled"})
        self.assertEqual(self._offered(), (self.mollie.browse(), set()))
        self.mollie.mollie_api_key = False
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.mollie.state = "test"

    def test_the_warning_of_a_plan_knows_what_mollie_keeps(self):
        warning = self.plan._get_collection_warning(self.company)
        self.assertNotIn("iDEAL", warning or "")
        transfer = self.env.ref("payment.payment_method_bank_transfer")
        self.assertIn(self.mollie, transfer.provider_ids)
        transfer.active = True
        warning = self.plan._get_collection_warning(self.company)
        self.assertIn(transfer.name, warning)
        self.assertNotIn("iDEAL", warning)

    def test_keys_fit_the_state(self):
        for key, state in (("live_abc", "test"), ("test_abc", "enabled")):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.mollie.write({"mollie_api_key": key, "state": state})
        self.assertEqual(self.mollie.rental_mollie_mode, "test")
        self.mollie.write({"mollie_api_key": "live_abc", "state": "enabled"})
        self.assertEqual(self.mollie.rental_mollie_mode, "live")

    def test_customers_are_known_by_key_and_forgotten_with_it(self):
        customers = self.env["subscription.mollie.customer"]
        known = customers._find_or_make(self.partner_a, self.mollie)
        self.assertEqual(customers._find_or_make(self.partner_a, self.mollie), known)
        self.assertEqual(self._sent("POST", "/customers"), 1)
        self.mollie.mollie_api_key = "test_key"
        self.assertTrue(customers.search([("reference", "=", known)]))
        self.mollie.mollie_api_key = "test_another"
        self.assertFalse(customers.search([("reference", "=", known)]))

    @mute_logger(*LOGS)
    def test_a_customer_whom_mollie_has_deleted_is_made_anew(self):
        self.assertEqual(self._begun("ideal").state, "draft")
        # Refused for another reason, the customer is kept.
        self.server.troubles[:] = ["broken"]
        self.assertEqual(self._begun("ideal").state, "error")
        self.assertEqual(len(self.server.customers), 1)
        self.server.customers.clear()
        # Within an hour Mollie would repeat what it answered when it made the customer.
        with freeze_time("2024-01-10 14:00:00"):
            self.assertEqual(self._begun("ideal").state, "error")
            self.assertEqual(self._begun("ideal").state, "draft")
        self.assertEqual(self._sent("POST", "/customers"), 2)

    def test_the_button_names_what_is_lacking_and_where_to_change_it(self):
        check, lacking = self._check()
        self.assertTrue(check.is_fine)
        self.assertEqual((check.mode, check.profile), ("test", "Bike shop"))
        self.assertEqual(set(lacking), {"Belfius", "KBC/CBC", "EPS"})
        self.assertIn("dashboard", lacking["EPS"])
        self.server.recurring.discard("directdebit")
        self.addCleanup(self.server.recurring.add, "directdebit")
        self.methods["bancontact"].active = False
        self.mollie.is_published = False
        self.env["ir.config_parameter"].set_param("web.base.url", "http://localhost:8069")
        _check, lacking = self._check()
        self.assertIn("Payment Methods", lacking["Bancontact"])
        self.assertIn("SEPA", " ".join(lacking))
        self.assertIn("Customers see it", lacking)
        self.assertIn("web.base.url", lacking["Mollie can call this server"])
        # Mollie would refuse an address that it cannot call.
        payment = self.server.payments[self._begun("ideal").provider_reference]
        self.assertNotIn("webhookUrl", payment)
        self.server.recurring.discard("creditcard")
        self.server.recurring.discard("paypal")
        self.addCleanup(self.server.recurring.update, {"creditcard", "paypal"})
        self.assertFalse(self._check()[0].is_fine)

    @mute_logger(*LOGS)
    def test_a_wrong_key_is_told_and_others_have_no_button(self):
        self.mollie.mollie_api_key = "test_wrong"
        with self.assertRaisesRegex(ValidationError, "Missing authentication"):
            self.mollie.action_rental_mollie_check()
        with self.assertRaises(AccessError):
            self.mollie.with_user(self._clerk()).action_rental_mollie_check()
