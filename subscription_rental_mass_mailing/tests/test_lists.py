from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_reminders import RemindersCommon


@freeze_time("2025-01-20 12:00:00")
class TestMailingLists(RemindersCommon):
    """DD9: mailing lists follow due dates: expiring soon, and expired."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_b.email = "Bob <bob@example.com>"
        cls.other = cls.setup_other_company()["company"]

    @classmethod
    def get_default_groups(cls):
        marketing = cls.env.ref("mass_mailing.group_mass_mailing_user")
        return super().get_default_groups() | marketing

    def _keep(self):
        """Run the job, which commits."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            self.env(cr=cursor, su=True)["subscription.mailing.job"]._cron_keep_lists()
        self.env.invalidate_all()

    def _list(self, kind, company=None):
        own = (company or self.company).id
        domain = [("rental_kind", "=", kind), ("rental_company_id", "=", own)]
        return self.env["mailing.list"].search(domain)

    def assertListed(self, kind, *addresses, company=None):
        """Check whom this list of the company has, those who opted out not counted."""
        rows = self._list(kind, company).subscription_ids
        listed = rows.filtered(lambda one: not one.opt_out).contact_id
        self.assertEqual(sorted(listed.mapped("email_normalized")), sorted(addresses))

    def test_customers_come_and_leave_by_their_due_dates(self):
        soon, over = self._due(), self._due("2024-01-01", partner_id=self.partner_b.id)
        self._due("2024-12-01", partner_id=self.partner_b.id)
        self._keep()
        self.assertListed("soon", "ada@example.com")
        self.assertListed("expired", "bob@example.com")
        soon._renew_held(self._day("2025-01-20"))
        over.action_close()
        self._keep()
        self.assertListed("soon")
        self.assertListed("expired")

    def test_what_expires_goes_from_one_list_to_the_other(self):
        self._due()
        self._keep()
        with freeze_time("2025-02-01 12:00:00"):
            self.env["subscription.due.date"].search([])._refresh_states()
            self._keep()
        self.assertListed("soon")
        self.assertListed("expired", "ada@example.com")

    def test_a_customer_is_listed_once_and_a_known_contact_is_taken(self):
        known = self.env["mailing.contact"].create(
            {"name": "Ada", "email": "Ada <ADA@example.com>"}
        )
        self._due()
        self._due(name="example.org")
        self._keep()
        self._keep()
        self.assertEqual(self._list("soon").subscription_ids.contact_id, known)
        self.assertEqual(len(self._list("soon").subscription_ids), 1)

    def test_two_contacts_of_one_address_are_listed_once(self):
        self.partner_b.email = "ada@example.com"
        self._due()
        self._due(partner_id=self.partner_b.id)
        self._keep()
        self.assertListed("soon", "ada@example.com")

    def test_who_left_the_list_stays_out_also_after_another_renewal(self):
        row = self._due()
        self._keep()
        self._list("soon").subscription_ids.opt_out = True
        self._keep()
        self.assertListed("soon")
        row.action_close()
        self._keep()
        row.action_reopen()
        self._keep()
        self.assertListed("soon")
        self.assertTrue(self._list("soon").subscription_ids.opt_out)

    def test_who_wants_no_reminders_is_in_no_list(self):
        self._due()
        self._keep()
        optouts = self.env["subscription.reminder.optout"]
        said = optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        self._keep()
        self.assertListed("soon")
        said.action_take_back()
        self._keep()
        self.assertListed("soon", "ada@example.com")

    def test_companies_have_lists_of_their_own(self):
        self._due()
        self._due(company_id=self.other.id, user_id=False, partner_id=self.partner_b.id)
        self._keep()
        self.assertListed("soon", "ada@example.com")
        self.assertListed("soon", "bob@example.com", company=self.other)

    def test_terms_that_renew_by_themselves_do_not_expire_soon(self):
        ends, renews = (
            self._plan(name=name, term_count=12, renewal=name)
            for name in ("none", "automatic")
        )
        self._subscription("2024-01-31", plan_id=renews.id)
        self._keep()
        self.assertListed("soon")
        self._subscription("2024-01-31", plan_id=ends.id)
        self._keep()
        self.assertListed("soon", "ada@example.com")

    def test_an_archived_customer_is_in_no_list(self):
        self._due()
        self._keep()
        self.partner_a.active = False
        self._keep()
        self.assertListed("soon")

    def test_an_archived_list_is_not_made_again(self):
        self._due()
        self._keep()
        self._list("soon").active = False
        self._keep()
        self.assertFalse(self._list("soon"))

    def test_many_customers_take_as_many_queries_as_few(self):
        kept = self.env["mailing.list"]._get_due_lists(self.company)
        soon = kept.filtered(lambda one: one.rental_kind == "soon")
        today = self._day("2025-01-20")

        def count(name, number):
            for n in range(number):
                partner = self.env["res.partner"].create(
                    {"name": name, "email": f"{name}{n}@example.com"}
                )
                self._due(partner_id=partner.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            soon._follow_due_dates(today)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count("first", 2)
        few, many = count("few", 3), count("many", 30)
        self.assertLessEqual(many, few + 6)
