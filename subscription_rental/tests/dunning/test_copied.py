from odoo import Command
from odoo.tests import freeze_time

from ..common_dunning import DunningCommon


@freeze_time("2024-01-01 12:00:00")
class TestCopied(DunningCommon):
    """What steps tell the customer reaches the other invoice contacts (BI18)."""

    def setUp(self):
        super().setUp()
        self.books, self.second = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "type": "invoice",
                    "parent_id": self.partner_a.id,
                    "email": f"{name}@example.com",
                }
                for name in ("books", "second")
            ]
        )
        adviser = {"name": "Adviser", "email": "adviser@example.com"}
        self.partner_a.rental_invoice_copy_ids = [Command.create(adviser)]

    def _sent(self, case):
        domain = [("model", "=", case._name), ("res_id", "=", case.id)]
        return self.env["mail.mail"].sudo().search(domain, order="id")

    def test_a_reminder_reaches_them_without_the_link(self):
        policy = self._policy((3, "remind"))
        self.company.subscription_dunning_policy_id = policy
        self.plan.invoice_mode = "post"
        invoice = self._bill(self._subscription(), "2024-01-01")
        self._live(*range(1, 6))
        case = invoice.line_ids.rental_subscription_id.dunning_case_ids
        first, copy = self._sent(case)
        self.assertEqual(first.recipient_ids, self.books)
        self.assertIn("access_token", first.body_html)
        self.assertEqual(copy.recipient_ids, self.second)
        self.assertEqual(copy.subject, first.subject)
        self.assertIn(invoice.name, copy.body_html)
        self.assertNotIn("access_token", copy.body_html)
        self.assertNotIn("access_token", str(copy.mail_message_id.body))

    def test_a_failed_payment_is_told_to_who_pays_alone(self):
        _subscription, case = self._failed()
        self.assertEqual(self._sent(case).recipient_ids, self.books)
