from odoo.tests import HttpCase

from .common import SepaCommon


class TestSepaTours(SepaCommon, HttpCase):
    """A mandate on the phone; a collection in the office; a return, as people do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._subscription_today()
        cls.company.subscription_sepa_second_person = True
        cls.company.subscription_dunning_policy_id = cls.env.ref(
            "subscription_rental.dunning_policy_default"
        )
        cls.subscription = cls._subscription(cls.today)
        cls.invoice = cls._bill(cls.subscription, cls.today.isoformat())
        cls.env.user.write({"login": "tourist", "password": "tourist"})

    def _tour(self, path, name, login="tourist"):
        self.env.flush_all()
        self.start_tour(path, f"subscription_rental_sepa_{name}", login=login)
        self.env.invalidate_all()

    def test_from_the_phone_to_a_return(self):
        link = self.subscription._portal_ensure_token()
        page = f"/my/subscriptions/{self.subscription.id}/payment_method"
        self._tour(f"{page}?access_token={link}", "sign", login=None)
        mandate = self.subscription.sepa_mandate_id
        self.assertEqual((mandate.state, mandate.signed_how), ("active", "online"))
        self.company.subscription_sepa_notice_days = 0
        self._job("subscription.collection.job", "_collect_company", f"{self.today}")
        self._tour("/odoo/sepa-collections", "make")
        collection = self.env["subscription.sepa.collection"].search([])
        self._second().password = "second"
        self._tour(f"/odoo/sepa-collections/{collection.id}", "approve", login="second")
        self._tour(f"/odoo/sepa-collections/{collection.id}", "export")
        self.assertEqual((collection.state, collection.exported_count), ("sent", 1))
        self._read_in(self._camt(self._credit(collection)))
        self._book(f"{self.today}")
        self.assertEqual(self.invoice.payment_state, "paid")
        self._tour("/odoo/sepa-bank-files", "return")
        self.assertEqual(self.invoice.payment_state, "not_paid")
        self._job("subscription.dunning.job", "_dun_company", f"{self.today}")
        self.assertEqual(self.subscription.dunning_case_ids.state, "open")
