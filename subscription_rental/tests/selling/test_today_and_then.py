from datetime import date

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, new_test_user

from ..common_selling import SellingCommon


@freeze_time("2024-01-10 12:00:00")
class TestTodayAndThen(SellingCommon):
    """An order says what is paid today and from when on what recurs (SE2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waiver = cls._product("Waiver")
        cls.waiver.list_price = 4.0
        cls.product.product_tmpl_id.write(
            {"rental_cover_product_id": cls.waiver.id, "rental_deposit": 50.0}
        )

    def test_it_says_when_what_recurs_begins(self):
        self.product.product_tmpl_id.rental_deposit = 0.0
        table = [
            ({}, "Today: $.30.00. Then: $.30.00 every month."),
            ({"trial_days": 14}, "Today: $.0.00. From 01/24/2024 on: $.30.00 every month."),
            (
                {"billing_timing": "arrears"},
                "Today: $.0.00. At the end of each period: $.30",
            ),
            ({"start_on_handover": True}, "Today: $.0.00. From the handover on: $.30"),
            (
                {"start_on_handover": True, "trial_days": 7},
                "Today: $.0.00. 7 days after the handover: $.30",
            ),
            ({"alignment": "calendar"}, "Today: $.21.29. Then: $.30.00 every month."),
        ]
        for values, said in table:
            with self.subTest(values):
                order = self._rental(self._plan(**values))
                self.assertRegex(order.rental_sentence, said.replace("$", r"\$"))
        order = self._rental()
        order.rental_date_start = date(2024, 3, 1)
        self.assertRegex(order.rental_sentence, r"Today: \$.0.00. From 03/01/2024 on: ")

    def test_today_is_the_same_before_and_after_it_is_saved(self):
        plan = self._plan(setup_fee=12.0, setup_fee_product_id=self.fee.id)
        taxed = self._order((self.product, plan, {}), (self.waiver, None, {}))
        taxed.order_line.tax_ids = self.company_data["default_tax_sale"]
        other = self._plan(setup_fee=7.0, deposit=9.0)
        changes = [
            ("rental_with_cover", True),
            ("product_uom_qty", 3.0),
            ("rental_plan_id", other),
            ("rental_with_cover", False),
        ]
        for name, value in changes:
            with self.subTest(name, value=value):
                before = taxed.rental_sentence
                form = Form(taxed)
                with form.order_line.edit(0) as line:
                    setattr(line, name, value)
                typed = form.rental_sentence
                form.save()
                self.assertNotEqual(typed, before)
                self.assertEqual(typed, taxed.rental_sentence)
                self.assertIn(f"Today: $\N{NO-BREAK SPACE}{taxed.amount_total:.2f}.", typed)

    def test_recurring_columns_are_for_recurring_orders(self):
        once = self._order((self.waiver, None, {}))
        self.assertFalse(once.rental_offers_plan or once.rental_offers_cover)
        self.assertFalse(once.rental_sentence)
        offered = self._order((self.product, None, {}))
        self.assertTrue(offered.rental_offers_plan)
        self.assertFalse(offered.is_rental)

    def test_a_confirmed_order_says_what_it_made(self):
        order = self._rental()
        self.assertFalse(order.rental_made)
        subscription = self._confirm(order)
        self.assertIn(f"{subscription.name} - Monthly bike was made", order.rental_made)
        waiting = self._rental(self._plan(start_on_payment=True))
        self._confirm(waiting)
        self.assertIn("Waits for its first payment", waiting.rental_made)

    def test_the_configurator_says_what_comes_along(self):
        plan = self._plan(trial_days=7, setup_fee=12.0, setup_fee_product_id=self.fee.id)
        now, currency = fields.Datetime.now(), self.company.currency_id
        # As Odoo's own addons call it: by position.
        data = self.env["product.template"]._get_additional_configurator_data(
            self.product, now, currency, self.env["product.pricelist"]
        )
        offer = next(one for one in data["rental_plans"] if one["id"] == plan.id)
        self.assertRegex(
            offer["details"],
            r"^7 days free, setup fee \$.12\.00, security deposit \$.50\.00$",
        )
        self.assertEqual((offer["price"], offer["cover_price"]), (30.0, 4.0))

    # === products === #

    def test_a_product_says_with_which_plans_it_is_sold(self):
        names = self.product.product_tmpl_id.rental_plan_names
        self.assertRegex(names, r"^Monthly bike \(\$.30\.00 every month\)$")
        self.assertFalse(self.waiver.product_tmpl_id.rental_plan_names)

    def test_a_new_product_is_put_on_a_plan_at_once(self):
        form = Form(self.env["product.template"])
        form.name = "Trailer"
        with form.rental_plan_line_ids.new() as line:
            line.plan_id = self.plan
            line.price_unit = 8.0
        self.assertRegex(form.save().rental_plan_names, r"\$.8\.00 every month")

    # === get started === #

    def test_get_started_ticks_by_itself_and_can_be_closed(self):
        panel = self.env["onboarding.onboarding"]
        self.env["subscription.plan"].search([]).active = False
        self.env["subscription.plan.line"].search([]).unlink()
        states = [step["is_done"] for step in panel.get_rental_started()]
        self.assertEqual(states[1:], [False, False, False])
        self.company.write({"street": "Rue 1", "country_id": self.env.ref("base.be").id})
        self._plan()
        states = [step["is_done"] for step in panel.get_rental_started()]
        self.assertEqual(states, [True, True, True, False])
        for step in panel.get_rental_started():
            action = getattr(self.env["onboarding.onboarding.step"], step["method"])()
            self.assertIn(action["res_model"], self.env)
        panel.action_close_panel_rental()
        self.assertFalse(panel.get_rental_started())

    def test_get_started_is_for_managers_without_subscriptions(self):
        panel = self.env["onboarding.onboarding"]
        clerk = new_test_user(
            self.env, login="own", groups="subscription_rental.group_user_own"
        )
        self.assertFalse(panel.with_user(clerk).get_rental_started())
        with self.assertRaises(AccessError):
            panel.with_user(clerk).action_close_panel_rental()
        self.assertTrue(panel.get_rental_started())
        self._draft()
        self.assertFalse(panel.get_rental_started())
