from odoo import Command
from odoo.tests import new_test_user

from ..common_selling import SellingCommon


class TestBranches(SellingCommon):
    """A branch sells the plans of its head company, into its journals (A14)."""

    def setUp(self):
        super().setUp()
        self.plan.company_id = self.company
        self.branch = self.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": self.company.id,
                "subscription_tz": "UTC",
                "country_id": self.company.account_fiscal_country_id.id,
            }
        )
        self.env.user.company_ids += self.branch
        # The accounts of the head, as a chart gives them to a branch.
        here = self.partner_a.with_company(self.branch)
        here.property_account_receivable_id = self.company_data[
            "default_account_receivable"
        ]
        product = self.product.with_company(self.branch)
        product.property_account_income_id = self.company_data["default_account_revenue"]
        self.clerk = new_test_user(
            self.env,
            login="branch",
            groups="subscription_rental.group_user_all,sales_team.group_sale_salesman",
            company_id=self.branch.id,
            company_ids=[Command.set(self.branch.ids)],
        )

    def test_the_plan_of_the_head_is_sold_and_billed(self):
        subscriptions = self.env["subscription.subscription"].with_user(self.clerk)
        subscription = subscriptions.create(
            {
                "partner_id": self.partner_a.id,
                "plan_id": self.plan.id,
                "company_id": self.branch.id,
                "date_start": "2024-01-01",
            }
        )
        subscription.action_activate()
        billing = subscription.sudo().with_company(self.branch)
        invoice = self._bill(billing, "2024-01-01")
        self.assertEqual(invoice.company_id, self.branch)
        self.assertEqual(invoice.amount_untaxed, 30.0)

    def test_on_a_quotation_too(self):
        product = self.product.product_tmpl_id.with_company(self.branch)
        self.assertIn(self.plan, product._get_rental_plans())
        order = self._order((self.product, self.plan, {}), company_id=self.branch.id)
        self.assertEqual(self._confirm(order).company_id, self.branch)

    def test_the_journal_of_the_head_is_the_branchs_too(self):
        journal = self.company_data["default_journal_sale"]
        self.branch.subscription_journal_id = journal
        subscription = self._subscription(company_id=self.branch.id)
        invoice = self._bill(subscription.with_company(self.branch), "2024-01-01")
        self.assertEqual((invoice.journal_id, invoice.company_id), (journal, self.branch))
