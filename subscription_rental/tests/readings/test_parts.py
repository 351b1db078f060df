from odoo.exceptions import ValidationError
from odoo.tests import freeze_time

from ..common import SubscriptionCommon


@freeze_time("2024-01-10 12:00:00")
class TestParts(SubscriptionCommon):
    """A part of a period invoiced by hand: the rest is still billed (BI9)."""

    def _ask(self, subscription, percent):
        return self.env["subscription.part.dialog"].create(
            {"subscription_id": subscription.id, "percent": percent}
        )

    def test_the_rest_is_billed_on_its_day(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        ask = self._ask(subscription, 33.0)
        self.assertEqual((ask.amount_now, ask.amount_rest), (9.9, 20.1))
        ask.action_invoice()
        part = subscription.charge_ids.move_line_id.move_id
        self.assertEqual(part.amount_untaxed, 9.9)
        self.assertEqual(subscription.next_amount, 20.1)
        rest = self._bill(subscription, "2024-02-01")
        self.assertEqual(rest.amount_untaxed, 20.1)
        self.assertTiled(subscription)
        later = self._bill(subscription, "2024-03-01")
        self.assertEqual(later.amount_untaxed, 30.0)

    def test_twice_and_never_more_than_all_of_it(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._ask(subscription, 60.0).action_invoice()
        with self.assertRaisesRegex(ValidationError, "not more than what is left"):
            self._ask(subscription, 50.0).action_invoice()
        with self.assertRaisesRegex(ValidationError, "above 0"):
            self._ask(subscription, 0.0).action_invoice()
        self._ask(subscription, 40.0).action_invoice()
        rest = self._bill(subscription, "2024-02-01")
        self.assertEqual(rest.amount_untaxed, 0.0)

    def test_cancelled_before_it_is_given_back(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        self._ask(subscription, 50.0).action_invoice()
        subscription.action_cancel()
        lines = self.env["account.move.line"].search(
            [("rental_subscription_id", "=", subscription.id)]
        )
        signed = sum(lines.move_id.mapped("amount_untaxed_signed"))
        self.assertEqual(signed, 30.0)

    def test_of_several_lines_each_has_its_part(self):
        subscription = self._subscription(plan_id=self._plan(price=10.0, quantity=3).id)
        self._bill(subscription, "2024-01-01")
        ask = self._ask(subscription, 33.33)
        self.assertEqual(ask.amount_now, 10.0)
        ask.action_invoice()
        self.assertEqual(self._bill(subscription, "2024-02-01").amount_untaxed, 20.0)
