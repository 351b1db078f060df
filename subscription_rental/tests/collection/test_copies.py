from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import file_open

from ...models.collection.subscription_collection_guard import PARAMETER
from ..common_payment import PaymentCommon


@freeze_time("2024-01-01 12:00:00")
class TestCopies(PaymentCommon):
    """A restored copy of a database never charges anybody (BI5)."""

    def _invoice(self, **values):
        return self._bill(self._collected(**values), "2024-01-01")

    def test_a_copy_of_the_database_never_charges(self):
        guard = self.env["subscription.collection.guard"]
        invoice = self._invoice()
        self.env["ir.config_parameter"].set_param(PARAMETER, "the-original")
        self._job("subscription.collection.job", "_cron_collect", plain=True)
        self.assertFalse(self.server.charged)
        self.assertIn("a copy", invoice.line_ids.rental_subscription_id.copy_warning)
        with self.assertRaisesRegex(UserError, "a copy"):
            invoice.action_rental_retry()
        settings = self.env["res.config.settings"].create({})
        self.assertIn("a copy", settings.subscription_copy_warning)
        with self.assertRaises(AccessError):
            guard.with_user(self._clerk())._say_it_is_real()
        guard.with_user(self.env.ref("base.user_admin"))._say_it_is_real()
        self.assertFalse(guard._is_copy())
        self._job("subscription.collection.job", "_cron_collect", plain=True)
        self.assertEqual(len(self.server.charged), 1)

    def test_the_same_name_on_another_server_is_a_copy(self):
        guard = self.env["subscription.collection.guard"]
        self.assertTrue(guard._claim_database())
        parameters = self.env["ir.config_parameter"]
        name, server = parameters.get_param(PARAMETER).split("@")
        self.assertEqual(name, self.env.cr.dbname)
        parameters.set_param(PARAMETER, f"{name}@{int(server) + 1}")
        self.assertFalse(guard._claim_database())

    def test_a_neutralized_database_never_charges(self):
        self._invoice()
        self.env.flush_all()
        with file_open("subscription_rental/data/neutralize.sql") as script:
            self.cr.execute(script.read())
        self.env.invalidate_all()
        self._collect("2024-01-05")
        self.assertFalse(self.server.charged)
        self.assertFalse(self.token.active)
        self.assertTrue(self.env["subscription.collection.guard"]._is_copy())
