import re

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, new_test_user

from ..common_payment import PaymentCommon

ASKED = "subscription_rental.mail_template_method_wanted"


@freeze_time("2024-01-10 12:00:00")
class TestSender(PaymentCommon):
    """Mails come from a person or the company, and answers reach them (B4)."""

    def _sent(self, subscription):
        """Return (From, Reply-To) of a mail about this subscription."""
        sent = self.env.ref(ASKED).sudo().send_mail(subscription.id)
        mail = self.env["mail.mail"].sudo().browse(sent)
        return mail.email_from, mail.reply_to

    def _seller(self, login, **values):
        return new_test_user(
            self.env,
            login=login,
            email=f"{login}@example.com",
            groups="subscription_rental.group_user_own",
            company_id=self.company.id,
            **values,
        )

    def test_the_salesperson_writes(self):
        seller = self._seller("ada")
        sent = self._sent(self._collected(user_id=seller.id))
        self.assertEqual(sent, (seller.email_formatted, seller.email_formatted))

    def test_nobody_who_left_writes(self):
        leader, left = self._seller("eve"), self._seller("bob")
        self.company.email = "shop@example.com"
        team = self.env["crm.team"].sudo().create({"name": "Shop", "user_id": leader.id})
        subscription = self._collected(user_id=left.id, team_id=team.id)
        left.active = False
        self.assertEqual(self._sent(subscription)[0], leader.email_formatted)
        leader.active = False
        for address in self._sent(subscription):
            self.assertIn("shop@example.com", address)

    def test_a_task_goes_to_who_still_works_here(self):
        """B4: salesperson, else the team's leader, whom the company names, a manager."""
        seller, leader, named = (self._seller(name) for name in ("ada", "eve", "bob"))
        team = self.env["crm.team"].sudo().create({"name": "Shop", "user_id": leader.id})
        self.company.subscription_owner_id = named
        rental = self._collected(user_id=seller.id, team_id=team.id)
        for left in (seller, leader, named):
            for reader in ("base.user_root", "base.public_user"):
                asked = rental.with_user(self.env.ref(reader)).sudo()
                self.assertEqual(asked._get_billing_owner(), left)
            left.active = False
        manager = rental._get_billing_owner()
        self.assertTrue(manager.has_group("subscription_rental.group_manager"))
        self.assertTrue(manager.active and not manager.share)

    def test_the_company_names_somebody_of_its_own(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(self.env, login="stranger", company_id=other.id)
        for user in (stranger, self.env.ref("base.public_user")):
            with self.subTest(user.id), self.assertRaisesRegex(ValidationError, "work"):
                self.company.sudo().subscription_owner_id = user

    def test_a_robot_never_does(self):
        self.company.email = False
        subscription = self._collected(user_id=False).with_user(
            self.env.ref("base.user_root")
        )
        robot = self.env.ref("base.user_root").email
        for address in self._sent(subscription):
            self.assertTrue(address)
            self.assertNotIn(robot or "odoobot", address)

    def test_each_template_of_ours_says_who_sends_it(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "mail.template"), ("module", "=like", "subscription_rental%")]
        )
        templates = self.env["mail.template"].browse(data.mapped("res_id"))
        self.assertTrue(templates)
        for template in templates:
            with self.subTest(template.name):
                for field in ("email_from", "reply_to"):
                    self.assertTrue(re.search(r"_get_sender\(\)", template[field] or ""))
