import base64

from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_moving import MovingCommon

from .common import MollieCommon

HEADS = "email,mandateId,customerId,last4"


@freeze_time("2024-05-10 12:00:00")
class TestMoved(MovingCommon, MollieCommon):
    """Mandates that customers gave elsewhere are those of a customer at Mollie (SE12)."""

    model = "subscription.moving.method"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mollie.write(
            {"name": "Our Mollie", "mollie_api_key": "live_key", "state": "enabled"}
        )
        cls.partner_a.ref = "K-1"
        cls.env.user.group_ids |= cls.env.ref("base.group_system")

    def _tokens(self):
        tokens = self.env["payment.token"].sudo()
        return tokens.search([("provider_id", "=", self.mollie.id)])

    def _imported(self, reference):
        return self._load_file(
            self._write_file(
                [
                    {
                        "Customer": "Ada Lovelace",
                        "Payment Provider": "Our Mollie",
                        "Payment Method": "card",
                        "Reference at the Provider": reference,
                    }
                ]
            )
        )

    def _shown(self, *lines, heads=HEADS):
        dialog = self.env["subscription.provider.file.dialog"].create(
            {
                "provider_id": self.mollie.id,
                "data": base64.b64encode("\n".join([heads, *lines]).encode()),
            }
        )
        dialog.action_preview()
        return dialog

    def test_an_import_refuses_a_mandate_without_its_customer(self):
        for reference in ("mdt_1", "/mdt_1", "cst_1/"):
            with self.subTest(reference):
                (told,) = self._imported(reference)["messages"]
                self.assertIn("its customer and its mandate", told["message"])
        self.assertFalse(self._tokens())
        self.assertFalse(self._imported("cst_1/mdt_1")["messages"])
        self.assertEqual(self._tokens().provider_ref, "cst_1/mdt_1")

    def test_a_file_refuses_it_too_and_stores_the_others(self):
        dialog = self._shown("K-1,mdt_1,,4242", "K-1,mdt_2,cst_2,1881")
        first, second = dialog.row_ids
        self.assertEqual(first.outcome, "refused")
        self.assertIn("its customer and its mandate", first.problem)
        self.assertEqual(second.outcome, "new")
        dialog.action_store()
        self.assertEqual(self._tokens().provider_ref, "cst_2/mdt_2")
        self.assertEqual(second.outcome, "stored")
