from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common_dunning import DunningCommon


@freeze_time("2024-01-01 12:00:00")
class TestDunningByHand(DunningCommon):
    """What people do to a case, and what they see of it (BI7, LC9)."""

    # === by hand === #

    def _ask(self, case, kind):
        self.env["subscription.dunning.dialog"].create(
            {"case_ids": case.ids, "kind": kind, "reason": "Pays on Friday"}
        ).action_confirm()

    def test_on_hold_the_days_do_not_count(self):
        _subscription, case = self._failed()
        self._live(4)
        with freeze_time("2024-01-05 12:00:00"):
            self._ask(case, "hold")
        self._live(*range(5, 21))
        self.assertEqual(self._happened(case)[-1], (5, "Put on hold"))
        with freeze_time("2024-01-20 12:00:00"):
            case.action_go_on()
        self.assertEqual(case.next_date, date(2024, 1, 21))
        self._live(20, 21)
        self.assertEqual(self._happened(case)[-1], (21, "Charge again"))

    def test_a_step_is_skipped_with_a_reason(self):
        _subscription, case = self._failed()
        self._live(4, 6, 8, 11)
        with freeze_time("2024-01-12 12:00:00"):
            self._ask(case, "skip")
        self.assertEqual(case.event_ids[-1].note, "Pays on Friday")
        self.assertEqual(case.next_step_id.action, "warn")
        self.assertEqual(case.next_date, date(2024, 1, 22))

    def test_what_is_closed_is_not_held(self):
        _subscription, case = self._failed()
        self._pay(case.move_id, "2024-01-02")
        self._live(2)
        with self.assertRaisesRegex(UserError, "not open"):
            self._ask(case, "hold")

    # === what people see === #

    def test_the_simulation_says_what_would_happen(self):
        subscription = self._collected()
        self._bill(subscription, "2024-01-01")
        self._collect("2024-01-01")
        self.policy.simulation_subscription_id = subscription
        rows = self.policy._get_simulation(date(2024, 1, 10))
        steps = [(row["day"], row["what"]) for row in rows]
        self.assertEqual(len(rows), 9)
        self.assertIn(("02/01/2024", "Suspend"), steps)
        self.assertEqual(steps[-1][1], "Final: the claim stays")

    def test_the_timeline_of_a_case_says_what_comes(self):
        _subscription, case = self._failed()
        self._live(4)
        rows = case._get_ladder_rows()
        self.assertEqual(rows[1]["state"], "done")
        self.assertEqual(rows[-1]["day"], "01/31/2024")
        self.assertIn("Terminate", case.timeline_html)

    def test_subscriptions_say_where_they_stand(self):
        subscription, case = self._failed()
        self.assertIn("Charge again on 01/04/2024", subscription.dunning_state)
        self.assertIn(case.move_id.name, subscription.dunning_state)

    # === many at once === #

    def _bulk(self, subscriptions, **values):
        form = Form(
            self.env["subscription.bulk.dialog"].with_context(active_ids=subscriptions.ids)
        )
        for name, value in values.items():
            setattr(form, name, value)
        bulk = form.save()
        bulk.action_apply()
        return {row.subscription_id: row.result for row in bulk.row_ids}

    def test_many_are_held_charged_and_asked_at_once(self):
        failed, case = self._failed()
        good = self._collected(payment_token_id=False)
        both = failed | good
        results = self._bulk(both, action="collect")
        self.assertEqual(results[failed], "Done")
        self.assertIn("no open invoice", results[good])
        self.assertEqual(case.move_id.rental_collect_date, date(2024, 1, 1))
        results = self._bulk(both, action="hold", reason="Strike")
        self.assertEqual((results[failed], case.state), ("Done", "held"))
        self.assertIn("no open dunning case", results[good])
        results = self._bulk(both, action="ask_method")
        self.assertEqual(set(results.values()), {"Done"})
        self.assertIn("Choose a payment method", self._mails(good)[-1])
        results = self._bulk(both, action="resend")
        self.assertEqual(results[failed], "Done")
        self.assertTrue(case.move_id.sending_data)

    def test_who_takes_over_pays_with_a_method_of_their_own(self):
        subscription = self._collected()
        subscription._transfer(self.partner_b, date(2024, 1, 2), "Sold the shop")
        self.assertFalse(subscription.payment_token_id)
