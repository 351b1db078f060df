from uuid import uuid4

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from ...billing import dunning
from ...billing.dunning_presets import GENERAL, PRESETS, taken_in_grace
from ..common_dunning import DunningCommon

DEFAULT = "subscription_rental.dunning_policy_default"


class TestPresets(DunningCommon):
    """Dunning policies to begin with, by country (BI7)."""

    def _company(self, code=None, **values):
        country = code and self.env.ref(f"base.{code.lower()}")
        return self.env["res.company"].create(
            {"name": f"New {uuid4()}", "country_id": country and country.id, **values}
        )

    def _ladder(self, policy):
        return [(step.days, step.action) for step in policy._get_steps()]

    def test_a_new_company_has_the_policy_of_its_country(self):
        for code, source in (
            ("BE", "Book XIX"),
            ("DE", "BGB"),
            ("FR", "L111-8"),
            ("NL", "letter of 14 days"),
        ):
            with self.subTest(code):
                company = self._company(code)
                policy = company.subscription_dunning_policy_id
                self.assertEqual(policy.company_id, company)
                rungs = PRESETS[code].rungs
                self.assertEqual(
                    self._ladder(policy), [(one.days, one.action) for one in rungs]
                )
                self.assertIn(source, policy.notes)
                self.assertIn("charges no fee", policy.notes)
                self.assertIn("not legal advice", policy.notes)

    def test_elsewhere_it_has_the_general_one(self):
        for code in (None, "US"):
            policy = self._company(code).subscription_dunning_policy_id
            self.assertEqual(policy, self.env.ref(DEFAULT))
        general = PRESETS[GENERAL].rungs
        self.assertEqual(self._ladder(policy), [(one.days, one.action) for one in general])

    def test_an_empty_list_says_when_nobody_looks_after_what_is_unpaid(self):
        """And only then: who has a policy reads that everybody has paid."""
        action = self.env.ref("subscription_rental.subscription_dunning_case_action")
        fields = ["help", "res_model", "context"]
        self.assertIn("Everybody has paid", action.read(fields)[0]["help"])
        plans = self.env["subscription.plan"].search([("dunning_policy_id", "!=", False)])
        plans.dunning_policy_id = False
        self.company.subscription_dunning_policy_id = False
        self.assertIn("No dunning policy is chosen", action.read(fields)[0]["help"])
        self.plan.dunning_policy_id = self._policy((3, "remind"))
        self.assertIn("Everybody has paid", action.read(fields)[0]["help"])

    def test_what_was_chosen_stays(self):
        own = self._policy((3, "remind"))
        given = self._company("BE", subscription_dunning_policy_id=own.id)
        self.assertEqual(given.subscription_dunning_policy_id, own)
        none = self._company("BE", subscription_dunning_policy_id=False)
        self.assertFalse(none.subscription_dunning_policy_id)
        # Two at once, the one given and the other not.
        both = self.env["res.company"].create(
            [
                {"name": "One", "subscription_dunning_policy_id": own.id},
                {"name": "Two", "country_id": self.env.ref("base.nl").id},
            ]
        )
        policies = both.mapped(lambda one: one.subscription_dunning_policy_id)
        self.assertEqual(policies[0], own)
        self.assertEqual(both[1].subscription_dunning_policy_id.company_id, both[1])

    def test_a_branch_has_its_parents(self):
        parent = self._company("NL")
        branch = self._company("DE", parent_id=parent.id)
        policy = parent.subscription_dunning_policy_id
        self.assertEqual(branch.subscription_dunning_policy_id, policy)

    def test_companies_of_before_get_theirs_too(self):
        company = self._company("FR", subscription_dunning_policy_id=False)
        own = self._policy((3, "remind"))
        self.company.subscription_dunning_policy_id = own
        self.env["res.company"]._set_default_dunning()
        self.assertIn("L111-8", company.subscription_dunning_policy_id.notes)
        self.assertEqual(self.company.subscription_dunning_policy_id, own)

    def test_nothing_is_taken_before_the_time_to_pay_is_over(self):
        """BE: 14 days from the day after the e-mail; NL: likewise after its letter."""
        for code, preset in PRESETS.items():
            with self.subTest(code):
                self.assertFalse(taken_in_grace(preset))
                days = [rung.days for rung in preset.rungs]
                self.assertEqual(days, sorted(set(days)), "one step a day, in order")
                order = [one.action for one in preset.rungs]
                self.assertEqual(order[-1], dunning.TERMINATE)
                self.assertLess(order.index("remind"), order.index("suspend"))
                self.assertIn(dunning.WARN, order)
        for code in ("BE", "NL", "FR"):
            self.assertGreaterEqual(PRESETS[code].grace, 15)

    def _load(self, code, **values):
        dialog = self.env["subscription.preset.dialog"].create({"preset": code, **values})
        action = dialog.action_load()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_loading_makes_a_new_policy_and_leaves_the_others(self):
        first = self._load("BE")
        first.step_ids[0].days = 1
        first.name = "Ours"
        again = self._load("BE")
        self.assertNotEqual(again, first)
        self.assertEqual((first.name, first.step_ids.sorted("days")[0].days), ("Ours", 1))
        third = self._load("BE")
        self.assertEqual(
            (again.name, third.name), ("Consumers: Belgium", "Consumers: Belgium (2)")
        )
        self.assertEqual(again.company_id, self.company)
        standard = self.env.ref(DEFAULT)
        self.assertEqual(self.company.subscription_dunning_policy_id, standard)

    def test_it_is_the_companys_if_asked(self):
        policy = self._load("NL", is_for_company=True)
        self.assertEqual(self.company.subscription_dunning_policy_id, policy)

    def test_the_dialog_shows_the_country_and_its_steps(self):
        self.company.country_id = self.env.ref("base.de")
        with Form(self.env["subscription.preset.dialog"]) as form:
            self.assertEqual(form.preset, "DE")
            self.assertIn("543", form.notes)
            self.assertIn("62 days", form.timeline_html)
            form.preset = GENERAL
            self.assertIn("no country's law", form.notes)

    def test_managers_load_and_clerks_do_not(self):
        clerk = self._clerk()
        with self.assertRaises(AccessError):
            self.env["subscription.preset.dialog"].with_user(clerk).create({})
        clerk.group_ids = [
            Command.link(self.env.ref("subscription_rental.group_manager").id)
        ]
        dialog = self.env["subscription.preset.dialog"].with_user(clerk).create({})
        dialog.is_for_company = True
        dialog.action_load()
        policy = self.company.subscription_dunning_policy_id
        self.assertEqual(policy.company_id, self.company)
