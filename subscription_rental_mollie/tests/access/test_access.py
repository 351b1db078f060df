from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from . import table


@freeze_time("2024-01-01 12:00:00")
class TestMollieAccess(AccessChecks, AccessCommon):
    """All models, fields and methods of the Mollie addon, as each kind of user (B3)."""

    addon = "subscription_rental_mollie"

    table = table

    def setUp(self):
        super().setUp()
        mollie = self.env["payment.provider"].search(
            [("code", "=", "mollie"), ("company_id", "=", self.company.id)]
        )
        customer = self.env["subscription.mollie.customer"]._create_kept(
            [
                {
                    "partner_id": self.partner_a.id,
                    "provider_id": mollie.id,
                    "reference": "cst_1",
                }
            ]
        )
        subscription = self._collected(user_id=self.colleague.id)
        self._bill(subscription, "2024-01-01")
        self._know(mollie, customer, self._collect("2024-01-01"))
        self._know_others(table.MODELS)
