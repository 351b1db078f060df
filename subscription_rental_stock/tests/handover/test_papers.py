from datetime import date

from odoo import Command
from odoo.tests import Form, freeze_time

from ..common import GoodsCommon

SIGNED = b"aGVsbG8="


@freeze_time("2024-01-01 12:00:00")
class TestPapers(GoodsCommon):
    """Identity, signature, serial at handover, swap, replacement, return (RG9)."""

    def _strict(self):
        self.plan.write({"identity_required": True, "signature_required": True})
        self.plan.return_signature_required = True
        subscription = self._ordered()
        dialog = self._ship(subscription, "P1", identity_document="passport")
        self.assertIn("has to sign", dialog.row_ids.message)
        dialog.signature = SIGNED
        dialog.action_hand_over()
        self.assertHeld(subscription, "P1")
        return subscription

    def test_a_handover_records_them(self):
        picking = self._strict().rental_picking_ids
        self.assertEqual(picking.rental_identity_document, "passport")
        self.assertEqual(picking.rental_identity_uid, self.env.user)
        self.assertTrue(picking.rental_signed_on)
        self.assertEqual(picking.rental_signed_by, self.partner_a.name)

    def test_of_two_customers_each_signs_alone(self):
        self.plan.signature_required = True
        both = self._ordered() | self._ordered(partner_id=self.partner_b.id)
        dialog = self._ship(both, "P1", "P2")
        self.assertEqual(set(dialog.row_ids.mapped("result")), {"failed"})
        dialog.row_ids[0].signature = SIGNED
        dialog.action_hand_over()
        self.assertEqual(dialog.row_ids.mapped("result"), ["done", "failed"])
        self.assertIn("has to sign", dialog.row_ids[1].message)
        dialog.row_ids[1].signature = SIGNED
        dialog.action_hand_over()
        self.assertTrue(dialog.is_done)
        signed = both.rental_picking_ids.mapped("rental_signed_by")
        self.assertEqual(sorted(signed), ["partner_a", "partner_b"])

    def test_a_swap_records_them(self):
        subscription = self._strict()
        form = Form(
            self.env["subscription.swap.dialog"].with_context(
                default_subscription_id=subscription.id,
                default_assignment_id=subscription._get_out().id,
            )
        )
        form.reason = "Broken"
        form.lot_id = self.lots[1]
        form.identity_document = "id_card"
        form.signature = SIGNED
        form.save().action_swap()
        self.assertHeld(subscription, "P2")
        out = subscription.rental_picking_ids.filtered(
            lambda one: one.rental_twin_id and one.rental_kind == "out"
        )
        self.assertEqual(out.rental_identity_document, "id_card")
        self.assertTrue(out.rental_signature)

    def test_a_return_waits_for_the_signature(self):
        subscription = self._strict()
        wizard = self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id}
        )
        with self.assertRaisesRegex(Exception, "has to sign"), self.env.cr.savepoint():
            wizard.action_take_back()
        self.assertHeld(subscription, "P1")
        wizard.signature = SIGNED
        wizard.action_take_back()
        self.assertHeld(subscription)
        back = subscription.rental_picking_ids.filtered(
            lambda one: one.rental_kind == "in" and one.state == "done"
        )
        self.assertTrue(back.rental_signed_on)

    def test_a_replacement_takes_what_its_incident_recorded(self):
        subscription = self._strict()
        incident = self.env["subscription.incident"].create(
            {
                "assignment_id": subscription._get_out().id,
                "kind": "broken",
                "identity_document": "license",
            }
        )
        self.assertEqual(incident.identity_uid, self.env.user)
        self.assertTrue(incident.identity_on)
        incident.action_decide()
        incident.action_replace()
        incident.write({"signature": SIGNED, "signed_by": "Ada"})
        incident.replacement_picking_id.rental_twin_id.rental_signature = SIGNED
        incident.replacement_picking_id.rental_twin_id._take_back_now()
        incident.replacement_picking_id._hand_over_lots(self.lots[1])
        self.assertHeld(subscription, "P2")
        self.assertEqual(incident.replacement_picking_id.rental_signed_by, "Ada")
        incident.action_close()
        self.assertEqual(incident.state, "closed")

    def test_all_of_it_is_in_the_history(self):
        subscription = self._strict()
        self._return_signed(subscription)
        told = " ".join(event["what"] for event in subscription._get_history())
        for part in ("Handover: Phone (P1)", "Returned: Phone (P1)", "signed", "Passport"):
            self.assertIn(part, told)

    def _return_signed(self, subscription):
        self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id, "signature": SIGNED}
        ).action_take_back()

    def test_slips_and_labels_are_printed(self):
        subscription = self._strict()
        self._return_signed(subscription)
        reports = self.env["ir.actions.report"]
        slip = "subscription_rental_stock.report_rental_slip"
        for picking in subscription.rental_picking_ids.filtered(
            lambda one: one.state == "done"
        ):
            html = reports._render_qweb_html(slip, picking.ids)[0].decode()
            self.assertIn("P1", html)
            self.assertIn("Signature", html)
        label = "subscription_rental_stock.report_unit_label"
        html = reports._render_qweb_html(label, self.lots.ids)[0].decode()
        for part in ("P1", "P2", "P3", "data:image/svg+xml;base64"):
            self.assertIn(part, html)

    def test_the_contract_says_what_the_cover_leaves(self):
        cover = self._product("Insurance")
        self.phone.rental_cover_product_id = cover
        self.plan.deductible = 45.0
        bare, covered = self._draft(), self._draft()
        covered.line_ids = [Command.create({"product_id": cover.id, "price_unit": 5.0})]
        for subscription, told in ((bare, False), (covered, True)):
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                "subscription_rental.report_contract", subscription.ids
            )
            self.assertEqual("Of a loss that the cover covers" in html.decode(), told)
            self.assertEqual("45.00" in html.decode(), told)

    def test_transfers_of_rentals_have_their_badge(self):
        rented = self._ordered().rental_picking_ids
        ordinary = rented.copy({"rental_subscription_id": False})
        self.assertEqual([rented.rental_badge, ordinary.rental_badge], ["R", False])
        for view in ("vpicktree", "stock_picking_kanban", "view_picking_form"):
            arch = self.env.ref(f"stock.{view}").get_combined_arch()
            self.assertIn('name="rental_badge"', arch, view)
        badge = 'class="badge text-bg-primary ms-2">R<'
        for picking, told in ((rented, True), (ordinary, False)):
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                "stock.report_deliveryslip", picking.ids
            )
            self.assertEqual(badge in html.decode(), told)

    # === mails === #

    def _mails(self, record):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", record._name), ("res_id", "in", record.ids)])
        )

    def test_the_tracking_number_is_mailed(self):
        subscription = self._ordered()
        self._ship(subscription, "P1", tracking="OUT7", return_tracking="BACK7")
        mail = self._mails(subscription.rental_picking_ids)
        self.assertEqual(mail.recipient_ids, self.partner_a)
        for part in ("OUT7", "BACK7", "P1", "/my/subscriptions/"):
            self.assertIn(part, mail.body_html)

    def test_over_the_counter_nobody_is_mailed(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        self.assertFalse(self._mails(subscription.rental_picking_ids))

    def test_an_announced_return_is_mailed(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        self.env["subscription.return.dialog"].create(
            {"subscription_id": subscription.id, "tracking": "BACK1"}
        ).action_announce()
        mail = self._mails(subscription._get_open_moves("in").picking_id)
        self.assertIn("BACK1", mail.body_html)

    def test_the_return_is_announced_before_the_end(self):
        plan = self._goods_plan(self.phone, term_count=1, announce_days=7)
        subscription = self._ordered(plan_id=plan.id)
        self._ship(subscription, "P1")
        self.assertEqual(subscription.date_end, date(2024, 2, 1))
        for day, found in (("2024-01-24", False), ("2024-01-25", True)):
            with freeze_time(f"{day} 12:00:00"):
                self._look_after()
            self.assertEqual(bool(subscription._get_open_moves("in")), found, day)
        picking = subscription._get_open_moves("in").picking_id
        self.assertEqual(picking.scheduled_date.date(), date(2024, 2, 1))
        self.assertEqual(len(self._mails(picking)), 1)

    def test_what_renews_announces_nothing(self):
        plan = self._goods_plan(self.phone, term_count=1, renewal="automatic")
        subscription = self._ordered(plan_id=plan.id)
        self._ship(subscription, "P1")
        with freeze_time("2024-01-30 12:00:00"):
            self._look_after()
        self.assertFalse(subscription._get_open_moves("in"))

    def test_an_undone_cancellation_recalls_the_return(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        self._bill(subscription, "2024-01-01")
        subscription._schedule_cancel(date(2024, 2, 1), date(2024, 1, 2), "Moves")
        with freeze_time("2024-01-26 12:00:00"):
            self._look_after()
            self.assertTrue(subscription._get_open_moves("in"))
            subscription.action_undo_cancel()
        self.assertFalse(subscription._get_open_moves("in"))

    def _look_after(self):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            job = self.env(cr=cursor)["subscription.goods.job"].sudo()
            job.with_company(self.company)._look_after(
                self.company.with_env(job.env), job.env.company._subscription_today()
            )
        self.env.invalidate_all()
