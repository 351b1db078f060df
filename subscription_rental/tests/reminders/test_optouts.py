from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import freeze_time, new_test_user
from odoo.tests.common import HttpCase, tagged
from odoo.tools import mute_logger

from ..common_reminders import RemindersCommon


class OptoutCommon(RemindersCommon):
    """Customers who want no reminders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.optouts = cls.env["subscription.reminder.optout"]

    def _said(self, partner=None):
        """Return what this customer said, taken back or not."""
        return self.optouts.search([("partner_id", "=", (partner or self.partner_a).id)])


@freeze_time("2024-12-01 12:00:00")
class TestOptouts(OptoutCommon):
    """DD9: who opted out gets none; it is kept, and taken back by a clerk."""

    def test_who_opted_out_is_skipped_and_what_they_said_stays(self):
        row = self._due()
        self.optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        self._remind("2025-01-01")
        said = self._said()
        said.action_take_back()
        self._remind("2025-01-17")
        self.assertReminded(row, ("2025-01-01", -30, "opted_out"), ("2025-01-17", -14, ""))
        self.assertEqual((said.said_by, str(said.said_on)), ("link", "2024-12-01"))
        self.assertEqual(str(said.taken_back_on), "2024-12-01")
        self.assertEqual(said.taken_back_by_id, self.env.user)

    def test_an_opt_out_ends_the_win_back(self):
        row = self._due()
        self._remind("2025-02-07")
        self.optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        self._remind("2025-03-02")
        self.assertEqual(row.reminder_ids[0].skip_reason, "opted_out")

    def test_where_only_offers_can_be_opted_out_of_the_others_are_sent(self):
        self.policy.optout = "after"
        row = self._due()
        self.optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        self._remind("2025-01-31", "2025-02-07")
        reasons = {one.offset_days: one.skip_reason for one in row.reminder_ids}
        self.assertEqual((reasons[0], reasons[7]), (False, "opted_out"))

    def test_another_contact_with_that_address_is_left_alone_too(self):
        twin = self.partner_b
        twin.email = "Ada <ADA@example.com>"
        row = self._due(partner_id=twin.id)
        self.optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        self._remind("2025-01-01")
        self.assertReminded(row, ("2025-01-01", -30, "opted_out"))

    def test_it_holds_for_the_company_that_it_was_said_to(self):
        other = self.setup_other_company()["company"]
        self.optouts._opt_out(other, self.partner_a, "ada@example.com")
        row = self._due()
        self._remind("2025-01-01")
        self.assertReminded(row, ("2025-01-01", -30, ""))

    def test_who_is_on_odoos_blacklist_gets_none(self):
        self.env["mail.blacklist"]._add("ada@example.com")
        row = self._due()
        self._remind("2025-01-01")
        self.assertReminded(row, ("2025-01-01", -30, "opted_out"))

    @mute_logger("odoo.sql_db")
    def test_two_clicks_at_once_say_it_once(self):
        said = (self.company, self.partner_a, "ada@example.com")
        self.optouts._opt_out(*said)
        # The second sees nothing of the first yet.
        unseen = patch.object(
            type(self.optouts), "_living_domain", return_value=Domain.FALSE
        )
        with unseen:
            self.optouts._opt_out(*said)
        self.assertEqual(len(self._said()), 1)

    def _merge(self, *others):
        """Merge these contacts into the customer."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.partner_a.id, *(one.id for one in others)], self.partner_a)

    def test_of_merged_customers_one_wish_stays(self):
        twin = self.env["res.partner"].create({"name": "Twin", "email": "t@example.com"})
        self.optouts.create([{"partner_id": twin.id}, {"partner_id": self.partner_a.id}])
        self._merge(twin)
        living = self._said().filtered(lambda one: not one.taken_back_on)
        self.assertEqual(living.address, "ada@example.com")
        self.assertEqual(len(self._said()), 2)

    def test_the_link_in_a_mail_works_after_its_customer_was_merged(self):
        twin = self.env["res.partner"].create({"name": "Ada", "email": "ada@example.com"})
        url = self.optouts._get_stop_url(self.company, twin)
        self._merge(twin)
        found = self.optouts._read_stop_token(url.rsplit("/", 1)[1])
        self.assertEqual(found, (self.company, self.partner_a, "ada@example.com"))

    def test_a_clerk_writes_it_down_and_takes_it_back_and_a_reader_does_not(self):
        clerk, reader = (
            new_test_user(
                self.env,
                login=login,
                groups=f"subscription_rental.{group}",
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            for login, group in (
                ("clerk", "group_user_own"),
                ("reader", "group_billing_reader"),
            )
        )
        said = self.optouts.with_user(clerk).create(
            {"partner_id": self.partner_a.id, "told_how": "on the phone"}
        )
        self.assertEqual((said.said_by, said.address), ("clerk", "ada@example.com"))
        self.assertEqual(self.partner_a.rental_optout_id, said)
        with self.assertRaises(AccessError):
            said.with_user(reader).action_take_back()
        with self.assertRaises(AccessError):
            said.unlink()
        with self.assertRaises(AccessError):
            said.write({"told_how": "in another way"})
        said.action_take_back()
        self.assertFalse(self.partner_a.rental_optout_id)

    def test_it_is_said_once_until_it_is_taken_back(self):
        for _number in range(2):
            self.optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        self.assertEqual(len(self._said()), 1)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.optouts.create({"partner_id": self.partner_a.id})
        self._said().action_take_back()
        self.optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        self.assertEqual(len(self._said()), 2)

    def test_nobody_says_that_it_came_by_the_link(self):
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.optouts.create({"partner_id": self.partner_a.id, "address": "b@c.com"})
        said = self.optouts.create({"partner_id": self.partner_a.id})
        with self.assertRaisesRegex(UserError, "kept by the system"):
            said.said_by = "link"

    def test_the_page_of_the_customer_and_the_tab_say_so(self):
        row = self._due()
        self.assertFalse(row.reminder_note)
        self.optouts._opt_out(self.company, self.partner_a, "ada@example.com")
        row.invalidate_recordset(["reminder_note"])
        self.assertEqual(row.reminder_note, "The customer wants no reminders.")


@tagged("post_install", "-at_install")
@freeze_time("2024-12-01 12:00:00")
class TestOptoutPage(HttpCase, OptoutCommon):
    """DD9: opting out by one click, for whoever has the link, and for nobody else."""

    def _path(self, row):
        return row._get_optout_url().removeprefix(row.get_base_url())

    def test_looking_at_the_page_changes_nothing_and_the_button_opts_out(self):
        path = self._path(self._due())
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("ada@example.com", page.text)
        self.assertEqual(page.text.count("No more reminders, please"), 1)
        self.assertFalse(self._said())
        answer = self.url_open(path, data={"sent": "1"})
        self.assertIn("We send no more reminders to", answer.text)
        self.assertEqual(self._said().said_by, "link")
        self.url_open(path, data={"sent": "1"})
        self.assertEqual(len(self._said()), 1)

    def test_a_mail_program_opts_out_by_one_click_without_a_page(self):
        path = self._path(self._due())
        data = {"List-Unsubscribe": "One-Click"}
        self.assertEqual(self.url_open(path, data=data).status_code, 200)
        self.assertTrue(self._said())

    def test_the_link_is_that_customers_alone(self):
        self.partner_b.email = "bob@example.com"
        path = self._path(self._due())
        self.url_open(path, data={"partner_id": self.partner_b.id})
        self.assertTrue(self._said(self.partner_a))
        self.assertFalse(self._said(self.partner_b))

    def test_what_we_did_not_sign_opts_nobody_out(self):
        path = self._path(self._due())
        token = path.rpartition("/")[2]
        others = self._path(self._due(partner_id=self.partner_b.id)).rpartition("/")[2]
        # The signature of one customer's link with the content of another's.
        forged = token[:54] + others[54:]
        for bad in (forged, token[:-4], token + "A", token.swapcase(), "x", "%00", "é"):
            with self.subTest(bad):
                answer = self.url_open(f"/subscription/reminders/{bad}", data={"a": "1"})
                self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.optouts.search([]))

    def test_a_link_to_something_else_is_no_opt_out(self):
        rented = self._subscription("2024-01-31")
        link = self.env["subscription.ending.link"]._create_kept(
            [
                {
                    "subscription_id": rented.id,
                    "action": "cancel",
                    "sent_to": "ada@example.com",
                    "asked_at": "2024-12-01 12:00:00",
                }
            ]
        )
        token = link._get_url().rpartition("/")[2]
        answer = self.url_open(f"/subscription/reminders/{token}", data={"a": "1"})
        self.assertEqual(answer.status_code, 404)

    def test_it_is_written_down_for_the_address_that_was_mailed(self):
        path = self._path(self._due())
        self.partner_a.email = "new@example.com"
        self.url_open(path, data={"sent": "1"})
        self.assertEqual(self._said().address, "ada@example.com")
