from odoo.exceptions import UserError
from odoo.modules.migration import load_script
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestHandedOn(PrepaidCommon):
    """What was handed on follows the invoice that sold it (PK1, PK5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._subscription_today()
        cls.carl = cls.env["res.partner"].create({"name": "Carl"})
        cls.pack_at_use.write({"is_shareable": True, "is_giftable": True})

    def _use(self, pack, partner, times=1):
        for _ in range(times):
            invoice = self._invoice(self.massage, partner=partner, post=False)
            invoice.invoice_line_ids._spend_prepaid(pack)
            invoice.action_post()
        return invoice

    def _hand_on(self, pack, partner):
        return pack._transfer_prepaid(partner, self.today)

    def _note(self, invoice, **values):
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        note.action_post()
        return note

    def _sold_and_handed_on_twice(self, **values):
        """Return (invoice, packs of Ann, Bob and Carl), each handed on after a use.

        The session that Ann gets back then stands on her pack, the rest on Carl's.
        """
        anns = self._sell(self.pack_at_use, **values)
        sold_by = anns.batch_ids.invoice_id
        used = self._use(anns, self.ann)
        bobs = self._hand_on(anns, self.bob)
        self._use(bobs, self.bob)
        carls = self._hand_on(bobs, self.carl)
        self._note(used)
        return sold_by, anns, bobs, carls

    def test_a_returned_payment_freezes_whoever_has_it_and_another_thaws(self):
        invoice, anns, bobs, carls = self._sold_and_handed_on_twice()
        carls._claim_gift(carls._make_gift(), self.bob)
        carls._share_with(self.carl)
        self.assertEqual([one.left for one in (anns, bobs, carls)], [1, 0, 8])
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual([one.free for one in (anns, bobs, carls)], [0, 0, 0])
        for partner in (self.bob, self.carl):
            with self.assertRaisesRegex(UserError, "not paid"):
                self._use(carls, partner)
        self._pay(invoice)
        self.assertEqual([one.free for one in (anns, bobs, carls)], [1, 0, 8])

    def test_the_job_settles_what_was_handed_on(self):
        carls = self._sold_and_handed_on_twice()[3]
        carls.sudo().batch_ids.is_frozen = True
        batches = self.env["subscription.prepaid.batch"]
        found = batches.search(batches._unsettled_domain(self.company))
        self.assertEqual(found, carls.batch_ids)
        self._job("subscription.prepaid.job", "_expire_prepaids", self.today)
        self.assertEqual(carls.free, 8)

    def test_the_credit_note_takes_it_back_from_whoever_has_it(self):
        invoice, anns, bobs, carls = self._sold_and_handed_on_twice()
        self.assertBooked(self.liability, 198.0)
        note = self._note(invoice)
        self.assertEqual([one.left for one in (anns, bobs, carls)], [0, 0, 0])
        self.assertBooked(self.liability, 0.0)
        # 220 were paid back, and 198 were outstanding.
        self.assertEqual(self._balance(self.breakage), -22.0)
        self.assertIn("22.00", anns.activity_ids.note)
        self.assertIn("Ann", carls.message_ids[0].body)
        note.button_draft()
        self.assertEqual([one.left for one in (anns, bobs, carls)], [1, 0, 8])
        self.assertBooked(self.liability, 198.0)

    def test_a_part_is_taken_from_who_has_it(self):
        invoice, anns, _bobs, carls = self._sold_and_handed_on_twice(quantity=3)
        self.assertEqual((anns.left, carls.left), (1, 28))
        self._note(invoice, quantity=1)
        self.assertEqual((anns.left, carls.left), (0, 19))
        self.assertBooked(self.liability, 418.0)
        self.assertEqual(carls.amount_left, 418.0)

    def test_cents_of_what_is_taken_whole_stay_on_no_account(self):
        offer = self._offer("Three", 100.0, vat_kind="at_use", sessions=3)
        anns = self._sell(offer, quantity=2)
        invoice = anns.batch_ids.invoice_id
        self._use(anns, self.ann)
        used = self._use(anns, self.ann)
        bobs = self._hand_on(anns, self.bob)
        self._note(used)
        self.assertEqual((anns.amount_left, bobs.amount_left), (33.34, 133.33))
        self._note(invoice, quantity=1)
        self.assertEqual((anns.left, bobs.left, anns.amount_left), (0, 2, 0.0))
        self.assertBooked(self.liability, bobs.amount_left)

    def test_a_lower_price_is_that_of_whoever_has_it(self):
        invoice, anns, _bobs, carls = self._sold_and_handed_on_twice()
        self._note(invoice, price_unit=18.0)
        self.assertEqual((anns.left, carls.left), (1, 8))
        self.assertEqual((anns.amount_left, carls.amount_left), (20.0, 160.0))
        self.assertBooked(self.liability, 180.0)

    def test_what_was_handed_on_is_paid_back_by_a_persons_decision(self):
        invoice, anns, _bobs, carls = self._sold_and_handed_on_twice()
        dialogs = self.env["subscription.prepaid.refund.dialog"]
        dialog = dialogs.create({"prepaid_id": carls.id})
        self.assertEqual((dialog.paid, dialog.value_paid), (176.0, 0.0))
        note = self.env["account.move"].browse(dialog.action_refund()["res_id"])
        self.assertEqual(note.reversed_entry_id, invoice)
        note.action_post()
        self.assertEqual((anns.left, carls.left), (1, 0))
        self.assertBooked(self.liability, 22.0)
        with self.assertRaisesRegex(UserError, "at most"):
            dialogs.create({"prepaid_id": anns.id, "amount": 22.01}).action_refund()

    def test_what_was_handed_on_is_not_edited_away(self):
        pack = self._sell(self.pack_at_use)
        self._hand_on(pack, self.bob)
        with self.assertRaisesRegex(UserError, "handed on"):
            pack.batch_ids.invoice_id.button_draft()

    def test_an_upgrade_links_what_was_handed_on_before(self):
        _invoice, anns, bobs, carls = self._sold_and_handed_on_twice()
        handed = (bobs | carls).batch_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE subscription_prepaid_batch SET origin_id = NULL")
        folder = "subscription_rental_prepaid/migrations/19.0.1.1.0/post-handed-on.py"
        load_script(folder, "post_handed_on").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(handed.origin_id, anns.batch_ids)
        self.assertFalse(anns.batch_ids.origin_id)

    def test_with_whom_it_was_shared_does_not_go_with_it(self):
        pack = self._sell(self.pack_at_use)
        pack._share_with(self.carl)
        self.assertFalse(self._hand_on(pack, self.bob).shared_partner_ids)
