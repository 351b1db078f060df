from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common import PrepaidCommon

TWICE = """
    INSERT INTO subscription_prepaid_movement
        (prepaid_id, batch_id, kind, part, quantity, date, key)
    SELECT prepaid_id, batch_id, kind, part, quantity, date, key
    FROM subscription_prepaid_movement WHERE kind = 'use'
"""


@freeze_time("2024-01-10 12:00:00")
class TestMoves(PrepaidCommon):
    """Claims and uses: by key, once, and never more than is left (PK5, PK9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._subscription_today()

    def setUp(self):
        super().setUp()
        self.pack = self._sell(self.pack_at_use)

    def test_the_same_key_claims_and_uses_once(self):
        self.assertEqual(self.pack._hold_for("a", 2, self.today), self._claim_it("a", 2))
        self.assertEqual((self.pack.held, self.pack.free), (2, 8))
        first = self.pack._use_for("a", None, self.today)
        self.assertEqual(self.pack._use_for("a", 2, self.today), first)
        self.assertEqual((self.pack.left, self.pack.held, self.pack.used), (8, 0, 2))
        self.assertEqual(first.amount, -44.0)

    def _claim_it(self, key, quantity):
        return self.pack._hold_for(key, quantity, self.today)

    def test_a_claim_is_changed_and_given_back(self):
        self._claim_it("a", 2)
        self._claim_it("a", 5)
        self.assertEqual(self.pack.held, 5)
        for _ in range(2):
            self.pack._release_for("a")
        self.assertEqual((self.pack.held, self.pack.free), (0, 10))

    def test_what_is_claimed_is_nobody_elses(self):
        self._claim_it("a", 8)
        with self.assertRaisesRegex(UserError, "only 2 are left"):
            self._claim_it("b", 3)
        with self.assertRaisesRegex(UserError, "only 2 are left"):
            self.pack._use_for("b", 3, self.today)
        self.pack._use_for("b", 2, self.today)
        self.assertEqual((self.pack.left, self.pack.free), (8, 0))

    def test_undoing_gives_back_once_and_the_key_can_be_used_again(self):
        self.pack._use_for("a", 3, self.today)
        for _ in range(2):
            self.pack._undo_for("a", self.today)
        self.assertEqual((self.pack.left, self.pack.used), (10, 0))
        self.pack._use_for("a", 1, self.today)
        self.assertEqual((self.pack.left, self.pack.amount_left), (9, 198.0))

    def test_a_third_of_a_hundred_keeps_its_cents(self):
        offer = self._offer("Three", 100.0, vat_kind="at_use", sessions=3)
        pack = self._sell(offer)
        uses = [pack._use_for(key, 1, self.today).amount for key in "abc"]
        self.assertEqual(uses, [-33.33, -33.34, -33.33])
        self.assertEqual((pack.left, pack.amount_left, pack.state), (0, 0, "used"))

    def test_nonsense_is_refused_and_changes_nothing(self):
        for nonsense in (0, -1, 0.5, 11, float("nan"), float("inf"), 10**30):
            with self.subTest(nonsense), self.assertRaises(UserError):
                self.pack._use_for("a", nonsense, self.today)
            with self.subTest(nonsense), self.assertRaises(UserError):
                self._claim_it("a", nonsense)
        self.assertEqual((self.pack.left, self.pack.held), (10, 0))

    def test_movements_are_neither_edited_nor_deleted(self):
        use = self.pack._use_for("a", 1, self.today)
        with self.assertRaises(UserError):
            use.sudo().write({"quantity": 0})
        with self.assertRaises(UserError):
            use.sudo().unlink()

    def test_the_database_refuses_what_the_code_would_forget(self):
        self.pack._use_for("a", 1, self.today)
        queries = (
            'UPDATE subscription_prepaid SET "left" = -1',
            "UPDATE subscription_prepaid SET held = 99",
            'UPDATE subscription_prepaid_batch SET "left" = granted + 1',
            TWICE,
        )
        for query in queries:
            with (
                self.subTest(query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)
