from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import PrepaidCommon


class TestOffers(PrepaidCommon):
    """What is sold from now on, and what cannot be (PK1, PK8)."""

    def test_the_saving_against_the_single_price_is_shown(self):
        self.assertEqual(self.pack_at_use.saving, 22.0)
        self.assertEqual(self.pack_at_sale.price_with_taxes, 220.0)
        self.assertEqual(self.pack_at_sale.saving, 22.0)
        self.pack_at_use.price = 250.0
        self.assertEqual(self.pack_at_use.saving, 0.0)

    def test_what_is_taxed_at_each_use_is_sold_without_tax(self):
        self.assertFalse(self.pack_at_use.product_id.taxes_id)
        self.assertEqual(self.pack_at_sale.product_id.taxes_id, self.vat)
        self.pack_at_sale.vat_kind = "at_use"
        self.assertFalse(self.pack_at_sale.product_id.taxes_id)

    def test_it_is_sold_on_its_own_account(self):
        accounts = self.pack_at_use.product_id._get_product_accounts()
        self.assertEqual(accounts["income"], self.liability)
        accounts = self.massage._get_product_accounts()
        self.assertEqual(accounts["income"], self.sales)

    def test_impossible_offers_are_refused(self):
        nonsense = (
            {"sessions": 0},
            {"sessions": -1},
            {"sessions": 10**6},
            {"service_ids": False},
            {"validity_count": -1},
            {"validity_count": 10**6},
            {"kind": "amount"},
            {"deferred_account_id": False},
            {"breakage_account_id": False},
            {"rollover_cap": float("nan")},
        )
        for values in nonsense:
            with (
                self.subTest(values),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                self.pack_at_sale.write(values)

    def test_a_product_has_one_offer(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.pack_at_use.copy({"product_id": self.pack_at_use.product_id.id})

    def test_a_manager_fills_the_form_in(self):
        with Form(self.env["subscription.prepaid.offer"]) as form:
            form.product_id = self._service("Five haircuts", 120.0)
            form.sessions = 5
            with form.service_ids.new() as row:
                row.product_id = self.haircut
        offer = form.save()
        self.assertEqual(offer.deferred_account_id, self.deferred)
        # 5 x 36.30 less 145.20.
        self.assertEqual(offer.saving, 36.30)

    def test_one_counter_serves_several_services_or_a_bundle(self):
        bundle = self._service("Massage and haircut", 45.0)
        services = self.massage | self.haircut | bundle
        pack = self._sell(self._offer("Ten of any", 300.0, services, vat_kind="at_sale"))
        # What is done together is a product of its own, and one session.
        for left, services in (
            (9, self.haircut),
            (7, self.massage | self.haircut),
            (6, bundle),
        ):
            invoice = self._invoice(*services, post=False)
            for line in invoice.invoice_line_ids:
                line._spend_prepaid(pack)
            invoice.action_post()
            self.assertEqual((pack.left, invoice.amount_total), (left, 0.0))
