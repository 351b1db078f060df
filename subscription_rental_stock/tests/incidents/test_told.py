from freezegun import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-10 12:00:00")
class TestTold(GoodsCommon):
    """PO2: the customer is told by mail what became of an incident, once each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.email = "ada@example.com"
        cls.phone.rental_replacement_value = 640.0

    def _reported(self, serial="P1", kind="lost"):
        subscription = self._ordered()
        self._ship(subscription, serial)
        return self.env["subscription.incident"].create(
            {"assignment_id": subscription.assignment_ids.id, "kind": kind}
        )

    def _told(self, incident):
        """Return what the customer was told by mail, oldest first."""
        notices = incident.message_ids.notification_ids.filtered(
            lambda one: (
                one.res_partner_id == self.partner_a and one.notification_type == "email"
            )
        )
        bodies = notices.mail_message_id.sorted("id").mapped("body")
        return [body.unescape() for body in bodies]

    def test_what_was_decided_is_told_with_its_amount(self):
        incident = self._reported()
        self.assertFalse(self._told(incident))
        incident.action_decide()
        (told,) = self._told(incident)
        amount = incident._get_with_taxes(incident.amount)
        if not incident.subscription_id._shows_taxes():
            amount = incident.amount
        self.assertIn(f"{amount:.2f}", told)
        self.assertIn(incident._get_customer_computation(), told)

    def test_another_amount_is_told_without_the_rule(self):
        incident = self._reported()
        incident.amount = 5.0
        incident.action_decide()
        (told,) = self._told(incident)
        self.assertIn("5.75 with taxes", told.replace("\N{NO-BREAK SPACE}", " "))
        self.assertNotIn("640", told)

    def test_what_costs_nothing_says_so_and_closing_is_told(self):
        incident = self._reported(kind="broken")
        incident.amount = 0.0
        incident.action_decide()
        incident.action_close()
        decided, closed = self._told(incident)
        self.assertIn("costs you nothing", decided)
        self.assertIn("is settled", closed)

    def test_what_was_found_again_is_told(self):
        incident = self._reported()
        incident.action_decide()
        incident.action_found()
        self.assertIn("found again", self._told(incident)[-1])

    def test_who_left_the_subscription_to_another_hears_nothing(self):
        incident = self._reported()
        incident._leave_to(self.partner_a)
        incident.action_decide()
        self.assertFalse(self._told(incident))
