from datetime import date

from odoo import Command
from odoo.tests import new_test_user

from ..common import SubscriptionCommon


class TestBenefits(SubscriptionCommon):
    """Tags and pricelists while somebody is a subscriber (PL6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tags = cls.env["res.partner.category"]
        cls.member, cls.friend = tags.create([{"name": "Member"}, {"name": "Friend"}])
        lists = cls.env["product.pricelist"].sudo()
        cls.usual, cls.silver, cls.gold = lists.create(
            [{"name": name, "company_id": False} for name in ("Usual", "Silver", "Gold")]
        )
        cls.customer = cls.partner_a
        cls.customer.specific_property_product_pricelist = cls.usual
        cls.plan = cls._plan(
            partner_category_id=cls.member.id, pricelist_id=cls.silver.id, sequence=20
        )

    def _end(self, subscription):
        subscription._cancel(date(2024, 3, 1))

    def assertPricelist(self, pricelist):
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.specific_property_product_pricelist, pricelist)

    def test_a_draft_gives_nothing(self):
        self._draft()
        self.assertFalse(self.customer.category_id)
        self.assertPricelist(self.usual)

    def test_the_start_gives_and_the_end_takes_back(self):
        subscription = self._subscription()
        self.assertEqual(self.customer.category_id, self.member)
        self.assertPricelist(self.silver)
        self._end(subscription)
        self.assertFalse(self.customer.category_id)
        self.assertPricelist(self.usual)
        rows = self.env["subscription.benefit"].search([])
        self.assertEqual(set(map(str, rows.mapped("date_end"))), {"2024-03-01"})

    def test_a_term_that_ran_out_takes_back(self):
        plan = self.plan.copy({"term_count": 1})
        self._subscription(plan_id=plan.id)
        self._run_job("2024-02-01")
        self.assertFalse(self.customer.category_id)

    def test_the_last_one_takes_back(self):
        first, second = self._subscription(), self._subscription()
        self._end(first)
        self.assertEqual(self.customer.category_id, self.member)
        self._end(second)
        self.assertFalse(self.customer.category_id)

    def test_a_pause_takes_nothing_back(self):
        self._subscription()._stop("paused", date(2024, 1, 15))
        self.assertPricelist(self.silver)

    def test_what_somebody_gave_by_hand_stays(self):
        self.customer.category_id = self.member + self.friend
        self._end(self._subscription())
        self.assertEqual(self.customer.category_id, self.member + self.friend)

    def test_a_pricelist_chosen_by_hand_meanwhile_stays(self):
        subscription = self._subscription()
        self.customer.specific_property_product_pricelist = self.gold
        self._end(subscription)
        self.assertPricelist(self.gold)

    def test_of_two_plans_the_first_in_the_list_decides(self):
        better = self._plan(pricelist_id=self.gold.id, sequence=10)
        first = self._subscription()
        second = self._subscription(plan_id=better.id)
        self.assertPricelist(self.gold)
        self._end(second)
        self.assertPricelist(self.silver)
        self._end(first)
        self.assertPricelist(self.usual)

    def test_another_order_of_the_plans_counts_at_once(self):
        better = self._plan(pricelist_id=self.gold.id, sequence=30)
        self._subscription()
        self._subscription(plan_id=better.id)
        self.assertPricelist(self.silver)
        better.sequence = 1
        self.assertPricelist(self.gold)

    def test_another_tag_on_the_plan_reaches_its_subscribers(self):
        self._subscription()
        self.plan.partner_category_id = self.friend
        self.assertEqual(self.customer.category_id, self.friend)
        self.plan.partner_category_id = False
        self.assertFalse(self.customer.category_id)

    def test_contacts_buy_at_their_companys_prices(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.customer.id}
        )
        subscription = self._subscription(partner_id=contact.id)
        self.assertPricelist(self.silver)
        self.assertEqual(contact.category_id, self.member)
        self._end(subscription)
        self.assertPricelist(self.usual)

    def test_a_pricelist_of_another_company_is_left_alone(self):
        self.silver.company_id = self.setup_other_company()["company"]
        self._subscription()
        self.assertPricelist(self.usual)

    def test_a_clerk_needs_no_rights_on_customers(self):
        clerk = new_test_user(
            self.env,
            "benefit clerk",
            "subscription_rental.group_user_own",
            company_id=self.company.id,
        )
        self.plan.write(
            {"commitment_count": 12, "early_fee_rule": "fixed", "early_fee": 50.0}
        )
        subscription = self._draft(start=False, user_id=clerk.id).with_user(clerk)
        subscription.action_activate()
        self.assertPricelist(self.silver)
        dialog = subscription.env["subscription.cancel.dialog"].create(
            {"subscription_id": subscription.id, "when": "now", "reason": "Moved away"}
        )
        self.assertEqual(dialog.early_fee, 50.0)
        dialog.action_cancel()
        self.assertPricelist(self.usual)
        self.assertEqual(subscription.charge_ids.state, "invoiced")

    def test_companies_have_their_own_pricelists(self):
        self._subscription()
        other = self.setup_other_company()["company"]
        elsewhere = self.customer.with_company(other)
        self.assertNotEqual(elsewhere.specific_property_product_pricelist, self.silver)

    def test_looking_again_takes_as_many_queries_for_many_as_for_few(self):
        """No query for each subscriber, where nothing changes."""
        for number in range(2):
            customer = self.env["res.partner"].create({"name": f"Subscriber {number}"})
            self._subscription(partner_id=customer.id)
        self._count_queries()  # what the first time caches is not counted
        few = self._count_queries()
        for number in range(8):
            customer = self.env["res.partner"].create({"name": f"Late {number}"})
            self._subscription(partner_id=customer.id)
        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.plan.write({"sequence": self.plan.sequence + 1})
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_contacts_that_are_merged_keep_it_once(self):
        """A10: every ledger of ours survives a merge of contacts."""
        first, other = (
            self._subscription(),
            self._subscription(partner_id=self.partner_b.id),
        )
        self._bill(first | other, "2024-01-01")
        invoices = len(first.period_ids.move_line_ids | other.period_ids.move_line_ids)
        self.partner_b.specific_property_product_pricelist = False
        merge = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.customer | self.partner_b).ids)],
                "dst_partner_id": self.customer.id,
            }
        )
        merge.action_merge()
        self.env.invalidate_all()
        self.assertEqual(other.partner_id, self.customer)
        benefits = self.env["subscription.benefit"].search(
            [("partner_id", "=", self.customer.id), ("category_id", "!=", False)]
        )
        self.assertEqual(len(benefits), 2)
        self.assertEqual(len(benefits.filtered(lambda one: not one.date_end)), 1)
        self.assertEqual(self.customer.category_id, self.member)
        self._end(first)
        self.assertEqual(self.customer.category_id, self.member)
        self._end(other)
        self.assertFalse(self.customer.category_id)
        kept = len((first | other).period_ids.move_line_ids)
        self.assertEqual(kept, invoices)
