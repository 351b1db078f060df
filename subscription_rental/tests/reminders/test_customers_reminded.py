from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools.safe_eval import safe_eval

from ..common_reminders import RemindersCommon


@freeze_time("2025-01-20 12:00:00")
class TestCustomersReminded(RemindersCommon):
    """DD7: the customer list knows the last reminder, and who was not reminded."""

    @classmethod
    def _children(cls, *names):
        return cls.env["res.partner"].create(
            [
                {"name": name, "parent_id": cls.partner_a.id, "email": f"{name}@a.com"}
                for name in names
            ]
        )

    def _find(self, *domain):
        """Return those of the customers here that a list with this filter shows."""
        own = ("id", "in", (self.partner_a + self.partner_b + self.others).ids)
        return self.env["res.partner"].search([own, *domain])

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_b.email = "bob@example.com"
        cls.others = cls._children("one", "two")

    def test_the_last_reminder_is_that_of_the_customer_and_its_contacts(self):
        one, two = self.others
        self._due(partner_id=one.id)
        self._due("2024-02-10", partner_id=self.partner_a.id)
        self._remind("2025-01-17", "2025-01-28")
        days = [str(who.rental_last_reminder or "") for who in (self.partner_a, one, two)]
        self.assertEqual(days, ["2025-01-28", "2025-01-28", ""])
        self.assertFalse(self.partner_b.rental_last_reminder)

    def test_who_may_see_no_reminders_learns_of_none(self):
        self._due()
        self._remind("2025-01-17")
        employee = new_test_user(self.env, login="employee", groups="base.group_user")
        customers = self.env["res.partner"].with_user(employee)
        with self.assertRaises(AccessError):
            customers.browse(self.partner_a.id).read(["rental_last_reminder"])
        with self.assertRaises(AccessError):
            customers.search([("rental_last_reminder", "!=", False)])
        with self.assertRaises(AccessError):
            customers.search([], order="rental_last_reminder")

    def test_what_was_skipped_is_no_reminder(self):
        self.partner_a.email = False
        self._due()
        self._remind("2025-01-17")
        self.assertFalse(self.partner_a.rental_last_reminder)

    def test_the_list_is_sorted_and_searched_by_it(self):
        self._due()
        self._due("2024-02-10", partner_id=self.partner_b.id)
        self._remind("2025-01-17", "2025-01-27")
        both = self.partner_a + self.partner_b
        found = self.env["res.partner"].search(
            [("id", "in", both.ids)], order="rental_last_reminder"
        )
        self.assertEqual(list(found), [self.partner_a, self.partner_b])
        name = "rental_last_reminder"
        self.assertEqual(self._find((name, ">=", "2025-01-20")), self.partner_b)
        self.assertEqual(self._find((name, "=", "2025-01-17")), self.partner_a)
        self.assertEqual(self._find((name, "!=", False)), both.sorted("complete_name"))
        self.assertEqual(self._find((name, "=", False)), self.others)
        self.assertTrue(self.env["res.partner"].fields_get([name])[name]["sortable"])

    def test_another_companys_reminders_are_its_own(self):
        other = self.setup_other_company()["company"]
        other.subscription_reminder_policy_id = self.policy
        self._due(company_id=other.id, user_id=False, date_due="2025-01-31")
        self._remind("2025-01-17")
        here = self.partner_a.with_context(allowed_company_ids=self.company.ids)
        there = self.partner_a.with_context(allowed_company_ids=other.ids)
        self.assertFalse(here.rental_last_reminder)
        self.assertEqual(str(there.rental_last_reminder), "2025-01-17")

    def test_the_filter_finds_what_is_due_in_30_days_and_not_reminded_of(self):
        row = self._due(partner_id=self.others[0].id)
        self._due("2024-03-20", partner_id=self.partner_b.id)
        wanted = ("rental_is_unreminded", "=", True)
        self.assertEqual(self._find(wanted), self.partner_a + self.others[0])
        self.assertTrue(self.others[0].rental_is_unreminded)
        self.assertFalse(self.partner_b.rental_is_unreminded)
        self._remind("2025-01-20")
        self.assertFalse(row.is_unreminded)
        self.assertFalse(self._find(wanted))
        self.assertEqual(len(self._find(("rental_is_unreminded", "=", False))), 4)

    def test_the_filter_leaves_out_terms_that_nobody_has_to_renew(self):
        paid, *others = (
            self._plan(name=name, term_count=12, renewal=name)
            for name in ("on_payment", "automatic", "none")
        )
        for plan in others:
            self._subscription("2024-01-31", plan_id=plan.id)
        cancelled = self._subscription("2024-01-31", plan_id=paid.id)
        cancelled._schedule_cancel(self._day("2025-01-31"), self._day("2025-01-20"), "No")
        wanted = ("rental_is_unreminded", "=", True)
        rows = self.env["subscription.due.date"]
        shown = self._get_filter("subscription_due_date", "unreminded")
        self.assertFalse(self._find(wanted))
        self.assertFalse(rows.search(shown))
        rental = self._subscription("2024-01-31", plan_id=paid.id)
        self.assertEqual(self._find(wanted), self.partner_a)
        self.assertEqual(rows.search(shown), rental.due_date_ids)

    def _get_filter(self, model, name):
        """Return the domain of a filter in the search view of `model`."""
        view = self.env.ref(f"subscription_rental.{model}_view_search")
        found = view._get_combined_arch().find(f".//filter[@name='{name}']")
        domain = safe_eval(found.get("domain"))
        soon = fields.Date.add(self._day("2025-01-20"), days=30)
        return [(*one[:2], soon) if one[0] == "date_due" else one for one in domain]

    def test_many_customers_are_read_in_as_many_queries_as_few(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}", "email": f"{n}@example.com"} for n in range(20)]
        )
        for partner in partners:
            self._due(partner_id=partner.id)
        self._remind("2025-01-17")

        def count(few):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            few.mapped("rental_last_reminder")
            few.mapped("rental_is_unreminded")
            few.mapped("rental_reminder_ids")
            few.mapped("rental_optout_id")
            return self.env.cr.sql_log_count - before

        count(partners[:1])
        self.assertEqual(count(partners), count(partners[:2]))

    # === the preview === #

    def _preview(self, days=30, **values):
        dialog = self.env["subscription.reminder.preview.dialog"].create(
            {"days": days, **values}
        )
        return dialog, [
            (row["day"], row["customer"], row["what"], row["reason"])
            for row in dialog._get_reminder_rows()
        ]

    def test_the_preview_says_who_gets_what_on_which_day(self):
        self._due(name="example.com")
        self.partner_b.email = False
        self._due("2024-02-10", name="example.org", partner_id=self.partner_b.id)
        dialog, rows = self._preview(days=15)
        a, b = self.partner_a.name, self.partner_b.name
        no_email = "The customer has no e-mail address"
        self.assertEqual(
            rows,
            [
                (
                    "01/20/2025",
                    a,
                    "30 days before the due date",
                    "A later reminder took its place",
                ),
                ("01/20/2025", a, "14 days before the due date", ""),
                (
                    "01/20/2025",
                    b,
                    "30 days before the due date",
                    "Its day was missed for too long",
                ),
                ("01/27/2025", b, "14 days before the due date", no_email),
                ("01/28/2025", a, "3 days before the due date", ""),
                ("01/31/2025", a, "On the due date", ""),
            ],
        )
        self.assertIn("E-mails: 3", dialog.preview_html)
        self.assertIn("example.org", dialog.preview_html)

    def test_what_was_shown_is_what_happens(self):
        row = self._due()
        _dialog, rows = self._preview(days=60)
        day = fields.Date.to_date("2025-01-20")
        for number in range(61):
            self._remind(str(fields.Date.add(day, days=number)))
        told = row.reminder_ids.sorted(lambda one: (one.handled_on, one.offset_days))
        self.assertEqual([row[2] for row in rows], told.mapped("display_name"))

    def test_the_preview_writes_nothing(self):
        row = self._due()
        self._preview()
        self.assertFalse(row.reminder_ids)

    def test_the_preview_shows_one_policy_alone_if_asked(self):
        own = self._product("Licence")
        own.rental_reminders = "own"
        own.rental_reminder_policy_id = self._reminders(-5)
        self._due()
        self._due(product_id=own.id, date_due="2025-02-10")
        _dialog, rows = self._preview(policy_id=own.rental_reminder_policy_id.id)
        self.assertEqual([row[2] for row in rows], ["5 days before the due date"])

    def test_a_preview_of_years_is_refused_in_words(self):
        dialog, _rows = self._preview()
        dialog.days = 1000
        self.assertIn("Choose 0 to 366 days", dialog.preview_html)
