from datetime import timedelta

from odoo.tests import HttpCase, new_test_user, tagged

from ..common import SubscriptionCommon


@tagged("post_install", "-at_install")
class TestDutchTour(SubscriptionCommon, HttpCase):
    """A clerk with own documents does a day's work in Dutch (OV1, LC2, LC6, SE3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("nl_NL")
        addon = cls.env["ir.module.module"]._get("subscription_rental")
        addon._update_translations(["nl_NL"])
        cls.clerk = new_test_user(
            cls.env,
            login="dutch_clerk",
            groups="subscription_rental.group_user_own",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            lang="nl_NL",
        )
        cls.partner_a.property_payment_term_id = False
        cls.partner_a.lang = "nl_NL"
        cls.newcomer = cls.env["res.partner"].create(
            {
                "name": "Nieuwe klant",
                "lang": "nl_NL",
                "email": "klant@example.com",
                "street": "Kerkstraat 1",
                "zip": "9000",
                "city": "Gent",
                "country_id": cls.env.ref("base.be").id,
            }
        )
        cls.plan.name = "Stadsfiets"

    def test_a_clerk_works_in_dutch(self):
        yesterday = self.company._subscription_today() - timedelta(days=1)
        late = self._subscription(str(yesterday), user_id=self.clerk.id)
        self._bill(late, str(yesterday))
        self.start_tour(
            "/odoo/subscriptions-today", "subscription_rental_dutch", login="dutch_clerk"
        )
        self.assertFalse(late.cancel_date)
        rental = self.env["subscription.subscription"].search(
            [("partner_id", "=", self.newcomer.id)]
        )
        self.assertEqual((rental.state, rental.user_id), ("active", self.clerk))
        told = "\n".join(late.message_ids.mapped("body"))
        self.assertIn("Verhuist", told)
