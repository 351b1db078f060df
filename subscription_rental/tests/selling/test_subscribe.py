from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, new_test_user
from odoo.tools.misc import formatLang

from ..common import SubscriptionCommon


@freeze_time("2024-01-10 12:00:00")
class TestSubscribe(SubscriptionCommon):
    """Subscribing a customer in one dialog, and the customer's own page (SE3, LC8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Nadia"})

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("base.group_partner_manager")

    def _dialog(self, **values):
        form = Form(self.env["subscription.subscribe.dialog"])
        form.partner_id = self.customer
        form.plan_id = self.plan
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def _subscribe(self, **values):
        action = self._dialog(**values).save().action_subscribe()
        return self.env["subscription.subscription"].browse(action["res_id"])

    def _known(self):
        self.company.subscription_require_address = False
        self.company.subscription_require_email = False

    def test_it_names_what_is_missing_and_does_not_finish_without(self):
        form = self._dialog()
        for name in ("Email", "Street", "City"):
            self.assertIn(name, form.missing)
        with self.assertRaisesRegex(UserError, "Nadia lacks: Email"):
            form.save().action_subscribe()
        self.assertFalse(self.customer.email)

    def test_what_is_filled_in_is_kept_on_the_customer(self):
        self.company.subscription_require_address = False
        subscription = self._subscribe(email="nadia@example.com")
        self.assertEqual(self.customer.email, "nadia@example.com")
        self.assertEqual((subscription.state, subscription.mrr), ("active", 30.0))

    def test_what_is_asked_for_is_a_setting(self):
        self._known()
        self.assertFalse(self._dialog().missing)
        self.company.subscription_require_phone = True
        self.assertEqual(self._dialog().missing, "Phone")

    def test_now_later_or_not_yet(self):
        self._known()
        self.assertEqual(self._subscribe().date_start, date(2024, 1, 10))
        later = self._subscribe(start="later", date_start=date(2024, 2, 1))
        self.assertEqual((later.state, later.date_start), ("scheduled", date(2024, 2, 1)))
        self.assertEqual(self._subscribe(start="draft").state, "draft")

    def test_the_offer_is_one_sentence(self):
        offer = self._dialog().offer
        self.assertIn("30.00", offer)
        self.assertIn("month", offer)

    # === quantity, cover, first invoice === #

    def test_so_many_with_their_cover(self):
        self._known()
        waiver = self._product("Waiver")
        waiver.list_price = 4.0
        self.product.product_tmpl_id.rental_cover_product_id = waiver
        self.assertEqual(self._dialog().cover_names, "Waiver")
        lines = self._subscribe(quantity=3.0, with_cover=True).line_ids
        self.assertEqual(
            [(line.product_id, line.quantity, line.price_unit) for line in lines],
            [(self.product, 3.0, 30.0), (waiver, 3.0, 4.0)],
        )
        # Sold by the plan itself, it is not offered once more.
        self.plan.line_ids.create(
            {"plan_id": self.plan.id, "product_tmpl_id": waiver.product_tmpl_id.id}
        )
        self.assertFalse(self._dialog().cover_names)
        with self.assertRaisesRegex(UserError, "quantity above 0"):
            self._subscribe(quantity=0.0)

    def test_the_first_invoice_is_what_the_dialog_shows(self):
        """Setup fee, taxes, quantity and a part of a period included."""
        self._known()
        self.product.taxes_id = self.company_data["default_tax_sale"]
        self.plan.write({"setup_fee": 12.0, "alignment": "calendar"})
        dialog = self._dialog(quantity=3.0)
        shown = dialog.first_invoice
        subscription = self.env["subscription.subscription"].browse(
            dialog.save().action_subscribe()["res_id"]
        )
        invoice = self._bill(subscription, "2024-01-10")
        total = formatLang(self.env, invoice.amount_total, currency_obj=invoice.currency_id)
        self.assertEqual(shown, f"{total} with taxes, on 01/10/2024")
        self.assertGreater(invoice.amount_total, 70.0)

    def test_it_says_what_the_first_invoice_waits_for(self):
        self._known()
        self.plan.start_on_handover = True
        self.assertIn("after the handover", self._dialog().first_invoice)
        self.plan.start_on_payment = True
        self.assertIn("before it starts", self._dialog().first_invoice)
        self.plan.deposit = 5.0
        self.assertRegex(self._dialog(quantity=2.0).first_invoice, r"deposit of \$.5\.00$")

    # === a clerk with own documents === #

    def _clerk_with_own(self):
        return new_test_user(
            self.env,
            login="own",
            groups="subscription_rental.group_user_own",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def test_a_clerk_with_own_documents_makes_completes_and_subscribes(self):
        self.company.subscription_require_address = False
        own = self.env(user=self._clerk_with_own())
        customer = own["res.partner"].create({"name": "Karim"})
        form = Form(own["subscription.subscribe.dialog"])
        form.partner_id, form.plan_id = customer, self.plan.with_env(own)
        self.assertFalse(form.is_refused)
        form.email = "karim@example.com"
        action = form.save().action_subscribe()
        self.assertEqual(own[action["res_model"]].browse(action["res_id"]).state, "active")
        self.assertEqual(customer.email, "karim@example.com")

    def test_who_may_not_complete_the_customer_is_told_at_once(self):
        clerk = self._clerk_with_own()
        self.env["ir.rule"].create(
            {
                "name": "Contacts are read",
                "model_id": self.env.ref("base.model_res_partner").id,
                "groups": [Command.link(self.env.ref("base.group_user").id)],
                "domain_force": "[('id', '=', 0)]",
                "perm_read": False,
            }
        )
        form = Form(self.env["subscription.subscribe.dialog"].with_user(clerk))
        form.partner_id, form.plan_id = self.customer, self.plan
        self.assertTrue(form.is_refused)

    def test_the_customers_page_shows_all_of_them(self):
        self._known()
        contact = self.customer.create({"name": "Branch", "parent_id": self.customer.id})
        active = self._subscribe()
        past = self._subscribe()
        past._cancel(date(2024, 1, 10))
        other = self._draft(partner_id=contact.id)
        self.assertEqual(self.customer.rental_active_ids, active | other)
        self.assertEqual(self.customer.rental_past_ids, past)
        self.assertIn("30.00", self.customer.rental_headline)
        self.assertFalse(self.partner_b.rental_active_ids)

    def test_the_history_tells_who_did_what_and_why(self):
        self._known()
        subscription = self._subscribe()
        invoice = self._bill(subscription, "2024-01-10")
        subscription._add_charge("other", self.product, 12.0)
        subscription.charge_ids._cancel_charges("Goodwill")
        clerk = self._clerk()
        subscription.with_user(clerk)._cancel(date(2024, 1, 12), "Moves away")
        events = subscription._get_history()
        told = {event["what"] for event in events}
        self.assertIn(f"Invoice {invoice.name}", told)
        self.assertIn("MRR: New", told)
        self.assertIn("MRR: Churned", told)
        whys = {event["why"] for event in events}
        self.assertIn("Goodwill", whys)
        ended = next(event for event in events if event["what"] == "Moves away")
        self.assertEqual(ended["who"], clerk.name)
        self.assertIn("Moves away", subscription.history_html)
