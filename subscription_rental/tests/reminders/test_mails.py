from ast import literal_eval

from odoo.tests import freeze_time
from odoo.tools import file_open

from ..common_reminders import RemindersCommon


@freeze_time("2024-12-01 12:00:00")
class TestReminderMails(RemindersCommon):
    """DD9: what the customer reads, in which language, and who wrote it."""

    def test_it_stands_in_the_history_of_the_due_date_with_its_day(self):
        row = self._due()
        self._remind("2025-01-01")
        mail = self._mails(row)
        self.assertIn(mail.mail_message_id, row.message_ids)
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, self.partner_a)
        self.assertFalse(mail.auto_delete)
        self.assertEqual(str(row.last_reminder_on), "2025-01-01")
        told = row.reminder_ids
        self.assertEqual((told.sent_to, told.mail_state), ("ada@example.com", "outgoing"))

    def test_it_says_when_it_is_due_and_leads_to_the_portal(self):
        row = self._due()
        self._remind("2025-01-01", "2025-01-31", "2025-02-07")
        before, on_day, after = self._mails(row)
        self.assertEqual(before.subject, "example.com is due on 01/31/2025")
        self.assertIn("It is due on 01/31/2025, in 30 days.", before.body_html)
        self.assertIn("It is due today, 01/31/2025.", on_day.body_html)
        self.assertIn("It was due on 01/31/2025, 7 days ago.", after.body_html)
        for mail in (before, on_day, after):
            self.assertIn(row.access_url, mail.body_html)
            self.assertIn(row.access_token, mail.body_html)

    def test_it_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partner_a.lang = "fr_FR"
        template = self.env.ref("subscription_rental.mail_template_due_soon")
        subject = "Échéance de {{ object.name }} : {{ format_date(object.date_due) }}"
        template.with_context(lang="fr_FR").subject = subject
        row, other = self._due(), self._due(partner_id=self.partner_b.id)
        self.partner_b.write({"email": "bob@example.com", "lang": "en_US"})
        self._remind("2025-01-01")
        self.assertEqual(self._mails(row).subject, "Échéance de example.com : 31/01/2025")
        self.assertIn("is due on", self._mails(other).subject)

    def test_it_comes_from_who_looks_after_it_and_answers(self):
        row = self._due(user_id=self._clerk("keeper").id)
        self.company.email = "office@example.com"
        self.assertIn("keeper@example.com", row._get_sender())
        row.user_id.active = False
        self.assertIn("office@example.com", row._get_sender())
        self._remind("2025-01-01")
        mail = self._mails(row)
        self.assertIn("office@example.com", mail.email_from)
        self.assertIn("office@example.com", mail.reply_to)

    def _clerk(self, login):
        return self.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "company_id": self.company.id,
                "company_ids": self.company.ids,
            }
        )

    def test_a_step_may_have_a_mail_of_its_own(self):
        usual = self.env.ref("subscription_rental.mail_template_due_soon")
        own = usual.copy({"subject": "Our own words", "auto_delete": True})
        self.policy.step_ids[0].mail_template_id = own
        row = self._due()
        self._remind("2025-01-01", "2025-01-17")
        subjects = self._mails(row).mapped("subject")
        self.assertEqual(subjects, ["Our own words", "example.com is due on 01/31/2025"])
        self.assertFalse(self._mails(row)[0].auto_delete, "it stays in the history")

    def test_mail_programs_can_opt_out_by_one_click(self):
        row = self._due()
        self._remind("2025-01-01")
        headers = literal_eval(self._mails(row).headers)
        self.assertEqual(headers["List-Unsubscribe"], f"<{row._get_optout_url()}>")
        one_click = "List-Unsubscribe=One-Click"
        self.assertEqual(headers["List-Unsubscribe-Post"], one_click)
        self.assertIn(row._get_optout_url(), self._mails(row).body_html)

    def test_where_only_offers_can_be_opted_out_of_other_mails_have_no_link(self):
        self.policy.optout = "after"
        row = self._due()
        self._remind("2025-01-01", "2025-02-07")
        before, after = self._mails(row)
        self.assertNotIn(row._get_optout_url(), before.body_html)
        self.assertNotIn("List-Unsubscribe", before.headers)
        self.assertIn(row._get_optout_url(), after.body_html)
        self.assertIn("List-Unsubscribe", after.headers)

    def test_a_copy_of_a_database_reminds_nobody(self):
        row = self._due()
        parameters = self.env["ir.config_parameter"].sudo()
        name = "subscription_rental.collecting_database"
        parameters.set_param(name, "another@1")
        self._remind("2025-01-01")
        self.assertReminded(row)
        dialog = self.env["subscription.reminder.preview.dialog"].create({})
        self.assertIn("nobody is reminded", dialog.preview_html)
        parameters.set_param(name, False)
        self._remind("2025-01-01")
        self.assertReminded(row, ("2025-01-01", -30, ""))

    def test_what_waits_in_the_queue_of_a_neutralized_copy_is_not_sent(self):
        row = self._due()
        self._remind("2025-01-01")
        self.env.flush_all()
        with file_open("subscription_rental/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertEqual(self._mails(row).state, "cancel")
