from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date, formatLang

from ...billing import collection, lifecycle, renewal_offer
from ...locking import lock
from .subscription_renewal_offer import ACCEPTED, DECLINED, OPEN, UNDONE


class SubscriptionRenewalOffer(models.Model):
    """What comes of an offer: a payment renews, a returned one undoes it."""

    _inherit = "subscription.renewal.offer"

    def _accept_offer(self, day, *, paid):
        """Renew by these open offers, which were taken up on `day`; each once.

        What comes too late renews nothing: the responsible is asked about the money.

        :param paid: by a payment, and not by a person's word
        """
        for offer in self:
            subscription = offer.subscription_id
            # Neither the job nor another payment may answer it at the same time.
            lock(subscription)
            offer.invalidate_recordset(["state"])
            if not offer._is_open():
                continue
            if offer._is_too_late(day):
                offer._ask_about_money()
                continue
            subscription._renew(subscription._get_renewal_intervals())
            offer._write_kept({"is_paid": paid, "answered_on": day})

    def _check_in_time(self, day):
        """Raise UserError if taking up one of these open offers on `day` renews nothing."""
        for offer in self:
            if offer._is_open() and offer._is_too_late(day):
                raise UserError(
                    self.env._(
                        "%(quotation)s offered to renew %(subscription)s until %(day)s: "
                        "that is over. Cancel it, and sell a new subscription.",
                        quotation=offer.sudo().quotation_id.name,
                        subscription=offer.subscription_id.display_name,
                        day=format_date(self.env, offer.last_day),
                    )
                )

    def _is_too_late(self, day):
        """Return whether taking this offer up on `day` renews nothing."""
        self.ensure_one()
        subscription = self.subscription_id
        if subscription.state != lifecycle.ACTIVE or subscription.date_end != self.term_end:
            return True
        return not subscription._get_offered_term().renewed_by(day)

    def _bill_renewal(self, today):
        """Bill the first period of the new term: the quotation, or the invoice, is of it.

        Runs in the transaction that renews.
        """
        self.ensure_one()
        subscription = self.subscription_id
        period = subscription._get_timeline().period(self.term_end)
        subscription._before_billing([(subscription, period)])
        slot = subscription._create_slots([(subscription, period)])
        if self.kind == "invoice":
            self._give_invoice_to(slot)
        else:
            invoice = subscription._create_period_invoices(slot, today, None)
            self._write_kept({"move_id": invoice.id})
            # Who renewed by hand has taken the quotation up.
            quoted = self.sudo().quotation_id.filtered(lambda one: one.state != "sale")
            if quoted:
                quoted.action_confirm()
        self._write_kept({"slot_id": slot.id})
        subscription._move_cursor(period.end)

    def _give_invoice_to(self, slot):
        """Let the invoice of this offer be the bill of `slot`."""
        self.ensure_one()
        for line in self.sudo().move_id.invoice_line_ids.filtered("rental_line_id"):
            line._write_kept(
                {
                    "rental_subscription_id": slot.subscription_id.id,
                    "rental_period_id": slot.id,
                    "rental_line_id": self._get_version_of(line, slot.date_start).id,
                }
            )

    @api.model
    def _get_version_of(self, invoice_line, day):
        """Return the version that holds on `day` of the line that was invoiced.

        A new price that was planned has made a successor meanwhile.
        """
        version = invoice_line.rental_line_id
        following = {one.previous_line_id: one for one in version.subscription_id.line_ids}
        while version in following and not version._is_agreed_on(day):
            version = following[version]
        return version

    # === money that comes back, or comes in vain === #

    @api.model
    def _returned_domain(self, company):
        """Return the domain of renewals of `company` whose payment was returned."""
        return [
            ("company_id", "=", company.id),
            ("state", "=", ACCEPTED),
            ("is_paid", "=", True),
            ("move_id.state", "=", "posted"),
            ("move_id.payment_state", "in", list(collection.UNPAID)),
        ]

    def _answer_return(self, today):
        """Undo this renewal, whose payment was returned, or ask the responsible."""
        self.ensure_one()
        what = self._get_former_term().when_returned(
            today, untouched=self._is_untouched_since()
        )
        if what == renewal_offer.UNDO:
            self._undo_renewal(today)
            return
        # Once: from now on it is an invoice that is owed, like any other.
        self._write_kept({"is_paid": False})
        here = self.subscription_id._in_owner_language()
        here._ask_owner(
            here.env._("Renewed, but not paid"),
            here.env._(
                "The payment of %(invoice)s was returned. It renewed the subscription up "
                "to %(day)s: cancel it, or leave it to the reminders.",
                invoice=self.sudo().move_id.display_name,
                day=format_date(here.env, self._get_renewed_last_day()),
            ),
        )

    def _get_former_term(self):
        """Return the `OfferedTerm` that ended with this offer's renewal."""
        self.ensure_one()
        return self.subscription_id._get_offered_term(self.term_start, self.term_end)

    def _is_untouched_since(self):
        """Return whether nothing happened to the new term but its first bill."""
        self.ensure_one()
        subscription, slot = self.subscription_id, self.slot_id
        ends = {subscription.date_end, self.next_term_end}
        changed = subscription.line_ids.filtered(
            lambda line: (
                any(day and day > self.term_end for day in (line.date_from, line.date_to))
                # What was laid out at the start is no change.
                and not (line.phase_waits or line._get_coming())
            )
        )
        return bool(
            subscription.state == lifecycle.ACTIVE
            and len(ends) == 1
            and not subscription.cancel_date
            and slot.date_end == subscription.next_period_start
            and not (changed or slot.charge_ids)
        )

    def _undo_renewal(self, today):
        """Give the subscription its old end back; credit the first period of the new."""
        self.ensure_one()
        subscription = self.subscription_id
        reason = self.env._("The payment was returned.")
        self._write_kept({"state": UNDONE, "answered_on": today, "closed_reason": reason})
        self.slot_id._withdraw()
        self.sudo().move_id._reverse_moves(
            [{"invoice_date": today, "ref": reason}], cancel=True
        )
        subscription._write_kept({"date_end": self.term_end, "term_start": self.term_start})
        subscription._move_cursor(self.term_end)
        here = subscription._in_office_language()
        here._message_log(
            body=here.env._(
                "The payment was returned: it is not renewed after all, and ends on "
                "%(day)s.",
                day=format_date(here.env, self._get_last_day_in_time()),
            )
        )

    def _ask_about_money(self):
        """Ask the responsible about a payment that renews nothing: it is the customer's."""
        for offer in self:
            here = offer.subscription_id._in_owner_language()
            here._ask_owner(
                here.env._("Paid, but not renewed"),
                here.env._(
                    "%(customer)s paid the offer to renew up to %(day)s, which does not "
                    "hold any more. The money is the customer's: give it back, or agree on "
                    "a new subscription.",
                    customer=offer.partner_id.display_name,
                    day=format_date(here.env, offer._get_renewed_last_day()),
                ),
            )

    def _ask_about_part(self, paid):
        """Ask the responsible about money for a part of this offer, which is closed now.

        :param paid: so much of it the customer has paid
        """
        self.ensure_one()
        here = self.subscription_id._in_owner_language()
        here._ask_owner(
            here.env._("Paid, but not renewed"),
            here.env._(
                "%(customer)s paid %(amount)s of the offer to renew up to %(day)s, which "
                "does not hold any more. The money is the customer's: give it back, or "
                "leave it for another invoice.",
                customer=self.partner_id.display_name,
                amount=formatLang(here.env, paid, currency_obj=self.currency_id),
                day=format_date(here.env, self._get_renewed_last_day()),
            ),
        )

    def _note_taken_back(self):
        """Close those of these open offers whose quotation or invoice a person took back.

        No other offer of that term follows by itself.
        """
        gone = self.filtered(lambda one: one.state == OPEN and one._is_taken_back())
        gone._close_offer(DECLINED, self.env._("A person took it back."))
