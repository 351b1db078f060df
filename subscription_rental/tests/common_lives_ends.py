"""Pauses, ends and money beside the periods of a random life, in the real dialogs."""

from datetime import timedelta
from decimal import Decimal

from .common_lives_acts import Life


class WholeLife(Life):
    """A random life with all that can happen in it."""

    def acts(self):
        """Return what can happen now, as often as it is likely."""
        ledger = self.ledger
        always = [self.add_charge, self.give, self.credit, self.transfer, self.wait]
        if self.cancellable:
            always.append(self.cancel_charge)
        if ledger.pause:
            return [*always, self.resume, self.resume, self.resume]
        if ledger.is_leaving:
            return [*always, self.stay, self.stay]
        if self.one._get_open_offer():
            always += [self.pay_offer, self.pay_offer]
        elif not self.one._get_offer_problem():
            always += [self.offer, self.offer]
        if ledger.end and ledger.end <= self.day:
            return [*always, self.renew, self.renew, self.renew]
        if ledger.end:
            always.append(self.renew)
        changes = [self.change] * 4 + [self.change_plan, self.revise, self.revise]
        changes += [self.skip, self.move_billing_day]
        return [*always, *changes, *[self.pause] * 3, self.leave]

    @property
    def cancellable(self):
        """Return the one-off charges that wait."""
        return self.one._get_pending_charges().filtered(lambda one: not one.line_id)

    def wait(self):
        """Do nothing."""

    # === periods === #

    def skip(self):
        """Skip one of the next periods, if it has one there."""
        ledger = self.ledger
        day = max(ledger.cursor, self.day) + timedelta(days=self.chance.randint(0, 70))
        dialog = self._dialog("skip", day=day)
        if dialog.problem:
            return
        first = max(ledger.interval_of(day)[0], ledger.cursor)
        dialog.action_skip()
        ledger.skipped.append(first)
        self.tell("skips the period from", first)
        if self.chance.random() < 0.2:
            self.one.skip_ids.filtered(
                lambda one: one.date_start == first
            ).action_bill_again()
            ledger.skipped.remove(first)
            self.tell("and does not")

    def move_billing_day(self):
        """Move the billing day, where that is possible."""
        ledger = self.ledger
        day = max(ledger.cursor, self.day) + timedelta(days=self.chance.randint(0, 70))
        dialog = self._dialog("billing.day", first_day=day)
        waits = ledger.eras[-1].start > ledger.cursor
        if waits and ledger.waits_for_interval(ledger.cursor):
            self.test.assertTrue(dialog.problem)
        if dialog.problem:
            return
        dialog.action_move()
        ledger.move_billing_day(day)
        self.tell("moves the billing day to", day)

    # === pauses and ends === #

    def pause(self):
        """Pause with one of the choices that the dialog has."""
        rule = self.chance.choice(("lost", "credited", "moved"))
        at_once = self.chance.random() < 0.3
        days = self.chance.choice((0, 0, 3, 17, 40))
        resume = self.day + timedelta(days=days) if days else None
        dialog = self._dialog("pause", rule=rule, at_once=at_once, date_resume=resume)
        dialog.action_pause()
        self.ledger.stop(self.day, rule, resume, at_once and rule == "credited")
        self.tell("pauses", rule, f"{at_once=}", "until", resume)
        if not days and self.chance.random() < 0.2:
            self.resume()

    def resume(self):
        """Resume today."""
        self.one.action_resume()
        self.ledger.resume(self.day)
        self.tell("resumes")

    def leave(self):
        """Cancel it as of the end of what is paid."""
        self._dialog("cancel", when="period", reason="Moves away").action_cancel()
        ledger = self.ledger
        end = ledger.next_interval(self.day)
        ledger.end_before = ledger.end
        ledger.end = min(ledger.end or end, end)
        ledger.is_leaving = True
        self.tell("leaves on", ledger.end)

    def stay(self):
        """Undo that."""
        self.one.action_undo_cancel()
        self.ledger.end = self.ledger.end_before
        self.ledger.is_leaving = False
        self.tell("stays")

    def renew(self):
        """Renew it for another term; what was offered is taken up."""
        is_offered = self.one._get_open_offer()
        self._dialog("renew").action_renew()
        if is_offered:
            self.ledger.pay_for_term()
        else:
            agreed = self.ledger.agreed
            self.ledger.renew(1 if agreed.paid_for else agreed.term or 1)
        self.tell("renews to", self.ledger.end)

    def offer(self):
        """Offer the next term, if it costs something."""
        if self.one._get_offered_amount(self.one._get_offered_term()) > 0:
            self.one.action_offer_renewal()
            self.tell("is offered the next term")

    def pay_offer(self):
        """Pay the offer of the next term."""
        offer = self.one._get_open_offer()
        if offer.kind == "quotation":
            offer.quotation_id.action_confirm()
        else:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=offer.move_id.ids
            ).create({"payment_date": self.day})._create_payments()
        self.ledger.pay_for_term()
        self.tell("pays for the next term", offer.kind)

    def end(self):
        """Cancel it today; days that are paid are given back, or not."""
        back = self.chance.random() < 0.5
        if self.ledger.is_leaving:
            self.stay()
        dialog = self._dialog("cancel", when="now", reason="Moves away", credit_unused=back)
        dialog.action_cancel()
        self.ledger.cancel(self.day, back)
        self.tell("ends", f"{back=}")

    def transfer(self):
        """Let the other one of two customers take it over."""
        partners = self.test.partner_a | self.test.partner_b
        dialog = (
            self.env["subscription.bulk.dialog"]
            .with_context(active_ids=self.one.ids)
            .create(
                {
                    "action": "transfer",
                    "partner_id": (partners - self.one.partner_id).id,
                    "reason": "Sold",
                }
            )
        )
        dialog.action_apply()
        self.test.assertEqual(dialog.row_ids.result, "Done")
        self.tell("is taken over")

    # === money beside the periods === #

    def add_charge(self):
        """Charge something once, or give a credit."""
        kind = self.chance.choice(("other", "credit"))
        timing = self.chance.choice(("next", "now"))
        amount = Decimal(self.chance.randint(1, 6000)) / 100
        product = self.chance.choice(list(self.chains))
        self._dialog(
            "charge.add",
            kind=kind,
            product_id=product.id,
            amount=float(amount),
            timing=timing,
        ).action_add()
        self.ledger.extra += amount if kind == "other" else -amount
        self.tell("is charged", kind, amount, timing)

    def cancel_charge(self):
        """Give up one of the one-off charges that wait."""
        charge = self.chance.choice(self.cancellable)
        amount = Decimal(str(round(charge.amount, 2)))
        dialog = self.env["subscription.charge.cancel.dialog"].create(
            {"charge_ids": charge.ids, "reason": "A mistake"}
        )
        dialog.action_cancel()
        self.ledger.extra -= amount
        self.tell("charge given up", amount)

    def _get_invoice(self):
        """Return the last invoice of a period, if nothing of it was credited yet."""
        slots = self.one._get_billed_slots().sorted("date_start")
        lines = slots.move_line_ids.filtered(lambda line: not line.rental_charge_id)
        invoices = lines.move_id.filtered(lambda move: move.move_type == "out_invoice")
        last = invoices.sorted("id")[-1:]
        return last if not last.reversal_move_ids else last.browse()

    def _pieces_of(self, slots):
        days = set(slots.mapped("date_start"))
        return [
            piece
            for piece in self.ledger.pieces
            if piece.start in days and piece.end > piece.start
        ]

    def give(self):
        """Give some cents back for the last invoice, as goodwill."""
        invoice = self._get_invoice()
        line = invoice.invoice_line_ids.filtered(lambda one: not one.rental_charge_id)[:1]
        pieces = self._pieces_of(line.rental_period_id)
        if not pieces or self.ledger.value(pieces[0]) < 1 or line.price_subtotal < 1:
            return
        amount = Decimal(self.chance.randint(1, 20)) / 100
        note = invoice._reverse_moves([{"invoice_date": self.day}])
        kept = note.invoice_line_ids.filtered(
            lambda one: (
                one.rental_line_id == line.rental_line_id
                and one.rental_period_id == line.rental_period_id
            )
        )[:1]
        (note.invoice_line_ids - kept).unlink()
        kept.write({"price_unit": float(amount), "quantity": 1.0, "discount": 0.0})
        note.action_post()
        pieces[0].given += amount
        self.tell("is given", amount, "of", pieces[0].start)

    def credit(self):
        """Credit the last invoice, and bill it again: period by period, or as it was."""
        invoice = self._get_invoice()
        if not invoice:
            return
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": self.day})
        )
        if self.chance.random() < 0.4:
            wizard.modify_moves()
            wizard.new_move_ids.action_post()
            self.tell("invoice corrected by a new one")
            return
        wizard.refund_moves()
        wizard.new_move_ids.action_post()
        slots = invoice.invoice_line_ids.rental_period_id
        again = slots.filtered("can_bill_again")
        for slot in again:
            slot.action_bill_again()
        for piece in self._pieces_of(again):
            piece.given = piece.kept = Decimal(0)
        # Fees are given back; what the invoice gave is given again with its periods.
        once = invoice.invoice_line_ids.filtered(
            lambda line: (
                line.rental_charge_id
                and not line.rental_line_id
                and (line.price_subtotal > 0 or not again)
            )
        )
        self.ledger.extra -= Decimal(str(round(sum(once.mapped("price_subtotal")), 2)))
        self.tell("invoice credited and billed again", *again.mapped("date_start"))
