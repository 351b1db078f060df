import re

from odoo import Command
from odoo.tests import freeze_time, tagged

from ..common import PrepaidShopCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestBesidePlans(PrepaidShopCommon):
    """A cart with a plan and packs: what is shown is what is billed, and paid once (PK6).

    It goes through the checkout of this addon alone, and of the shop's plans where that
    addon is installed, too.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_deposit_account_id = cls.env["account.account"].create(
            {"code": "488100", "name": "Deposits", "account_type": "liability_current"}
        )
        cls.bike = cls._service("City bike", 300.0)
        cls.bike.is_published = True
        cls.bike.product_tmpl_id.rental_deposit = 50.0
        cls.rented = cls.env["subscription.plan"].create(
            {
                "name": "Monthly bike",
                "setup_fee": 10.0,
                "setup_fee_product_id": cls._service("Set up", 10.0).id,
                "line_ids": [
                    Command.create(
                        {"product_tmpl_id": cls.bike.product_tmpl_id.id, "price_unit": 39.0}
                    )
                ],
            }
        )

        if "is_published" in cls.rented._fields:
            # Where the shop sells plans, it sells those that it shows.
            cls.rented.is_published = True

    def _fill_with_plan(self, *products):
        """Return a cart of Ann with these products, and a bike by the month."""
        cart = self._fill(*products)
        cart.order_line = [
            Command.create(
                {
                    "product_id": self.bike.id,
                    "product_uom_qty": 1,
                    "rental_plan_id": self.rented.id,
                }
            )
        ]
        self.env.flush_all()
        return cart

    def _order(self, cart, page):
        """Pay this cart as its page asks for it; return the transaction."""
        shown = re.search(r'data-digest="(\w+)"', page)
        accepted = {"rental_accepted": shown.group(1)} if shown else {}
        answer, transaction = self._pay_online(cart, **accepted)
        self.assertTrue(transaction, answer)
        if transaction.tokenize:
            transaction.token_id = self._token(transaction.partner_id)
        self._succeed(transaction)
        self.assertEqual(cart.state, "sale")
        return transaction

    def _get_bills(self):
        """Return all that was billed to Ann, and not yet what sold her first pack."""
        return self.env["account.move"].search(
            [
                ("partner_id", "=", self.ann.id),
                ("move_type", "in", ("out_invoice", "out_receipt")),
            ]
        )

    def assertBilledAsShown(self, cart, page, paid):
        """Check that the page's amount was asked, billed once, and paid with that."""
        self.assertIn(f'data-amount="{paid}"', page)
        bills = self._get_bills() - self.before
        self.assertAlmostEqual(sum(bills.mapped("amount_total")), cart.amount_total)
        self.assertAlmostEqual(sum(bills.mapped("amount_residual")), 0.0)

    def test_a_pack_and_a_plan_are_bought_together(self):
        for offer in self.offers:
            cart = self._fill_with_plan(offer.product_id)
            self.before = self._get_bills()
            # 220, 49 + 21 % of the bike, and its deposit.
            self.assertAlmostEqual(cart.amount_total, 220.0 + 59.29 + 50.0)
            page = self._page()
            with self.subTest(offer.vat_kind):
                transaction = self._order(cart, page)
                self.assertAlmostEqual(transaction.amount, 329.29)
                self.assertBilledAsShown(cart, page, 329.29)
                pack = self._packs_of(self.ann).filtered(
                    lambda one, offer=offer: one.offer_id == offer
                )
                self.assertEqual((pack.state, pack.left), ("live", 10))
                self.assertEqual(len(cart.rental_subscription_ids), 1)
                self.assertBooked(pack.batch_ids.account_id, pack.amount)
                again = self._bill(cart.rental_subscription_ids, "2024-02-10")
                self.assertEqual(again.amount_total, 47.19)

    def test_a_session_that_was_taxed_pays_beside_a_plan(self):
        pack = self._sell(self.pack_at_sale)
        cart = self._fill_with_plan(self.massage)
        self.before = self._get_bills()
        self._step("use", cart.order_line[0])
        self.env.invalidate_all()
        self.assertEqual((pack.held, cart.order_line[0].price_total), (1, 0.0))
        page = self._page()
        self._order(cart, page)
        bills = cart._create_invoices()
        bills.action_post()
        self.assertBilledAsShown(cart, page, 109.29)
        self.assertEqual((pack.left, pack.held), (9, 0))

    def test_what_is_taxed_at_its_use_is_not_spent_beside_a_plan(self):
        pack = self._sell(self.pack_at_use)
        cart = self._fill_with_plan(self.massage)
        self.before = self._get_bills()
        self._step("use", cart.order_line[0])
        self.env.invalidate_all()
        self.assertEqual((pack.held, cart._get_online_total()), (0, cart.amount_total))
        page = self._page()
        self._order(cart, page)
        cart._create_invoices().action_post()
        self.assertBilledAsShown(cart, page, 133.49)
