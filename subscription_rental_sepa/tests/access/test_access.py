from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import SepaCommon
from . import table


@freeze_time("2024-01-01 12:00:00")
class TestSepaAccess(AccessChecks, AccessCommon):
    """All fields and methods of SEPA direct debits, as each kind of user (B3)."""

    addon = "subscription_rental_sepa"

    table = table

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        euro = cls.env.ref("base.EUR")
        euro.active = True
        cls.in_euro = cls._plan(currency_id=euro.id)
        journal = cls.company_data["default_journal_bank"]
        SepaCommon._enable_sepa.__func__(cls, cls.company, journal)

    def setUp(self):
        super().setUp()
        values = {"user_id": self.colleague.id, "plan_id": self.in_euro.id}
        subscription = self._subscription(**values)
        mandate = SepaCommon._mandate.__func__(
            type(self), subscription_ids=[(6, 0, subscription.ids)]
        )
        mandate.action_activate()
        collection = self.env["subscription.sepa.collection"]._create_kept(
            [
                {
                    "name": "RSC-1",
                    "company_id": self.company.id,
                    "provider_id": self.sepa.id,
                    "day": "2024-01-15",
                    "scheme": "CORE",
                    "sequence": "RCUR",
                }
            ]
        )
        file = self.env["subscription.sepa.bank.file"]._create_kept(
            [{"name": "a.xml", "checksum": "x", "company_id": self.company.id}]
        )
        answer = self.env["subscription.sepa.answer"]._create_kept(
            [{"file_id": file.id, "kind": "accepted"}]
        )
        self._know(subscription, mandate, collection, file, answer)
        self._know(self._bill(subscription, "2024-01-01"), self._charge(mandate))
        upload = self._fill("subscription.sepa.upload.dialog", content=b"eA==")
        self._know(upload)
        self._know_others(table.MODELS)

    def _charge(self, mandate):
        """Return a transaction by the mandate, of which nothing was sent."""
        return self.env["payment.transaction"].create(
            {
                "provider_id": self.sepa.id,
                "payment_method_id": mandate.token_id.payment_method_id.id,
                "token_id": mandate.token_id.id,
                "operation": "offline",
                "amount": 29,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.partner_a.id,
                "reference": "sample",
            }
        )
