from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestLoading(TillCommon):
    """What a till loads, forgets and may ask (PK3, PK7)."""

    def setUp(self):
        super().setUp()
        self.pack = self._sell_at_till(self.pack_at_use)[1]
        self.mine = self.till.with_user(self.cashier)

    def _load(self, *models):
        opened = self.opened.with_user(self.cashier)
        return opened.load_data([*models])

    def test_a_cashier_loads_the_packs_of_loaded_customers_and_all_offers(self):
        data = self._load(
            "pos.config", "pos.order", "res.partner", "subscription.prepaid.offer",
            "subscription.prepaid",
        )  # fmt: skip
        [row] = data["subscription.prepaid"]
        self.assertEqual(
            (row["id"], row["free"], row["partner_id"]), (self.pack.id, 10, self.ann.id)
        )
        self.assertEqual(row["pos_services"], {str(self.massage.id): 1.0})
        offers = {one["product_id"] for one in data["subscription.prepaid.offer"]}
        self.assertIn(self.pack_at_use.product_id.id, offers)

    def test_customers_who_are_looked_up_bring_their_packs(self):
        found = self.mine.env["res.partner"].get_new_partner(
            self.till.id, [("id", "=", self.ann.id)], 0
        )
        [row] = found["subscription.prepaid"]
        self.assertEqual(row["id"], self.pack.id)

    def test_a_till_forgets_what_is_used_up_and_keeps_withdrawn_offers(self):
        self.pack_at_use.active = False
        for _ in range(10):
            self._use_at_till(self.pack)
        forgotten = self.opened.with_user(self.cashier).filter_local_data(
            {
                "subscription.prepaid": self.pack.ids,
                "subscription.prepaid.offer": self.pack_at_use.ids,
            }
        )
        self.assertEqual(forgotten["subscription.prepaid"], self.pack.ids)
        self.assertEqual(forgotten["subscription.prepaid.offer"], [])

    def test_a_family_uses_what_is_shared(self):
        child = self.env["res.partner"].create({"name": "Kim", "parent_id": self.ann.id})
        self.assertFalse(self._find(child))
        self.pack.sudo().is_shareable = True
        self.assertEqual(self._find(child), self.pack.ids)
        self._claim(self.pack, partner=child)

    def _find(self, partner):
        found = self.mine.rental_find_prepaids(partner.id)
        return [row["id"] for row in found["subscription.prepaid"]]

    def test_a_till_that_does_not_use_packs_is_told(self):
        self._close()
        self.till.rental_uses_prepaid = False
        self.assertFalse(self._find(self.ann))
        with self.assertRaisesRegex(UserError, "not used at"):
            self._claim(self.pack)

    def test_only_cashiers_ask(self):
        with self.assertRaises(AccessError):
            self.till.with_user(self.env.ref("base.public_user")).rental_find_prepaids(1)

    def test_nonsense_is_refused(self):
        for nonsense in (0, -1, float("nan"), float("inf"), 10**30):
            with self.subTest(nonsense), self.assertRefused(".*"):
                self._claim(self.pack, qty=nonsense)
        credit = self._sell_at_till(self.credit_offer)[1]
        for nonsense in (0, -1, float("nan"), float("inf"), "x", None):
            with self.subTest(nonsense), self.assertRefused(".*"):
                self.mine.rental_claim_credit(credit.id, self.ann.id, {"a": nonsense})
        self.assertEqual((self.pack.held, credit.held), (0, 0))

    def test_what_no_till_asks_is_told_in_a_sentence(self):
        nonsense = (["x"], [True], [2**70], None, "x", 1, [None], [["a"]], {"a": 1})
        for ids in nonsense:
            with self.subTest(read=ids), self.assertRefused("is not known"):
                self.mine.rental_read_prepaids(ids)
        for uuids in (None, "x", [None], [1], ["\0"], [""], ["x" * 65], {"a": 1}):
            with self.subTest(release=uuids), self.assertRefused("is not known"):
                self.mine.rental_release_prepaid(uuids)
        self.assertTrue(self.mine.rental_read_prepaids(self.pack.ids))
        self.assertTrue(self.mine.rental_release_prepaid(["unknown"]))

    def test_who_or_what_is_unknown_is_told_in_a_sentence(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        ann, massage = self.ann.id, self.massage.id
        for asked in ((credit.id, 10**9), (credit.id, None), (2**70, ann), (None, ann)):
            with self.subTest(asked), self.assertRefused("is not known"):
                self.mine.rental_claim_credit(*asked, {"a": 1.0})
        for uuid in (None, 1, "", "\0", ["a"]):
            with self.subTest(uuid), self.assertRefused("is not known"):
                self.mine.rental_claim_sessions(self.pack.id, ann, uuid, massage, 1)
        for product in (None, 10**9, "x"):
            with self.subTest(product), self.assertRefused("is not known"):
                self.mine.rental_claim_sessions(self.pack.id, ann, "a", product, 1)
        with self.assertRefused("is not known"):
            self.mine.rental_claim_credit(credit.id, ann, {"\0": 1.0})
        self.assertFalse(self.mine.rental_find_prepaids(2**70)["subscription.prepaid"])
        self.assertEqual((self.pack.held, credit.held), (0, 0))

    def test_other_tills_are_told_of_what_is_used(self):
        self.env.flush_all()
        messages = self.env["bus.bus"].sudo()
        before = messages.search([], order="id desc", limit=1).id
        self._claim(self.pack)
        self.env.cr.precommit.run()
        new = messages.search([("id", ">", before), ("message", "like", "RENTAL_PREPAID")])
        self.assertIn(str(self.pack.id), new[:1].message)

    def test_no_liability_no_method(self):
        self._close()
        self.till.rental_uses_prepaid = False
        self.method.sudo().active = False
        self.method.sudo().rental_is_prepaid = False
        self.company.rental_prepaid_liability_account_id = False
        with self.assertRaisesRegex(UserError, "liability"):
            self.till.rental_uses_prepaid = True
