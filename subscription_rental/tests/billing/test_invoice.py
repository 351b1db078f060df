from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..common import SubscriptionCommon


class TestInvoice(SubscriptionCommon):
    """BI3: ordinary invoices, each line naming its period."""

    def test_a_line_names_its_first_and_last_day(self):
        invoice = self._bill(self._subscription(start="2024-01-31"), "2024-01-31")
        line = invoice.invoice_line_ids
        self.assertEqual(line.name, "Bike\n01/31/2024 to 02/28/2024")
        self.assertEqual(
            (str(line.rental_first_day), str(line.rental_last_day)),
            ("2024-01-31", "2024-02-28"),
        )

    def test_the_period_is_written_as_the_customer_writes_dates(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partner_a.lang = "fr_FR"
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertIn("01/01/2024", invoice.invoice_line_ids.name)
        self.assertIn("31/01/2024", invoice.invoice_line_ids.name)

    def test_the_printed_invoice_has_its_badge(self):
        badge = 'class="badge text-bg-primary ms-2">R<'
        self.assertIn(badge, self._print(self._bill(self._subscription(), "2024-01-01")))
        ordinary = self.init_invoice("out_invoice", products=self.product, post=True)
        self.assertNotIn(badge, self._print(ordinary))

    def _print(self, invoice):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "account.report_invoice_with_payments", invoice.ids
        )
        return html.decode()

    def test_one_day_of_a_month_is_right_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partner_a.lang = "fr_FR"
        plan = self._plan(alignment="calendar")
        invoice = self._bill(
            self._subscription("2024-01-31", plan_id=plan.id), "2024-01-31"
        )
        self.assertIn("(1 sur 31 jours)", invoice.invoice_line_ids.name)

    def test_the_invoice_carries_what_the_subscription_says(self):
        address = self.env["res.partner"].create(
            {"name": "Shop", "parent_id": self.partner_a.id, "type": "delivery"}
        )
        term = self.env.ref("account.account_payment_term_30days")
        subscription = self._subscription(client_order_ref="PO 7", payment_term_id=term.id)
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(invoice.partner_id, self.partner_a)
        self.assertEqual(invoice.partner_shipping_id, address)
        self.assertEqual(invoice.ref, "PO 7")
        self.assertEqual(invoice.invoice_payment_term_id, term)
        self.assertEqual(invoice.invoice_user_id, subscription.user_id)
        self.assertEqual(invoice.invoice_origin, subscription.name)
        self.assertEqual(invoice.rental_subscription_ids, subscription)

    def test_without_terms_it_is_due_on_its_own_day(self):
        self.partner_a.property_payment_term_id = False
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertEqual(str(invoice.invoice_date_due), "2024-01-01")

    def test_the_customers_payment_terms_apply(self):
        term = self.env.ref("account.account_payment_term_30days")
        self.partner_a.property_payment_term_id = term
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertEqual(str(invoice.invoice_date_due), "2024-01-31")

    def test_taxes_are_those_of_the_product_on_the_day_of_the_invoice(self):
        subscription = self._subscription()
        first = self._bill(subscription, "2024-01-01")
        self.product.taxes_id = self.tax_sale_b
        second = self._bill(subscription, "2024-02-01")
        self.assertEqual(first.invoice_line_ids.tax_ids, self.tax_sale_a)
        self.assertEqual(second.invoice_line_ids.tax_ids, self.tax_sale_b)

    def test_what_has_no_taxes_takes_none_of_its_income_account(self):
        self.product.taxes_id = False
        account = self.product._get_product_accounts()["income"]
        account.tax_ids = self.env["account.tax"].create({"name": "21 %", "amount": 21.0})
        subscription = self._subscription()
        subscription._add_charge("other", self.product, 5.0)
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(invoice.amount_total, 35.0)
        self.assertEqual(subscription.recurring_total, 30.0)

    def test_taxes_set_by_hand_stay(self):
        subscription = self._subscription()
        subscription.line_ids.tax_ids = self.tax_sale_b
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(invoice.invoice_line_ids.tax_ids, self.tax_sale_b)

    def test_a_prorated_line_is_rounded_once(self):
        """(price x quantity x share) rounded once, with the quantity kept."""
        plan = self._plan(price=9.99, quantity=7, alignment="calendar")
        subscription = self._subscription(start="2024-02-18", plan_id=plan.id)
        line = self._bill(subscription, "2024-02-18").invoice_line_ids
        # 9.99 x 7 x 12/29 = 28.9365...; with a rounded price it would be 28.91
        self.assertEqual(line.price_subtotal, 28.94)
        self.assertEqual(line.quantity, 7)

    def test_a_discount_is_part_of_the_one_rounding(self):
        subscription = self._subscription(plan_id=self._plan(price=9.99, quantity=7).id)
        subscription.line_ids.discount = 12.5
        line = self._bill(subscription, "2024-01-01").invoice_line_ids
        self.assertEqual(line.price_subtotal, 61.19)
        self.assertEqual(subscription.line_ids.price_subtotal, 61.19)

    def test_a_draft_plan_leaves_the_invoice_to_a_person(self):
        plan = self._plan(invoice_mode="draft")
        invoice = self._bill(self._subscription(plan_id=plan.id), "2024-01-01")
        self.assertEqual(invoice.state, "draft")

    def test_a_plan_may_have_its_journal(self):
        journal = self.company_data["default_journal_sale"].copy({"code": "SUBS"})
        plan = self._plan(journal_id=journal.id)
        invoice = self._bill(self._subscription(plan_id=plan.id), "2024-01-01")
        self.assertEqual(invoice.journal_id, journal)

    def test_two_subscriptions_of_two_plans_in_one_batch(self):
        draft = self._plan(invoice_mode="draft", price=10.0)
        one, two = self._subscription(), self._subscription(plan_id=draft.id)
        invoices = self._bill(one | two, "2024-01-01")
        self.assertEqual(invoices.mapped("state"), ["posted", "draft"])
        self.assertEqual(invoices.mapped("amount_untaxed"), [30.0, 10.0])

    def test_the_analytic_distribution_comes_along(self):
        plan = self.env["account.analytic.plan"].create({"name": "Shops"})
        account = self.env["account.analytic.account"].create(
            {"name": "North", "plan_id": plan.id}
        )
        subscription = self._subscription()
        subscription.line_ids.analytic_distribution = {str(account.id): 100}
        invoice = self._bill(subscription, "2024-01-01")
        self.assertEqual(
            invoice.invoice_line_ids.analytic_distribution, {str(account.id): 100}
        )


class TestRights(SubscriptionCommon):
    """Who sees and who does what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.groups = {
            "own": "subscription_rental.group_user_own",
            "all": "subscription_rental.group_user_all",
            "manager": "subscription_rental.group_manager",
            "reader": "subscription_rental.group_billing_reader",
        }
        cls.users = {
            name: new_test_user(
                cls.env,
                login=f"subscription_{name}",
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for name, group in cls.groups.items()
        }

    def test_own_documents_are_own_and_nobodys(self):
        own = self._subscription(user_id=self.users["own"].id)
        nobodys = self._subscription(user_id=False)
        others = self._subscription(user_id=self.users["all"].id)
        for name, expected in (
            ("own", own | nobodys),
            ("all", own | nobodys | others),
            ("manager", own | nobodys | others),
            ("reader", own | nobodys | others),
        ):
            model = self.env["subscription.subscription"].with_user(self.users[name])
            found = model.search([("id", "in", (own | nobodys | others).ids)])
            self.assertEqual(found, expected, name)

    def test_a_clerk_without_accounting_rights_subscribes_and_bills(self):
        clerk = self.users["own"]
        draft = (
            self.env["subscription.subscription"]
            .with_user(clerk)
            .create(
                {
                    "partner_id": self.partner_a.id,
                    "plan_id": self.plan.id,
                    "date_start": "2024-01-01",
                }
            )
        )
        with freeze_time("2024-01-01 12:00:00"):
            draft.action_activate()
            draft.action_bill_now()
        self.assertBilled(draft, "2024-01-01")
        self.assertEqual(draft.invoice_count, 1)

    def test_a_clerk_opens_a_paid_invoice(self):
        clerk = self.users["own"]
        invoice = self._bill(self._subscription(user_id=clerk.id), "2024-01-01")
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({})._create_payments()
        self.env.invalidate_all()
        invoice = invoice.with_user(clerk)
        arch = etree.fromstring(invoice.get_view(view_type="form")["arch"])
        shown = arch.xpath("//field[not(ancestor::field)]/@name")
        self.assertIn("payment_count", shown)
        self.assertTrue(invoice.web_read({name: {} for name in shown}))

    def test_the_ledger_is_read_only_for_everybody(self):
        subscription = self._subscription(user_id=False)
        self._bill(subscription, "2024-01-01")
        slot = subscription.period_ids
        for name, user in self.users.items():
            with self.subTest(name):
                self.assertEqual(slot.with_user(user).amount_invoiced, 30.0)
                with self.assertRaises(AccessError):
                    slot.with_user(user).date_end = "2030-01-01"

    def test_a_reader_changes_nothing(self):
        subscription = self._subscription().with_user(self.users["reader"])
        self.assertEqual(subscription.recurring_amount, 30.0)
        for move in ("action_pause", "action_cancel", "action_bill_now"):
            with self.subTest(move), self.assertRaises(AccessError):
                getattr(subscription, move)()

    def test_a_reader_retries_nothing(self):
        self._subscription().line_ids.price_unit = -5.0
        run = self._run_job("2024-01-01").with_user(self.users["reader"])
        self.assertEqual(run.failure_count, 1)
        with self.assertRaises(AccessError):
            run.action_retry()

    def test_only_a_manager_makes_plans(self):
        for name in ("own", "all", "reader"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.plan.with_user(self.users[name]).name = "Cheaper"
        self.plan.with_user(self.users["manager"]).name = "Cheaper"

    def test_portal_and_public_see_nothing(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        portal = new_test_user(self.env, login="rental_portal", groups="base.group_portal")
        public = self.env.ref("base.public_user")
        for name, user in (("portal", portal), ("public", public)):
            for record in (
                self.plan,
                self.plan.line_ids,
                subscription,
                subscription.line_ids,
                subscription.period_ids,
            ):
                with (
                    self.subTest(name, record=record._name),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user).read(["display_name"])

    def test_an_accountant_opens_and_cancels_an_invoice(self):
        accountant = new_test_user(
            self.env,
            login="rental_accountant",
            groups="account.group_account_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        plan = self._plan(invoice_mode="draft")
        subscription = self._subscription(plan_id=plan.id)
        invoice = self._bill(subscription, "2024-01-01").with_user(accountant)
        self.env.invalidate_all()
        invoice.web_read({"invoice_line_ids": {"fields": {"name": {}}}})
        invoice.button_cancel()
        self.assertTrue(subscription.period_ids.voided_at)

    def test_another_companys_subscriptions_are_out_of_sight(self):
        other = self.setup_other_company()["company"]
        plan = self._plan(company_id=other.id, currency_id=other.currency_id.id)
        theirs = self._draft(company_id=other.id, plan_id=plan.id)
        manager = self.users["manager"]
        model = self.env["subscription.subscription"].with_user(manager)
        self.assertFalse(model.search([("id", "=", theirs.id)]))
        with self.assertRaises(AccessError):
            theirs.with_user(manager).read(["name"])
