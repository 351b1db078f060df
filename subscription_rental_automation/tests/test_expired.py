from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.subscription_rental.tests.common_due import DueCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-01-20 12:00:00")
class TestExpired(DueCommon):
    """DD9: on expiry the state changes, and automation rules act on it."""

    def setUp(self):
        super().setUp()
        # Rules patch the models: the registry of the other tests is left as it was.
        self.addCleanup(self.env["base.automation"]._unregister_hook)

    def _expire(self, day):
        with freeze_time(f"{day} 12:00:00"):
            self.env.flush_all()
            with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
                self.env(cr=cursor, su=True)["subscription.due.job"]._cron_expire()
        self.env.invalidate_all()

    def test_the_example_plans_a_call_on_expiry_once(self):
        rule = self.env.ref("subscription_rental_automation.automation_expired")
        self.assertFalse(rule.active, "it is an example")
        rule.active = True
        row = self._due()
        self._expire("2025-01-31")
        self.assertFalse(row.activity_ids)
        self._expire("2025-02-01")
        self._expire("2025-02-02")
        self.assertEqual(row.state, "expired")
        call = row.activity_ids
        self.assertEqual(len(call), 1)
        self.assertEqual(
            call.activity_type_id, self.env.ref("mail.mail_activity_data_call")
        )
        self.assertEqual(call.user_id, row.user_id)
        self.assertEqual(call.summary, "Expired: does the customer want it back?")

    def test_a_rule_of_ones_own_acts_on_the_state(self):
        """The fields that the README names."""
        tag = self.env["res.partner.category"].create({"name": "Lost"})
        model = self.env["ir.model"]._get("subscription.due.date")
        field = self.env["ir.model.fields"]._get("subscription.due.date", "state")
        self.env["base.automation"].create(
            {
                "name": "Tag who let it expire",
                "model_id": model.id,
                "trigger": "on_state_set",
                "trigger_field_ids": [Command.set(field.ids)],
                "trg_selection_field_id": field.selection_ids.filtered(
                    lambda one: one.value == "expired"
                ).id,
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Tag",
                            "model_id": model.id,
                            "state": "code",
                            "code": "record.partner_id.write("
                            f"{{'category_id': [(4, {tag.id})]}})",
                        }
                    )
                ],
            }
        )
        row = self._due()
        self._expire("2025-02-01")
        self.assertIn(tag, row.partner_id.category_id)
