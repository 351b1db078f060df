from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import PrepaidCommon
from . import table


@freeze_time("2024-01-10 12:00:00")
class TestPrepaidAccess(AccessChecks, PrepaidCommon, AccessCommon):
    """All fields and methods of packs and credit, as each kind of user (B3)."""

    addon = "subscription_rental_prepaid"

    table = table

    def setUp(self):
        super().setUp()
        today = self.company._subscription_today()
        pack = self._sell(self.pack_at_use)
        hold = pack._hold_for("a", 1, today)
        invoice = self._invoice(self.massage, post=False, discount=10.0)
        invoice.action_use_prepaid()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.ann.id,
                "order_line": [(0, 0, {"product_id": self.massage.id})],
            }
        )
        row = (
            self.env["subscription.prepaid.spending"]
            .sudo()
            .create({"prepaid_id": pack.id, "move_id": invoice.id, "amount": 1.0})
        )
        self._know(
            self.ann,
            self.plan,
            self.company,
            self.pack_at_use,
            self.pack_at_use.service_ids,
            pack,
            pack.batch_ids,
            pack.movement_ids,
            hold,
            row,
            invoice,
            invoice.invoice_line_ids,
            order,
            order.order_line,
        )
        self._know_others(table.MODELS)
