from unittest.mock import patch

from ..common import SubscriptionCommon

JOB = "odoo.addons.subscription_rental.models.billing.subscription_billing_job"


class TestSharing(SubscriptionCommon):
    """Several subscriptions of one customer on one invoice (BI11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_invoice_sharing = "site"
        cls.other_currency = cls.setup_other_currency("CAD", rates=[("2020-01-01", 2.0)])
        cls.site = cls.env["res.partner"].create(
            {"name": "Site", "parent_id": cls.partner_a.id, "type": "delivery"}
        )
        cls.other_site = cls.site.copy({"name": "Other site"})

    def _two(self, **values):
        """Return two subscriptions of one customer; the values are of the second."""
        return self._subscription() + self._subscription(**values)

    def _count(self, subscriptions, today="2024-01-01"):
        return len(self._bill(subscriptions, today))

    def test_what_is_due_on_one_day_comes_on_one_invoice(self):
        pair = self._two(plan_id=self._plan(12.0, quantity=2.0).id)
        invoice = self._bill(pair, "2024-01-01")
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.amount_untaxed, 54.0)
        self.assertEqual(invoice.rental_subscription_ids, pair)
        self.assertEqual([one.amount_invoiced for one in pair], [30.0, 24.0])
        self.assertEqual(invoice.invoice_origin, ", ".join(pair.mapped("name")))

    def test_each_has_its_heading_on_the_invoice(self):
        pair = self._two()
        lines = self._bill(pair, "2024-01-01").invoice_line_ids
        kinds = lines.mapped("display_type")
        self.assertEqual(kinds, ["line_section", "product"] * 2)
        self.assertIn(pair[1].name, lines[2].name)

    def test_one_alone_has_an_invoice_as_ever(self):
        lines = self._bill(self._subscription(), "2024-01-01").invoice_line_ids
        self.assertEqual(lines.mapped("display_type"), ["product"])

    def test_what_is_paid_before_its_start_has_its_invoice(self):
        plan = self._plan(start_on_payment=True, name="Paid first")
        subscription = self._draft(False, plan_id=plan.id)
        subscription.action_activate()
        self.assertFalse(subscription.date_start)
        self.assertEqual(len(subscription.period_ids.move_line_ids.move_id), 1)

    def test_customers_never_share(self):
        self.assertEqual(self._count(self._two(partner_id=self.partner_b.id)), 2)

    def test_another_currency_journal_term_or_mode_is_another_invoice(self):
        journal = self.company_data["default_journal_sale"].copy()
        for values in (
            {"plan_id": self._plan(invoice_mode="draft").id},
            {"plan_id": self._plan(journal_id=journal.id).id},
            {"payment_term_id": self.pay_terms_b.id},
            {"currency_id": self.other_currency.id},
        ):
            with self.subTest(values=values):
                self.assertEqual(self._count(self._two(**values)), 2)

    def test_each_site_has_an_invoice_of_its_own(self):
        pair = self._two(partner_shipping_id=self.site.id)
        self.assertEqual(self._count(pair), 2)

    def test_a_customer_may_want_one_invoice_for_all_sites(self):
        self.partner_a.rental_invoice_sharing = "customer"
        pair = self._two(partner_shipping_id=self.site.id)
        invoice = self._bill(pair, "2024-01-01")
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.partner_shipping_id, self.partner_a)
        self.assertIn("Site", invoice.invoice_line_ids[2].name)

    def test_sites_with_other_taxes_do_not_share(self):
        self.partner_a.rental_invoice_sharing = "customer"
        self.partner_a.country_id = self.env.ref("base.us")
        self.site.country_id = self.env.ref("base.be")
        self.env["account.fiscal.position"].create(
            {
                "name": "Belgium",
                "auto_apply": True,
                "country_id": self.env.ref("base.be").id,
                "company_id": self.company.id,
            }
        )
        pair = self._two(partner_shipping_id=self.site.id)
        invoices = self._bill(pair, "2024-01-01")
        self.assertIn("Belgium", invoices.mapped("fiscal_position_id.name"))
        self.assertEqual(len(invoices), 2)

    def test_a_customer_may_want_an_invoice_for_each(self):
        self.partner_a.rental_invoice_sharing = "separate"
        self.assertEqual(self._count(self._two()), 2)

    def test_contacts_follow_their_company(self):
        self.partner_a.rental_invoice_sharing = "separate"
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partner_a.id}
        )
        pair = self._two(partner_invoice_id=contact.id)
        pair.partner_invoice_id = contact
        self.assertEqual(set(pair.mapped(lambda one: one._get_sharing())), {"separate"})

    def test_order_numbers_of_both_stand_on_the_invoice(self):
        pair = self._two(client_order_ref="PO 2")
        pair[0].client_order_ref = "PO 1"
        self.assertEqual(self._bill(pair, "2024-01-01").ref, "PO 1, PO 2")

    def test_a_late_run_makes_the_invoices_of_a_run_in_time(self):
        early, late = self._two(start="2024-02-01")
        invoices = self._bill(early + late, "2024-03-01")
        shared = sorted(len(invoice.rental_subscription_ids) for invoice in invoices)
        self.assertEqual(shared, [1, 2, 2])
        self.assertBilled(late, "2024-02-01", "2024-03-01")

    def test_a_charge_comes_with_its_own_subscription(self):
        pair = self._two(plan_id=self._plan(setup_fee=15.0).id)
        pair[0]._add_charge("credit", self.product, -40.0)
        invoice = self._bill(pair, "2024-01-01")
        # The credit takes what its own subscription costs, and no more.
        self.assertEqual(invoice.amount_untaxed, 45.0)
        self.assertEqual([one.amount_invoiced for one in pair], [0.0, 45.0])

    def test_a_deleted_draft_frees_all_its_periods(self):
        plan = self._plan(invoice_mode="draft")
        pair = self._subscription(plan_id=plan.id) + self._subscription(plan_id=plan.id)
        invoice = self._bill(pair, "2024-01-01")
        self.assertEqual(len(invoice), 1)
        invoice.unlink()
        self.assertTrue(all(pair.period_ids.mapped("voided_at")))


class TestSharingJob(SubscriptionCommon):
    """The job keeps together what shares an invoice, as long as it can."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_invoice_sharing = "site"
        cls.trio = (
            cls._subscription()
            + cls._subscription(start="2024-01-20")
            + cls._subscription()
        )

    def test_a_batch_takes_all_that_share(self):
        with patch(f"{JOB}.SubscriptionBillingJob._claim.__defaults__", (1,)):
            run = self._run_job("2024-01-20")
        self.assertEqual((run.invoice_count, run.billed_count), (2, 3))

    def test_a_faulty_one_does_not_stop_those_it_shares_with(self):
        faulty = self.trio[2]
        stranger = self._subscription(partner_id=self.partner_b.id)
        faulty.line_ids.price_unit = -500.0
        run = self._run_job("2024-01-01")
        self.assertEqual(run.failure_ids.subscription_id, faulty)
        self.assertBilled(self.trio[0], "2024-01-01")
        self.assertBilled(stranger, "2024-01-01")

    def test_who_shares_stays_together_when_a_stranger_fails(self):
        stranger = self._subscription(partner_id=self.partner_b.id)
        stranger.line_ids.price_unit = -500.0
        run = self._run_job("2024-01-01")
        self.assertEqual(run.failure_ids.subscription_id, stranger)
        self.assertEqual(run.invoice_count, 1)
