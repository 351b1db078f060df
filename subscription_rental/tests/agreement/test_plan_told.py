from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user

from ..common import SubscriptionCommon


class TestPlanTold(SubscriptionCommon):
    """What a plan's form and list say, and plans from templates."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("sales_team.group_sale_manager")

    def test_a_first_plan_takes_a_name_and_a_product(self):
        form = Form(self.env["subscription.plan"])
        form.name = "City bike"
        self.assertFalse(form.offer_sentence)
        with form.line_ids.new() as line:
            line.product_tmpl_id = self.product.product_tmpl_id
        self.assertRegex(form.offer_sentence, r"^\$.40\.00 every month$")
        form.trial_days = 7
        form.setup_fee = 30.0
        self.assertRegex(
            form.offer_sentence, r"40\.00 every month, 7 days free, setup fee \$.30\.00$"
        )
        form.save()

    def test_the_billing_dates_follow_what_is_typed(self):
        form = Form(self.plan)
        form.preview_date = "2024-01-10"
        self.assertIn("30.00", form.preview_html)
        form.interval_unit = "year"
        form.interval_count = 1
        self.assertEqual(form.preview_html.count("12/31"), 0)
        form.alignment = "calendar"
        self.assertGreater(form.preview_html.count("12/31"), 5)

    def test_what_the_start_waits_for_is_said(self):
        self.assertFalse(self.plan.start_sentence)
        self.plan.start_on_handover = True
        self.assertIn("goods are handed over", self.plan.start_sentence)
        self.assertNotIn("payment", self.plan.start_sentence)
        self.plan.start_on_payment = True
        self.assertRegex(self.plan.start_sentence, "payment is received and the goods")

    def test_terms_are_said_in_their_unit(self):
        self.plan.term_count = 12
        self.assertEqual(self.plan.term_display, "months")
        self.plan.term_count = 1
        self.assertEqual(self.plan.term_display, "month")
        self.plan.write({"interval_count": 3, "term_count": 4})
        self.assertEqual(self.plan.term_display, "x 3 months = 12 months")
        self.assertEqual(self.plan.commitment_display, "x 3 months")

    def test_the_list_names_products_and_sums_revenue_by_one_query(self):
        plans = self.plan
        for number in range(4):
            product = self._product(f"Part {number}").product_tmpl_id
            self.plan.line_ids.create(
                {"plan_id": self.plan.id, "product_tmpl_id": product.id}
            )
        self.assertIn("Bike, Part 0, Part 1, and 2 more", self.plan.product_names)
        plans |= self._plan(name="Other") | self._plan(name="Unsold")
        self._subscription(plan_id=plans[1].id)
        self._subscription(plan_id=plans[1].id)
        self._draft(plan_id=plans[2].id)
        self.env.flush_all()
        self.env.invalidate_all()
        # What is read of the company comes first.
        plans.mapped("mrr")
        counts = []
        for some in (plans[1], plans):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.mapped("mrr")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(plans.mapped("mrr"), [0.0, 60.0, 0.0])

    def test_a_template_makes_a_plan_that_can_be_sold(self):
        for kind in ("rental", "service", "membership", "box"):
            with self.subTest(kind):
                form = Form(self.env["subscription.template.dialog"])
                form.kind = kind
                form.name = f"My {kind}"
                form.price = 12.5
                self.assertTrue(form.told)
                plan = self._make(form)
                self.assertEqual(plan.line_ids.product_tmpl_id.name, f"My {kind}")
                self.assertEqual(
                    (plan.recurring_amount, plan.interval_unit), (12.5, "month")
                )
                self.assertEqual(self._draft(plan_id=plan.id).recurring_amount, 12.5)

    def _make(self, form):
        action = form.save().action_create()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_a_template_takes_a_product_that_there_is(self):
        form = Form(self.env["subscription.template.dialog"])
        form.name = "Daily"
        form.product_tmpl_id = self.product.product_tmpl_id
        self.assertEqual(form.price, 40.0)
        form.kind, form.interval_unit = "membership", "day"
        plan = self._make(form)
        self.assertEqual(plan.line_ids.product_tmpl_id, self.product.product_tmpl_id)
        self.assertEqual(plan.alignment, "anniversary")

    def test_who_may_make_no_products_is_told(self):
        manager = new_test_user(
            self.env,
            login="planner",
            groups="subscription_rental.group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        dialog = self.env["subscription.template.dialog"].with_user(manager)
        with self.assertRaisesRegex(UserError, "choose one that there is"):
            dialog.create({"name": "New"}).action_create()
