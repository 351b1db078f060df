from pathlib import Path

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger
from odoo.tools.misc import file_path

from ..common_due import DueCommon
from ..common_moving import MovingCommon


@freeze_time("2025-01-20 12:00:00")
class TestDueDatesOfCustomers(DueCommon):
    """DD4: what a customer holds, with totals, and who sees it."""

    def test_totals_are_of_what_is_active_and_of_what_is_closed(self):
        contact = self.env["res.partner"].create(
            {"name": "Contact", "parent_id": self.partner_a.id}
        )
        self._due()
        self._due(partner_id=contact.id, amount=20.0)
        self._due(amount=7.0).action_close()
        self._due("2020-01-01", amount=1000.0)
        self.assertEqual(self.partner_a.rental_due_active, 35.0)
        self.assertEqual(self.partner_a.rental_due_closed, 7.0)
        self.assertEqual(self.partner_a.rental_due_count, 3)
        self.assertEqual(len(self.partner_a.rental_due_date_ids), 4)
        self.assertEqual(contact.rental_due_active, 20.0)

    def test_many_customers_are_read_in_as_many_queries_as_few(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}"} for n in range(30)]
        )
        for partner in partners:
            self._due(partner_id=partner.id)
        self.env.flush_all()

        def count(few):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            few.mapped("rental_due_active")
            few.mapped("rental_due_date_ids")
            return self.env.cr.sql_log_count - before

        count(partners[:1])
        self.assertEqual(count(partners), count(partners[:2]))

    def test_the_smart_button_opens_them_all(self):
        row = self._due()
        action = self.partner_a.action_view_rental_due_dates()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, row)

    def test_a_clerk_with_own_documents_sees_own_ones_and_nobodys(self):
        clerk = new_test_user(
            self.env,
            login="own",
            groups="subscription_rental.group_user_own",
            company_ids=[Command.set(self.company.ids)],
            company_id=self.company.id,
        )
        own = self._due(user_id=clerk.id)
        nobodys = self._due(user_id=False)
        self._due()
        found = self.env["subscription.due.date"].with_user(clerk).search([])
        self.assertEqual(found, own + nobodys)
        own.with_user(clerk)._renew_held(self._day("2025-01-20"))
        with self.assertRaises(AccessError):
            self.env["subscription.due.source"].with_user(clerk).create({"name": "Web"})

    def test_another_company_sees_none_and_a_branch_uses_the_lists_of_its_head(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id, "subscription_tz": "UTC"}
        )
        source = self.env["subscription.due.source"].create(
            {"name": "Website", "company_id": self.company.id}
        )
        clerk = new_test_user(
            self.env,
            login="branch",
            groups="subscription_rental.group_user_all",
            company_ids=[Command.set(branch.ids)],
            company_id=branch.id,
        )
        rows = self.env["subscription.due.date"].with_user(clerk)
        self._due()
        self.assertFalse(rows.search([]))
        row = rows.create(
            {
                "partner_id": self.partner_a.id,
                "product_id": self.domain.id,
                "source_id": source.id,
                "date_start": "2025-01-01",
            }
        )
        self.assertEqual((row.company_id, row.source_id), (branch, source))

    def test_companies_have_durations_of_their_own(self):
        other = self.setup_other_company()["company"]
        self.domain.with_company(other).rental_duration_count = 2
        self.domain.with_company(other).rental_duration_unit = "month"
        self.assertEqual(self._due().duration, "year")
        here = self.env["subscription.due.date"].with_company(other)
        row = here.create(
            {
                "partner_id": self.partner_a.id,
                "product_id": self.domain.id,
                "company_id": other.id,
                "user_id": False,
                "date_start": "2025-01-31",
            }
        )
        self.assertEqual((row.duration, str(row.date_due)), ("2 months", "2025-03-31"))

    def test_a_list_in_use_is_archived_and_not_deleted(self):
        source = self.env["subscription.due.source"].create({"name": "Website"})
        self._due(source_id=source.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            source.unlink()

    def test_the_list_can_be_printed(self):
        rows = self._due() + self._due(name="example.org")
        report = self.env["ir.actions.report"]
        name = "subscription_rental.action_report_due_dates"
        html = report._render_qweb_html(name, rows.ids)[0].decode()
        for text in ("example.com", "example.org", self.partner_a.name, "30.00"):
            self.assertIn(text, html)


@freeze_time("2025-01-20 12:00:00")
class TestDueDatesMovingIn(MovingCommon, DueCommon):
    """SE12, DD1: due dates are imported from a file; a bad row is named."""

    model = "subscription.due.date"

    def _count(self):
        return self.env[self.model].search_count([])

    def test_the_sample_file_can_be_imported(self):
        template = self.env[self.model].get_import_templates()[0]["template"]
        data = Path(file_path(template[1:])).read_bytes()
        partners = [{"name": f"Sample customer {n}"} for n in (1, 2)]
        self.env["res.partner"].create(partners)
        for name in ("domain", "maintenance", "licence"):
            self._product(f"Sample {name}")
        self.env.ref("base.EUR").active = True
        result = self._load_file(data)
        self.assertFalse(result["messages"])
        rows = self.env[self.model].browse(result["ids"])
        self.assertEqual(rows.mapped("state"), ["active", "active", "closed"])
        self.assertEqual(rows.mapped("duration"), ["year", "month", "year"])

    def _row(self, **values):
        row = {"Customer": self.partner_a.name, "Product": "Domain", "Start": "2025-01-01"}
        return row | values

    def test_a_bad_row_is_named_and_nothing_is_imported(self):
        count = self._count()
        bad = self._row(Customer="Nobody at all")
        result = self._load_file(self._write_file([self._row(), bad]))
        self.assertEqual(self._count(), count)
        message = result["messages"][0]
        self.assertIn("Nobody at all", message["message"])
        self.assertEqual(message["rows"]["from"], 1)

    def test_days_that_contradict_each_other_are_named_too(self):
        count = self._count()
        bad = self._row(**{"Due Date": "2024-01-01"})
        result = self._load_file(
            self._write_file([self._row(**{"Due Date": "2026-01-01"}), bad])
        )
        self.assertEqual(self._count(), count)
        message = result["messages"][0]
        self.assertIn("due after it starts", message["message"])
        self.assertEqual(message["rows"]["from"], 1)

    def test_a_file_gives_no_row_to_a_subscription(self):
        plan = self._plan(term_count=12)
        rented = self._subscription(plan_id=plan.id)
        with self.assertRaises(UserError):
            self._due(subscription_id=rented.id)
