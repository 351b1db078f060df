from odoo.exceptions import ValidationError
from odoo.tests import freeze_time

from .common import SepaCommon


@freeze_time("2024-01-10 12:00:00")
class TestProvider(SepaCommon):
    """The provider is shown when it can collect, and stays while mandates are active."""

    def _offered(self, **options):
        return self.env["payment.provider"]._get_compatible_providers(
            self.company.id, self.partner_a.id, 10.0, currency_id=self.euro.id, **options
        )

    def test_it_is_offered_where_methods_are_registered_alone(self):
        self.assertIn(self.sepa, self._offered(is_validation=True))
        self.assertNotIn(self.sepa, self._offered())
        self.assertFalse(self.sepa.available_currency_ids - self.euro)

    def test_not_configured_it_cannot_be_enabled(self):
        self.sepa.state = "disabled"
        self.assertNotIn(self.sepa, self._offered(is_validation=True))
        self.company.subscription_creditor_identifier = False
        self.assertRefused("creditor identifier", self.sepa.write, {"state": "enabled"})
        self.company.subscription_creditor_identifier = "DE98ZZZ09999999999"
        self.sepa.journal_id.bank_account_id.acc_number = "12345"
        self.assertRefused("no bank account", self.sepa.write, {"state": "enabled"})
        self.assertRefused("no test mode", self.sepa.write, {"state": "test"})

    def test_mandates_are_not_lost_by_a_switch(self):
        mandate = self._active(self._subscription())
        method = self.env.ref("payment.payment_method_sepa_direct_debit")
        for record, values in (
            (self.sepa, {"state": "disabled"}),
            (self.sepa, {"code": "none"}),
            (method, {"active": False}),
            (method, {"support_tokenization": False}),
        ):
            self.assertRefused("would be lost: 1", record.write, values)
        self.assertTrue(mandate.token_id.active)
        mandate.action_revoke()
        self.sepa.state = "disabled"

    def test_settings_are_within_reason(self):
        for values in (
            {"subscription_sepa_notice_days": -1},
            {"subscription_sepa_lead_days": 11},
            {"subscription_sepa_silence_days": -2},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.write(values)

    def test_without_it_nothing_is_offered_to_clerks(self):
        subscription = self._subscription()
        self.assertTrue(subscription.takes_mandates)
        self.sepa.state = "disabled"
        subscription.invalidate_recordset()
        self.assertFalse(subscription.takes_mandates)
