import operator
from datetime import date
from types import SimpleNamespace

from odoo import Command
from odoo.fields import Domain
from odoo.tests import freeze_time

from ...billing.interval import Interval
from ...models.acts.subscription_takeover import SubscriptionTakeover
from ..common_takeover import Elsewhere, TakeoverCommon


class FoundByDay(list):
    """Days of next invoices, searched as a model that has them is."""

    def search(self, domain, order, limit):
        """Return so many days of this domain, oldest first."""
        assert order == "recurring_next_date, id"
        return FoundByDay(sorted(day for day in DAYS if _holds(domain, day))[:limit])

    def __or__(self, other):
        return FoundByDay([*self, *other])


DAYS = [date(2024, 5, 12), date(2024, 5, 9), date(2024, 5, 10), date(2024, 4, 1)]


def _holds(domain, day):
    """Return whether a day is in a domain of days."""
    stack = []
    for token in reversed(list(domain)):
        if token == "!":
            stack.append(not stack.pop())
        else:
            name, sign, value = token
            assert name == "recurring_next_date"
            sign = {">=": operator.ge, "<": operator.lt}[sign]
            stack.append(sign(day, value))
    (held,) = stack
    return held


@freeze_time("2024-05-10 12:00:00")
class TestTakeoverBounds(TakeoverCommon):
    """What moves in keeps what it was: its seasons, taxes, accounts and company (SE12)."""

    # === plans === #

    def _tried(self, plan):
        """Choose a plan by hand for an agreement, and move in; return its row."""
        with self._installed():
            dialog = self._open()
            dialog.row_ids.plan_id = plan
            dialog.action_move_in()
        return dialog.row_ids

    def _other_plan(self, **values):
        """Return a plan that bills as the agreement, and otherwise has `values`."""
        return self.env["subscription.plan"].create(
            {"name": "Another", "invoice_mode": "draft", **values}
        )

    def test_a_plan_that_leaves_months_out_is_not_taken(self):
        month = next(iter(self.env["subscription.plan"]._get_season_fields().values()))
        plan = self._other_plan(**{month: True})
        self._check_not_taken(plan, "leaves months out", {month: False})

    def test_a_plan_with_a_trial_is_not_taken(self):
        plan = self._other_plan(trial_days=14)
        self._check_not_taken(plan, "days for free", {"trial_days": 0})

    def _check_not_taken(self, plan, pattern, without):
        """Check that `plan` is neither proposed nor used, and that it is `without`."""
        old = self._contract(self._line())
        with self._installed():
            self.assertFalse(self._open().row_ids.plan_id)
        row = self._tried(plan)
        self.assertRegex(row.problem, pattern)
        self.assertFalse(row.subscription_id)
        self.assertTrue(old.active)
        plan.write(without)
        with self._installed():
            self.assertEqual(self._open().row_ids.plan_id, plan)

    # === one row's own problem === #

    def _check_only_this_is_refused(self, pattern):
        """Check that the first agreement is refused, and the second one proposed."""
        with self._installed():
            dialog = self._open()
            first, second = dialog.row_ids.sorted("id")
            self.assertRegex(first.problem, pattern)
            self.assertEqual((first.is_taken, second.is_taken), (False, True))
            dialog.action_move_in()
        self.assertTrue(second.subscription_id)
        self.assertFalse(first.subscription_id)

    def test_a_discount_that_is_none_is_a_problem_of_its_row(self):
        for discount in (101.0, -1.0):
            with self.subTest(discount):
                self.elsewhere = Elsewhere(self.env)
                self._contract(self._line(discount=discount))
                self._contract(self._line())
                self._check_only_this_is_refused("not from 0 to 100")

    def test_a_rhythm_that_nobody_knows_is_a_problem_of_its_row(self):
        self._contract(self._line(recurring_rule_type="fortnightly"))
        self._contract(self._line())
        self._check_only_this_is_refused("How often")

    def test_a_rhythm_of_the_other_addon_that_nobody_knows_is_one_too(self):
        self._sale(template={"recurring_rule_type": "moons"})
        self._sale()
        self._check_only_this_is_refused("How often")

    def test_a_rhythm_of_no_months_is_none(self):
        takeover = self.env["subscription.takeover"]
        self.assertIn("How often", takeover._read_interval(0, "month")[1])
        self.assertEqual(takeover._read_interval(2, "week"), (Interval(2, "week"), ""))

    # === what goes along === #

    def test_taxes_are_those_of_payer_and_delivery_address(self):
        abroad = self.env.ref("base.fr")
        position = self.env["account.fiscal.position"].create(
            {
                "name": "Delivered abroad",
                "auto_apply": True,
                "country_id": abroad.id,
                "sequence": 0,
            }
        )
        other = self.tax_sale_b.copy({"name": "Abroad", "fiscal_position_ids": False})
        other.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.bike.taxes_id.ids)],
            }
        )
        place = self.env["res.partner"].create(
            {
                "name": "Warehouse",
                "type": "delivery",
                "parent_id": self.partner_a.id,
                "country_id": abroad.id,
            }
        )
        self.partner_a.country_id = self.env.ref("base.us")
        self._sale(partner_shipping_id=place, taxes=other)
        self._contract(self._line(), fiscal_position_id=position)
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(len(made), 2)
        for one in made:
            # It is what our invoices find by themselves.
            self.assertFalse(one.line_ids.tax_ids)
            invoice = self._bill(one, "2024-06-01")
            self.assertEqual(invoice.invoice_line_ids.tax_ids, other)

    def test_accounts_and_journal_go_along(self):
        journal = self.company_data["default_journal_sale"].copy({"name": "Old sales"})
        plan = self.env["account.analytic.plan"].create({"name": "Shops"})
        account = self.env["account.analytic.account"].create(
            {"name": "North", "plan_id": plan.id}
        )
        shared = {str(account.id): 100.0}
        self._contract(self._line(analytic_distribution=shared), journal_id=journal)
        sale = self._sale(journal_id=journal)
        sale.sale_subscription_line_ids[0].analytic_distribution = shared
        made = self._move_in().row_ids.subscription_id
        self.assertEqual(len(made), 2)
        for one in made:
            self.assertEqual(one.journal_id, journal)
            self.assertEqual(one.line_ids.analytic_distribution, shared)
            invoice = self._bill(one, "2024-06-01")
            self.assertEqual(invoice.journal_id, journal)
            line = invoice.invoice_line_ids
            self.assertEqual(line.analytic_distribution, shared)

    # === where === #

    def test_a_dialog_of_another_company_moves_nothing(self):
        old = self._contract(self._line())
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with self._installed():
            dialog = self._open()
            dialog.company_id = other
            dialog.action_move_in()
        self.assertRegex(dialog.row_ids.problem, "changed since")
        self.assertFalse(dialog.row_ids.subscription_id)
        self.assertTrue(old.active)

    def test_what_is_overdue_is_found_last(self):
        coming, overdue = [DAYS[2], DAYS[0]], [DAYS[3], DAYS[1]]
        takeover = SimpleNamespace(
            env={"some.model": FoundByDay()},
            _get_old_domain=lambda *_names: Domain.TRUE,
        )
        for limit, days in (
            (None, coming + overdue),
            (3, [*coming, overdue[0]]),
            (2, coming),
            (1, coming[:1]),
        ):
            with self.subTest(limit):
                found = SubscriptionTakeover._find_old(
                    takeover, "some.model", self.company, limit
                )
                self.assertEqual(found, days)
