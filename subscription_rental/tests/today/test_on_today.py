from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, new_test_user

from ..common import SubscriptionCommon

DAY = date(2024, 2, 10)
# One for each door, and those of what is past due, to do, and the figures.
QUERIES = 26


@freeze_time("2024-02-10 12:00:00")
class TestToday(SubscriptionCommon, HttpCase):
    """*Today*: each count opens what was counted, for each user their own (OV1, DD6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.property_payment_term_id = False
        cls.clerk = new_test_user(
            cls.env, login="own", groups="subscription_rental.group_user_own"
        )
        cls.late = cls._subscription("2023-12-05")
        cls._bill(cls.late, "2023-12-05")
        waiting = {"start_on_handover": True, "user_id": cls.clerk.id}
        cls.waiting = cls._draft("2024-02-01", **waiting)
        cls.waiting.action_activate()
        cls.ending = cls._subscription(
            "2024-01-12", term_count=1, renewal="automatic", user_id=cls.clerk.id
        )
        cls.gone = cls._subscription("2023-11-01")
        cls.gone._cancel(date(2024, 2, 3))

    def _look(self, user=None, **scope):
        today = self.env["subscription.today"].with_user(user or self.env.user)
        return today.get_today(scope)

    def _counts(self, *args, **kwargs):
        return {
            one["name"]: one["count"]
            for one in self._look(*args, **kwargs)["doors"]
            if one["count"]
        }

    def _figures(self, *args, **kwargs):
        shown = self._look(*args, **kwargs)["figures"]
        return {one["door"]: one["values"] for one in shown}

    def test_what_wants_a_look_is_counted(self):
        expected = {"past_due": 1, "to_hand_over": 1, "renewals": 1}
        counts = self._counts()
        # Addons that are installed as well count goods of their own.
        self.assertEqual({name: counts.get(name) for name in expected}, expected)
        doors = {one["name"]: one for one in self._look()["doors"]}
        self.assertIn("34.50", doors["past_due"]["note"])
        self.assertTrue(doors["past_due"]["is_bad"])

    def test_who_fails_each_day_is_one_run_that_failed(self):
        bad = self._subscription("2024-02-01")
        also = self._subscription("2024-02-01")
        runs = []
        for day in ("2024-02-10", "2024-02-11", "2024-02-12"):
            (bad | also).line_ids.price_unit = -5.0
            if len(runs) == 2:
                also.line_ids.price_unit = 5.0
            runs.append(self._run_job(day))
        self.assertTrue(all(run.failure_ids for run in runs))
        self.assertEqual(self._counts()["runs_failed"], 1)
        opened = self.env["subscription.today"].action_open_door("runs_failed")
        found = self.env["subscription.billing.run"].search(opened["domain"])
        self.assertEqual(found, runs[-1])
        self.assertEqual([run.is_to_mend for run in runs], [False, False, True])

    def test_each_user_counts_their_own(self):
        counts = self._counts(self.clerk)
        self.assertEqual(counts, {"to_hand_over": 1, "renewals": 1})
        self.assertEqual(self._figures(self.clerk)["active"][-1], 1)

    def test_each_door_opens_what_it_counted(self):
        for user in (self.env.user, self.clerk):
            shown = self._look(user)
            today = self.env["subscription.today"].with_user(user)
            for door in shown["doors"]:
                with self.subTest(door["name"], user=user.login):
                    action = today.action_open_door(door["name"])
                    model = self.env[action["res_model"]].with_user(user)
                    self.assertEqual(model.search_count(action["domain"]), door["count"])
            for figure in shown["figures"]:
                if figure["door"] != "mrr":
                    action = today.action_open_door(figure["door"])
                    model = self.env[action["res_model"]].with_user(user)
                    found = model.search_count(action["domain"])
                    self.assertEqual(found, figure["values"][-1], figure["door"])

    def test_a_door_with_nothing_behind_it_says_so(self):
        """And does not tell who has customers to subscribe the first one."""
        today = self.env["subscription.today"]
        for door in self._look()["doors"]:
            with self.subTest(door["name"]):
                told = today.action_open_door(door["name"])["help"]
                self.assertIn(f"{door['label']}: none", told)
                self.assertNotIn("first", told)

    def test_the_figures_are_what_they_were_month_by_month(self):
        figures = self._figures()
        # November to February: one began in each of the first three months, one is over.
        self.assertEqual(figures["active"][-4:], [1, 2, 3, 2])
        self.assertEqual(figures["new"][-4:], [1, 1, 1, 0])
        self.assertEqual(figures["churned"][-4:], [0, 0, 0, 1])
        self.assertEqual(figures["mrr"][-4:], [30.0, 60.0, 90.0, 60.0])

    def test_many_take_the_same_queries_as_few(self):
        self._look_again(QUERIES)
        for _number in range(10):
            late = self._subscription("2023-12-05")
            self._bill(late, "2023-12-05")
            self.ending.copy({"date_start": "2024-01-12"})._start(date(2024, 1, 12))
            self._plan_task(late)
        self.assertEqual(self._counts()["past_due"], 11)
        self._look_again(QUERIES)

    def _look_again(self, queries):
        """Look at the screen with so many queries, when everything but it is known."""
        self._plan_task(self.late)
        self._look()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(queries):
            self._look()

    def _plan_task(self, subscription):
        return subscription.activity_schedule(
            "mail.mail_activity_data_call", date_deadline=DAY, user_id=self.env.uid
        )

    def test_what_is_to_do_is_done_in_one_click(self):
        task = self._plan_task(self.late)
        self.late.activity_schedule(
            "mail.mail_activity_data_call", date_deadline=DAY + timedelta(days=1)
        )
        tasks = self._look()["tasks"]
        self.assertEqual([one["id"] for one in tasks["first"]], task.ids)
        self.assertEqual(self._look(self.clerk)["tasks"]["count"], 0)
        task.action_done()
        self.assertEqual(self._look()["tasks"], {"count": 0, "first": []})

    def test_one_company_is_looked_at_alone(self):
        other = self.setup_other_company()["company"]
        self.env.user.company_ids = [Command.link(other.id)]
        both = self.env.companies | other
        today = self.env["subscription.today"].with_context(allowed_company_ids=both.ids)
        [scope] = [
            one for one in today.get_today()["scopes"] if one["name"] == "company_id"
        ]
        self.assertEqual([key for key, _name in scope["options"]], both.ids)
        doors = today.get_today({"company_id": other.id})["doors"]
        self.assertFalse([one for one in doors if one["count"]])
        self.assertTrue([one for one in today.get_today()["doors"] if one["count"]])

    def test_what_is_not_offered_is_refused(self):
        for scope in ({"company_id": 0}, {"state": 1}, {"company_id": "x"}, [1]):
            with self.subTest(scope=scope), self.assertRaises(UserError):
                self.env["subscription.today"].get_today(scope)
        # True is 1 to Python, and no number to PostgreSQL.
        main = self.env["res.company"].browse(1)
        self.env.user.company_ids |= main
        companies = (self.company | main).ids
        today = self.env["subscription.today"].with_context(allowed_company_ids=companies)
        with self.assertRaises(UserError):
            today.get_today({"company_id": True})
        for name in ("nothing", None, ["past_due"]):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.env["subscription.today"].action_open_door(name)

    def test_who_has_nothing_to_do_with_subscriptions_sees_nothing(self):
        stranger = new_test_user(self.env, login="stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._look(stranger)
        with self.assertRaises(AccessError):
            self.env["subscription.today"].with_user(stranger).action_open_door("past_due")

    def test_the_app_opens_on_what_the_user_likes(self):
        today = self.env["subscription.today"].with_user(self.clerk)
        self.assertEqual(today.action_open_app()["tag"], "subscription_rental.today")
        self.clerk.with_user(self.clerk).rental_opens_on = "subscriptions"
        opened = today.action_open_app()
        self.assertEqual(opened["res_model"], "subscription.subscription")

    def test_a_shared_invoice_is_owed_in_parts(self):
        self.company.subscription_invoice_sharing = "customer"
        two = self._subscription("2023-12-06") | self._subscription("2023-12-06")
        invoice = self._bill(two, "2023-12-06")
        self.assertEqual(len(invoice), 1)
        self.assertAlmostEqual(sum(two.mapped("amount_owed")), invoice.amount_residual)
        self.assertEqual(two.mapped("owed_since"), [invoice.invoice_date_due] * 2)
        # The sum of a list is that of its rows, of whichever part of an invoice.
        rentals = self.env["subscription.subscription"]
        late = rentals.search([("is_past_due", "=", True)])
        self.assertGreater(len(late), len(two))
        for some in (two, two[0], late, late - two[1], rentals):
            found = rentals._sum_owed([("id", "in", some.ids)])
            self.assertAlmostEqual(sum(found.values()), sum(some.mapped("amount_owed")))

    def test_what_an_accountant_adds_to_an_invoice_is_not_owed_for_the_subscription(self):
        rental = self._subscription("2023-12-06", plan_id=self._plan(invoice_mode="draft").id)
        invoice = self._bill(rental, "2023-12-06")
        extra = {"name": "Cleaning", "price_unit": 10.0, "tax_ids": False}
        invoice.invoice_line_ids = [Command.create(extra)]
        invoice.action_post()
        found = self.env["subscription.subscription"]._sum_owed([("id", "=", rental.id)])
        self.assertAlmostEqual(sum(found.values()), invoice.amount_residual - 10.0)
        self.assertAlmostEqual(rental.amount_owed, invoice.amount_residual - 10.0)


class TestTodayTour(SubscriptionCommon, HttpCase):
    """A door opens its list, and a task is done, in the browser (OV1, DD6)."""

    def test_today_in_the_browser(self):
        self.partner_a.property_payment_term_id = False
        self.env.user.write({"login": "tourist", "password": "tourist"})
        day = self.company._subscription_today()
        late = self._subscription(str(day - timedelta(days=1)))
        self._bill(late, str(day - timedelta(days=1)))
        late.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=day,
            summary="Call the customer",
            user_id=self.env.uid,
        )
        self.start_tour("/odoo", "subscription_rental_today", login="tourist")
