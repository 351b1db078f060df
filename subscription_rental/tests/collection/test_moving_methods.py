from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user

from ...wizards.collection.subscription_moving_method import SECOND_REFERENCES
from ..common_moving import MovingCommon
from ..common_payment import PaymentCommon


@freeze_time("2024-05-10 12:00:00")
class TestMovingMethods(MovingCommon, PaymentCommon):
    """Payment methods that customers gave elsewhere are imported (SE12)."""

    model = "subscription.moving.method"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.name = "Moving customer"
        cls.provider.write({"name": "Moving provider", "state": "enabled"})
        cls.provider.allow_tokenization = True
        cls.method = cls.env["payment.method"].browse(cls.payment_method_id)
        cls.method.write({"name": "Moving card", "support_tokenization": True})
        cls.moved = cls._subscription("2024-05-01", payment_token_id=False)

    def _row(self, reference="cus_1", **values):
        row = {
            "Customer": "Moving customer",
            "Payment Provider": "Moving provider",
            "Payment Method": "moving card",
            "Reference at the Provider": reference,
            "Shown Details": "4242",
            "Expires With": "2026-03-31",
            "Subscriptions": self.moved.name,
        }
        return row | values

    def _tokens(self):
        return self.env["payment.token"].sudo().search([("provider_ref", "like", "cus_")])

    def _count(self):
        return len(self._tokens())

    def test_a_method_is_stored_and_collects(self):
        before = self.env["mail.mail"].sudo().search_count([])
        self._import(self._row())
        token = self.moved.payment_token_id
        self.assertEqual(token.provider_id, self.provider)
        self.assertEqual(token.payment_method_id, self.method)
        self.assertEqual(token.partner_id, self.partner_a)
        self.assertEqual((token.provider_ref, token.payment_details), ("cus_1", "4242"))
        self.assertEqual(token.rental_expiry, date(2026, 3, 31))
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
        self.assertFalse(self.server.charged)
        self._bill(self.moved, "2024-05-10")
        self._collect("2024-05-10")
        self.assertEqual(len(self.server.charged), 1)

    def test_one_method_serves_several_subscriptions(self):
        other = self._subscription("2024-05-01", payment_token_id=False)
        names = f"{self.moved.name}, {other.name}"
        self._import(self._row(Subscriptions=names), self._row("cus_2", Subscriptions=""))
        first = self._tokens().filtered(lambda one: one.provider_ref == "cus_1")
        self.assertEqual((self.moved | other).payment_token_id, first)
        self.assertEqual(self._count(), 2)

    def test_each_bad_row_is_named_and_nothing_is_stored(self):
        self._import(self._row("cus_known", Subscriptions=""))
        closed = self._subscription("2024-05-01", payment_token_id=False)
        closed.action_cancel()
        theirs = self._subscription("2024-05-01", partner_id=self.partner_b.id)
        owned = self._subscription("2024-05-01", payment_token_id=self._tokens().id)
        messages = self._refuse(
            self._row("cus_known"),
            self._row(**{"Payment Provider": "Nobody"}),
            self._row(),
            self._row("cus_2", **{"Payment Method": "Gold"}),
            self._row("cus_3", Subscriptions="SUB-NONE"),
            self._row("cus_4", Subscriptions=theirs.name),
            self._row("cus_5", Subscriptions=owned.name),
            self._row("", Subscriptions=""),
            self._row("cus_6", Subscriptions=closed.name),
            self._row("cus_7", **{"Expires With": "9999-12-31"}),
        )
        self.assertEqual(
            [one["rows"]["from"] for one in messages], [*range(2), *range(3, 10)]
        )
        for message, pattern in zip(
            messages,
            (
                "stored already, for Moving customer",
                "has no payment provider Nobody",
                "stores no payment method Gold; it stores: .*Moving card",
                "has no subscription SUB-NONE",
                f"{theirs.name} is not paid by Moving customer",
                f"{owned.name} has a payment method already",
                "Give the reference of the method",
                f"{closed.name} has ended",
                "Expires With: choose a day between 1900",
            ),
            strict=True,
        ):
            self.assertRegex(message["message"], pattern)
            self.assertNotIn("cus_", message["message"], "no reference is told")
        self.assertFalse(self.moved.payment_token_id)

    def test_the_same_reference_twice_in_a_file_is_named(self):
        messages = self._refuse(self._row(), self._row(Subscriptions=""))
        self.assertEqual([one["rows"]["from"] for one in messages], [1])

    def test_a_provider_that_cannot_charge_is_named(self):
        for values, pattern in (
            ({"state": "disabled"}, "is disabled: enable it"),
            ({"state": "test"}, "in test mode, and charges nobody"),
            ({"allow_tokenization": False}, "cannot charge stored payment methods"),
            ({"capture_manually": True}, "cannot charge stored payment methods"),
        ):
            with self.subTest(pattern):
                was = {name: self.provider[name] for name in values}
                self.provider.write(values)
                messages = self._refuse(self._row())
                self.assertRegex(messages[0]["message"], pattern)
                self.provider.write(was)
                self.provider.payment_method_ids.active = True

    def test_two_providers_of_one_name_are_told_apart(self):
        self.provider.copy({"state": "enabled", "name": "Moving provider"})
        messages = self._refuse(self._row())
        self.assertRegex(messages[0]["message"], "several payment providers")

    def test_another_company_is_named(self):
        other = self.setup_other_company(name="Elsewhere")["company"]
        self.env.user.company_ids |= other
        self.provider.copy({"company_id": other.id, "name": "Their provider"})
        self.partner_b.company_id = other
        self.partner_b.name = "Their customer"
        both = {"allowed_company_ids": (self.company | other).ids}
        messages = self._refuse(
            self._row("cus_1", **{"Payment Provider": "Their provider"}),
            self._row("cus_2", Customer="Their customer", Subscriptions=""),
            self._row("cus_3", Company="Elsewhere"),
            context=both,
        )
        patterns = ("is that of another company", "is a customer of Elsewhere")
        for message, pattern in zip(messages[:2], patterns, strict=True):
            self.assertRegex(message["message"], pattern)
        # The provider is not that company's, nor is the subscription.
        self.assertRegex(messages[2]["message"], "is that of another company")
        # A company that is not chosen at the top is out of reach.
        self._refuse(self._row("cus_3", Company="Elsewhere"))

    def test_only_managers_import_and_clerks_read_no_reference(self):
        self._import(self._row())
        token = self.moved.payment_token_id
        clerk = self._clerk()
        employee = new_test_user(self.env, "no_group", groups="base.group_user")
        for user in (clerk, employee):
            with self.assertRaises(AccessError):
                self.env[self.model].with_user(user).create({"partner_id": 1})
        seen = token.with_user(clerk)
        self.assertEqual(seen.payment_details, "4242")
        with self.assertRaises(AccessError):
            seen.read(["provider_ref"])
        with self.assertRaises(AccessError):
            self.env["payment.token"].with_user(clerk).search(
                [("provider_ref", "=", "cus_1")]
            )
        rows = self.env[self.model].search([])
        self.assertFalse(any(rows.mapped("provider_ref")), "rows keep no reference")

    def test_two_references_where_the_provider_needs_them(self):
        """A provider whose stored methods have a second reference needs it in the file."""
        row = self.env[self.model].new({"provider_ref": " cus_1 "})
        self.assertEqual(row._prepare_references(self.provider), {"provider_ref": "cus_1"})
        with patch.dict(SECOND_REFERENCES, {self.provider.code: "payment_details"}):
            with self.assertRaisesRegex(UserError, "charges with two references"):
                row._prepare_references(self.provider)
            row.second_ref = "pm_1"
            self.assertEqual(
                row._prepare_references(self.provider),
                {"provider_ref": "cus_1", "payment_details": "pm_1"},
            )

    def test_the_sample_file_can_be_imported(self):
        self.provider.name, self.method.name = "Sample provider", "Card"
        self.partner_a.name = "Sample customer 1"
        other = self.partner_a.copy({"name": "Sample customer 2"})
        names = ("SUB00001", "SUB00002", "SUB00003")
        for name, partner in zip(names, (self.partner_a, other, other), strict=True):
            known = self.env["subscription.subscription"].search([("name", "=", name)])
            known._write_kept({"name": f"{name} before"})
            new = self._subscription("2024-05-01", partner_id=partner.id)
            new._write_kept({"name": name})
        self._import_sample("payment_methods.csv")
        self.assertEqual(self._count(), 2)
        found = self.env["subscription.subscription"].search([("name", "in", names)])
        self.assertEqual(len(found.payment_token_id), 2)

    def test_a_company_by_its_number_is_out_of_reach(self):
        other = self.setup_other_company(name="Hidden")["company"]
        columns = ["partner_id", "provider", "method", "provider_ref", "company_id/.id"]
        row = ["Moving customer", "Moving provider", "Moving card", "cus_9", str(other.id)]
        rows = self.env[self.model].with_context(allowed_company_ids=self.company.ids)
        result = rows.load(columns, [row])
        self.assertFalse(result["ids"])
        self.assertFalse(self._count())

    def test_no_clerk_reads_a_second_reference(self):
        """SE12: of Stripe it is the card itself; the first one is its customer."""
        token = self._token()
        with patch.dict(SECOND_REFERENCES, {"one": "payment_details"}):
            token.with_user(self.env.user).read(["payment_details"])
            with self.assertRaises(AccessError):
                token.with_user(self._clerk()).read(["payment_details"])
