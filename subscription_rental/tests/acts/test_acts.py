from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ...billing import acts
from ..common import SubscriptionCommon

TODAY = date(2024, 1, 13)
LATER = date(2024, 2, 1)


@freeze_time("2024-01-13 12:00:00")
class TestActs(SubscriptionCommon):
    """What may be done now: buttons, portal, many at once and the server agree."""

    def _in_every_state(self):
        """Return {name: a subscription}: one of each kind that people meet."""
        term = self._plan(term_count=3)
        found = {
            "draft": self._draft(),
            "scheduled": self._draft(start="2024-03-01"),
            "active": self._subscription(),
            "with a term": self._subscription(plan_id=term.id),
            "leaving": self._subscription(),
            "paused": self._subscription(),
            "suspended": self._subscription(),
            "cancelled": self._subscription(),
        }
        found["scheduled"].action_activate()
        found["leaving"]._schedule_cancel(LATER, TODAY, "Moves away")
        found["paused"].action_pause()
        found["suspended"].action_suspend()
        found["cancelled"].action_cancel()
        return found

    def _get_ways(self, one):
        """Return {act: how the server is asked to do it}."""
        return {
            acts.ACTIVATE: one.action_activate,
            acts.BACK_TO_DRAFT: one.action_back_to_draft,
            acts.RESUME: one.action_resume,
            acts.RENEW: one.action_renew,
            acts.CHANGE: lambda: one._plan_change([], TODAY, policy="daily"),
            acts.PAUSE: one.action_pause,
            acts.SUSPEND: one.action_suspend,
            acts.CANCEL: one.action_cancel,
            acts.CANCEL_LATER: lambda: one._schedule_cancel(LATER, TODAY, "Moves away"),
            acts.UNDO_CANCEL: one.action_undo_cancel,
            acts.TRANSFER: lambda: one._check_transfer(self.partner_b),
        }

    def _is_done(self, way):
        """Return whether the server does it; nothing is left of it."""
        done = True
        try:
            with self.env.cr.savepoint() as savepoint:
                way()
                self.env.flush_all()
                savepoint.rollback()
        except UserError:
            done = False
        self.env.invalidate_all()
        return done

    def test_the_server_does_what_the_buttons_offer_and_nothing_else(self):
        for name, one in self._in_every_state().items():
            offered = set(one.possible_acts)
            for act, way in self._get_ways(one).items():
                with self.subTest(name, act=act):
                    self.assertEqual(self._is_done(way), act in offered)

    def test_many_at_once_says_what_the_server_says(self):
        for name, one in self._in_every_state().items():
            for action, act in (
                ("pause", acts.PAUSE),
                ("resume", acts.RESUME),
                ("cancel_now", acts.CANCEL),
                ("cancel_period", acts.CANCEL_LATER),
            ):
                dialogs = self.env["subscription.bulk.dialog"]
                bulk = dialogs.with_context(active_ids=one.ids).create({"action": action})
                with self.subTest(name, act=act):
                    problem = one._get_act_problem(act)
                    self.assertEqual(bulk.row_ids.problem or "", problem)

    def test_the_portal_offers_what_is_possible_and_the_plan_allows(self):
        for name, one in self._in_every_state().items():
            one.plan_id.write({"portal_pause": "lost", "portal_cancel": True})
            offered = one._get_portal_actions()
            with self.subTest(name):
                self.assertEqual("pause" in offered, acts.PAUSE in one.possible_acts)
                self.assertEqual("cancel" in offered, acts.CANCEL in one.possible_acts)
                self.assertEqual("undo" in offered, acts.UNDO_CANCEL in one.possible_acts)
        self.plan.write({"portal_pause": False, "portal_cancel": False})
        self.assertFalse(self._subscription()._get_portal_actions())

    def test_a_minimum_term_holds_for_the_button_too(self):
        """Who calls the button by itself gets round no dialog."""
        plan = self._plan(commitment_count=12, early_fee_rule="refused")
        one = self._subscription(plan_id=plan.id)
        with self.assertRaisesRegex(UserError, "is committed until"):
            one.with_user(self._clerk()).action_cancel()
        self.assertEqual(one.state, "active")

    def test_what_is_shown_of_a_cancellation_is_what_follows(self):
        plan = self._plan(commitment_count=12, early_fee_rule="fixed", early_fee=80.0)
        one = self._subscription(plan_id=plan.id)
        self._bill(one, "2024-01-01")
        planned = one._plan_cancel(TODAY, credit_unused=True)
        self.assertFalse(one.charge_ids)
        one._apply_cancel(planned, TODAY, "Moves away")
        self.assertAlmostEqual(sum(one.charge_ids.mapped("amount")), planned.amount)
        self.assertEqual(one.date_end, planned.end)

    def test_what_is_shown_of_a_pause_is_what_follows(self):
        one = self._subscription()
        self._bill(one, "2024-01-01")
        planned = one._plan_pause(TODAY, rule="credited", resume=date(2024, 1, 20))
        self.assertEqual((one.state, one.charge_ids.ids), ("active", []))
        one._apply_pause(planned, TODAY)
        self.assertAlmostEqual(sum(one.charge_ids.mapped("amount")), planned.amount)
        self.assertEqual(one.date_resume, planned.resume)

    def test_what_has_begun_shows_its_terms_read_only(self):
        view = self.env["subscription.subscription"].get_view(view_type="form")
        self.assertIn("readonly=\"state != 'draft'\"", view["arch"])
