from odoo.tests import HttpCase, freeze_time

from ..common import PrepaidCommon

PAGE = "/my/packs"


class TestPrepaidPortal(PrepaidCommon, HttpCase):
    """Customers see what is theirs, and take gifts; nothing of others (PK4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack_at_use.write({"is_shareable": True, "is_giftable": True})
        cls._portal_user("ann_user", cls.ann)
        cls.bob_user = cls._portal_user("bob_user", cls.bob)
        with freeze_time("2024-01-10 12:00:00"):
            cls.pack = cls._sell(cls.pack_at_use)
            cls.other = cls._sell(cls.pack_at_sale)

    def _read(self, login):
        self.authenticate(login, login)
        return self.url_open(PAGE).text

    def test_a_customer_sees_their_packs_and_nobody_elses(self):
        text = self._read("ann_user")
        self.assertIn("Ten massages", text)
        self.assertIn("<strong>10</strong> left", text)
        text = self._read("bob_user")
        self.assertNotIn("Ten massages", text)
        self.assertIn("You have no pack or credit", text)

    def test_nobody_sees_packs_without_logging_in(self):
        self.authenticate(None, None)
        response = self.url_open(PAGE)
        self.assertIn("/web/login", response.url)
        self.assertNotIn("Ten massages", response.text)

    def test_a_gift_is_taken_on_the_page_once(self):
        code = self.pack._make_gift()
        self.authenticate("bob_user", "bob_user")
        wrong = self._take("A" * 12)
        self.assertIn("There is no gift with this code", wrong)
        self._take(code)
        self.assertEqual(self.pack.partner_id, self.bob_user.partner_id)
        self.authenticate("ann_user", "ann_user")
        self.assertIn("Somebody has taken this gift", self._take(code))
        self.assertEqual(self.pack.partner_id, self.bob_user.partner_id)

    def _take(self, code):
        token = self.url_open(PAGE).text.split('name="csrf_token" value="')[1]
        data = {"csrf_token": token.split('"')[0], "code": code}
        return self.url_open(f"{PAGE}/gift", data=data).text

    def test_what_was_used_stands_there(self):
        self.pack._use_for("a", 1, self._day("2024-01-10"), place="INV/7")
        text = self._read("ann_user")
        self.assertIn("INV/7", text)
        self.assertIn("<strong>9</strong> left", text)
