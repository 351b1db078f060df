from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestDeliveries(GoodsCommon):
    """Goods that are shipped with every period (PL7), and papers of a handover (RG9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coffee = cls._goods("Coffee", tracking="none")
        cls._receive(cls.coffee, quantity=50.0)
        cls.box = cls._goods_plan(
            cls.coffee, goods_handling="ship", start_on_handover=False
        )

    def _deliveries(self, subscription):
        self.env.invalidate_all()
        return subscription.period_ids.delivery_id

    def _cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            self.env(cr=cursor)["subscription.delivery.job"].sudo()._cron_ship()
        self.env.invalidate_all()

    def _pay(self, invoices):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        ).create({})._create_payments()

    def test_a_period_that_is_given_back_ships_nothing(self):
        self.box.ship_when_paid = False
        subscription = self._ordered(plan_id=self.box.id)
        self._bill(subscription, "2024-01-01")
        self._cron()
        delivery = self._deliveries(subscription)
        subscription._cut_slots(date(2024, 1, 1))
        self.assertEqual(delivery.state, "cancel")
        self.assertFalse(subscription._get_billed_slots())

    def test_each_billed_period_makes_one_delivery(self):
        self.box.ship_when_paid = False
        subscription = self._ordered(2.0, plan_id=self.box.id)
        self._bill(subscription, "2024-01-01")
        self._cron()
        delivery = self._deliveries(subscription)
        self.assertEqual(delivery.picking_type_id, self.warehouse.out_type_id)
        self.assertEqual(delivery.move_ids.product_uom_qty, 2.0)
        self.assertEqual(delivery.location_dest_id.usage, "customer")
        self._cron()
        self._bill(subscription, "2024-02-01")
        self._cron()
        self.assertEqual(len(self._deliveries(subscription)), 2)

    def test_it_waits_for_the_payment_if_the_plan_says_so(self):
        subscription = self._ordered(plan_id=self.box.id)
        invoice = self._bill(subscription, "2024-01-01")
        self._cron()
        self.assertFalse(self._deliveries(subscription))
        self._pay(invoice)
        self._cron()
        self._cron()
        self.assertEqual(len(self._deliveries(subscription)), 1)

    def test_nothing_ships_while_something_is_unpaid_if_the_policy_says_so(self):
        self.box.ship_when_paid = False
        subscription = self._ordered(plan_id=self.box.id)
        self._bill(subscription, "2024-01-01")
        subscription._write_kept({"is_billing_held": True})
        self._cron()
        self.assertFalse(self._deliveries(subscription))
        subscription._write_kept({"is_billing_held": False})
        self._cron()
        self.assertEqual(len(self._deliveries(subscription)), 1)

    def test_what_was_credited_is_not_shipped(self):
        subscription = self._ordered(plan_id=self.box.id)
        invoice = self._bill(subscription, "2024-01-01")
        invoice._reverse_moves([{"invoice_date": invoice.invoice_date}], cancel=True)
        self._cron()
        self.assertFalse(self._deliveries(subscription))

    def test_a_period_that_was_voided_is_not_shipped(self):
        subscription = self._ordered(plan_id=self.box.id)
        plan = subscription.plan_id
        plan.invoice_mode = "draft"
        invoice = self._bill(subscription, "2024-01-01")
        invoice.unlink()
        self._cron()
        self.assertFalse(self._deliveries(subscription))
        self.assertFalse(subscription.period_ids.is_to_ship)

    def test_what_is_shipped_is_not_on_rent(self):
        self.box.ship_when_paid = False
        subscription = self._ordered(plan_id=self.box.id)
        self._bill(subscription, "2024-01-01")
        self._cron()
        self._deliveries(subscription).button_validate()
        self.assertFalse(subscription.assignment_ids)
        self.assertFalse(subscription._get_open_moves("out"))

    # === papers of a handover === #

    def test_no_handover_without_an_identity(self):
        self.plan.identity_required = True
        subscription = self._ordered()
        dialog = self._ship(subscription, "P1")
        self.assertIn("identity", dialog.row_ids.message)
        self.assertHeld(subscription)
        dialog.row_ids.identity_document = "id_card"
        dialog.action_hand_over()
        self.assertHeld(subscription, "P1")
        picking = subscription.rental_picking_ids
        self.assertEqual(picking.rental_identity_uid, self.env.user)
        self.assertTrue(picking.rental_identity_on)

    def test_no_handover_without_a_signature(self):
        self.plan.signature_required = True
        subscription = self._ordered()
        picking = subscription.rental_picking_ids
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "has to sign"):
            picking.button_validate()
        picking.rental_signature = b"aGVsbG8="
        self._ship(subscription, "P1")
        self.assertHeld(subscription, "P1")
        self.assertTrue(picking.rental_signed_on)
