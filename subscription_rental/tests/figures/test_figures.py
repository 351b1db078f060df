from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, new_test_user

from ..common import SubscriptionCommon

DAY = date(2024, 12, 10)
FIRSTS = [date(2023, 12, 1) + relativedelta(months=number) for number in range(13)]


@freeze_time("2024-12-10 12:00:00")
class TestFigures(SubscriptionCommon, HttpCase):
    """The owner's figures: an example by hand, and the ledger in plain Python (OV2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dear = cls._plan(price=90.0)
        cls.people = cls.env["res.partner"].create(
            [{"name": name} for name in ("Ann", "Bob", "Cleo", "Dan")]
        )
        ann, bob, cleo, dan = cls.people
        cls.stays = cls._rental("2024-01-05", ann)
        cls.leaves = cls._rental("2024-01-20", bob)
        cls.leaves._cancel(date(2024, 5, 10), "Too dear")
        cls.rests = cls._rental("2024-05-01", cleo)
        cls.rests._pause(date(2024, 9, 3))
        cls.grows = cls._rental("2023-06-01", dan)
        cls._reprice(cls.grows, date(2024, 3, 4), 45.0)

    @classmethod
    def _rental(cls, start, customer, **values):
        return cls._subscription(start, partner_id=customer.id, **values)

    @classmethod
    def _reprice(cls, rental, day, price):
        values = {**rental.line_ids._prepare_change_vals(), "price_unit": price}
        values.pop("line_id")
        change = rental._plan_change([(rental.line_ids, values)], day, policy="daily")
        rental._apply_change(change, day, at_once=False)

    def _look(self, user=None, **scope):
        screen = self.env["subscription.figures"].with_user(user or self.env.user)
        return screen.get_figures(scope)

    def _tiles(self, **kwargs):
        shown = self._look(**kwargs)["tiles"]
        return {one["name"]: one["shown"].replace("\xa0", " ") for one in shown}

    def test_an_example_by_hand(self):
        tiles = self._tiles()
        # Ann pays 30, Dan 45; Cleo's 30 rest, and Bob's are lost.
        self.assertEqual((tiles["mrr"], tiles["arr"]), ("$ 75.00", "$ 900.00"))
        self.assertEqual((tiles["customers"], tiles["each"]), ("3", "$ 25.00"))
        self.assertEqual(tiles["resting"], "$ 30.00")
        # In May 30 of 105 are lost, and one of three customers; in eleven months nothing.
        self.assertEqual((tiles["churn"], tiles["logo_churn"]), ("2.4 %", "2.8 %"))
        self.assertEqual(tiles["gross"], "97.6 %")
        # Of Dan's 30 a year ago there are 45.
        self.assertEqual(tiles["net"], "150.0 %")
        # 25 a month by 30/105/12.
        self.assertEqual(tiles["value"], "$ 1,050.00")

    def test_movements_and_cohorts(self):
        shown = self._look()
        rows = {one["name"]: one["values"] for one in shown["movements"]}
        self.assertEqual(rows["new"][1:6], [60.0, 0.0, 0.0, 0.0, 30.0])
        self.assertEqual((rows["churned"][5], rows["expansion"][3]), (-30.0, 15.0))
        # A pause is nobody's loss.
        self.assertEqual((rows["paused"][9], sum(rows["churned"])), (-30.0, -30.0))
        cohorts = {
            row["label"]: [cell["shown"] for cell in row["cells"]]
            for row in shown["cohorts"]
        }
        self.assertEqual(cohorts["Jan 2024"][:5], ["100", "100", "100", "100", "50"])
        self.assertEqual(cohorts["May 2024"][3:], ["100", "0", "0", "0", "0"])
        self.assertNotIn("Feb 2024", cohorts)
        self.assertEqual(
            shown["reasons"], [{"label": "Too dear", "count": 1, "share": 100}]
        )

    def test_every_figure_is_the_ledgers(self):
        """The same by plain Python from the rows that a person would export."""
        rows = [
            (row.partner_id, row.date.replace(day=1), row.kind, Fraction(str(row.amount)))
            for row in self.env["subscription.mrr.movement"].search([])
        ]
        shares, leaving = [], []
        for first in FIRSTS[:-1]:
            opening = sum(row[3] for row in rows if row[1] < first)
            lost = -sum(row[3] for row in rows if row[1:3] == (first, "churned"))
            held = {
                who: sum(
                    r[3] for r in rows if r[0] == who and r[1] < first and r[2] != "paused"
                )
                for who in self.people
            }
            gone = {row[0] for row in rows if row[1:3] == (first, "churned")}
            shares += [lost / opening] if opening else []
            there = sum(amount > 0 for amount in held.values())
            leaving += [Fraction(len(gone), there)] if there else []
        tiles = self._tiles()
        for name, found in (("churn", shares), ("logo_churn", leaving)):
            mean = 100 * float(sum(found) / len(found))
            self.assertEqual(tiles[name], f"{mean:.1f} %", name)

    def test_what_is_agreed_is_to_come(self):
        dear = {"plan_id": self.dear.id}
        later = self._draft("2025-02-15", partner_id=self.people[0].id, **dear)
        later.action_activate()
        self.assertEqual(later.state, "scheduled")
        moves = self._rental("2024-12-05", self.people[0])
        self._bill(moves, "2024-12-05")
        moves._schedule_cancel(date(2025, 4, 5), DAY, "Moves")
        ends = self._rental("2024-12-01", self.people[1], term_count=3, renewal="none")
        half = self._plan(price=20.0)
        half.line_ids.phases = "2 x -50%"
        self._rental("2024-12-01", self.people[2], plan_id=half.id)
        forecast = self._look()["forecast"]
        self.assertEqual(ends.date_end, date(2025, 3, 1))
        self.assertEqual(forecast["labels"][0], "Dec 2024")
        # 75, 30 until April, 30 of a term, 10 of a half price; 20 from February on, with
        # 90 that begin.
        expected = [145.0, 145.0, 245.0, 215.0, 185.0, 185.0]
        self.assertEqual(forecast["values"][:6], expected)

    def test_new_prices_that_are_confirmed_are_to_come(self):
        ends = self._rental("2024-12-01", self.people[1], term_count=3, renewal="none")
        revisions = self.env["subscription.price.revision"].create(
            {"name": "Dearer", "date": "2025-02-01", "percent": 10.0}
        )
        revisions.action_preview()
        self.assertIn(ends, revisions.line_ids.subscription_id)
        # What is only looked at is not to come.
        before = self._look()["forecast"]["values"]
        self.assertEqual(set(before[:3]), {105.0})
        revisions.action_confirm()
        # 3 of Ann's 30 and 4.50 of Dan's 45, with the first period from February on; the
        # term ends in March, at today's 30, and Cleo's rest.
        found = self._look()["forecast"]["values"]
        self.assertEqual(found[:4], [105.0, 105.0, 112.5, 82.5])
        self.stays._schedule_cancel(date(2025, 3, 5), DAY, "Moves")
        # Who ends counts at today's price.
        found = self._look()["forecast"]["values"]
        self.assertEqual(found[:4], [105.0, 105.0, 109.5, 49.5])
        revisions.action_undo()
        self.assertEqual(self._look()["forecast"]["values"][2], 105.0)

    def test_each_scope_narrows_all_of_it(self):
        """Per plan, product, team and tag: the sums of the rows that a person filters."""
        tag = self.env["res.partner.category"].create({"name": "Schools"})
        team = self.env["crm.team"].sudo().create({"name": "North"}).sudo(False)
        cargo = self._product("Cargo bike")
        plan = self._plan(price=70.0, name="Cargo")
        plan.line_ids.product_tmpl_id = cargo.product_tmpl_id
        plan.line_ids.price_unit = 70.0
        school = self.env["res.partner"].create({"name": "Eve", "category_id": tag.ids})
        self._rental("2024-03-01", school, plan_id=plan.id, team_id=team.id)
        for name, record in (
            ("plan_id", plan),
            ("line_ids.product_id.product_tmpl_id", cargo.product_tmpl_id),
            ("team_id", team),
            ("partner_id.category_id", tag),
        ):
            with self.subTest(name):
                shown = self._look(**{name: record.id})
                tiles = {one["name"]: one["shown"] for one in shown["tiles"]}
                self.assertEqual(tiles["mrr"].replace("\xa0", " "), "$ 70.00")
                self.assertEqual(tiles["customers"], "1")
                rows = {one["name"]: one["values"] for one in shown["movements"]}
                # March has one; the months without any stand there, too.
                self.assertEqual(rows["new"], [0.0] * 3 + [70.0] + [0.0] * 9)
                self.assertEqual(shown["forecast"]["values"][-1], 70.0)
                self.assertEqual(len(shown["cohorts"]), 1)
                options = dict(
                    next(one for one in shown["scopes"] if one["name"] == name)["options"]
                )
                self.assertIn(record.id, options)
        action = self.env["subscription.figures"].action_open_figure(
            "new", {"plan_id": plan.id}, 3
        )
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.partner_id, school)
        with self.assertRaises(UserError):
            self._look(plan_id=0)

    def test_each_figure_opens_its_rows(self):
        screen = self.env["subscription.figures"]
        action = screen.action_open_figure("churned", {}, 5)
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.subscription_id, self.leaves)
        action = screen.action_open_figure("cohort", {}, 1)
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.stays | self.leaves)
        for wrong in (
            ("drop", {}, 1),
            ("new", {}, 99),
            ("new", {}, "1"),
            ("new", {"x": 1}),
        ):
            with self.subTest(wrong), self.assertRaises(UserError):
                screen.action_open_figure(*wrong)

    def test_each_user_sees_their_own(self):
        own = "subscription_rental.group_user_own"
        clerk = new_test_user(self.env, login="own", groups=own)
        others = self.stays | self.leaves | self.rests
        others.user_id = self.env.user
        self.grows.user_id = clerk
        tiles = self._tiles(user=clerk)
        self.assertEqual((tiles["mrr"], tiles["customers"]), ("$ 45.00", "1"))
        nobody = new_test_user(self.env, login="nobody", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._look(nobody)

    def test_from_a_cohort_to_a_customer(self):
        new_test_user(
            self.env,
            login="owner",
            password="owner",
            groups="subscription_rental.group_manager",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.start_tour(
            "/odoo/subscriptions-figures", "subscription_rental_figures", login="owner"
        )

    def test_companies_do_not_mix(self):
        other = self.setup_other_company()["company"]
        other.currency_id = self.env.ref("base.EUR").id
        self.env.user.company_ids |= other
        both = self.env["subscription.figures"].with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        shown = both.get_figures()
        self.assertIn(other.name, shown["note"])
        empty = both.get_figures({"company_id": other.id})
        self.assertEqual(empty["cohorts"], [])
        tiles = {one["name"]: one["shown"] for one in empty["tiles"]}
        self.assertEqual((tiles["customers"], tiles["churn"]), ("0", "-"))

    def test_many_take_the_same_queries_as_few(self):
        def look():
            self.env.flush_all()
            self.env.invalidate_all()
            self._look()

        look()
        before = self.env.cr.sql_log_count
        look()
        few = self.env.cr.sql_log_count - before
        for month in range(1, 12):
            self._rental(f"2024-{month:02}-03", self.people[month % 4])
        look()
        before = self.env.cr.sql_log_count
        look()
        self.assertEqual(self.env.cr.sql_log_count - before, few)
