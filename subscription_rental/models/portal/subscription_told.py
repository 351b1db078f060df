from odoo import models
from odoo.tools.misc import format_date, formatLang

from ...billing import due_dates, lifecycle


class SubscriptionSubscription(models.Model):
    """What the customer is told of what comes next: which payment, when and how (PO1)."""

    _inherit = "subscription.subscription"

    def _get_next_payment_sentence(self):
        """Return what the customer pays next and how, as a sentence; or nothing."""
        self.ensure_one()
        if not self.billing_anchor:
            return self._get_awaited_sentence()
        if self.state == lifecycle.PAUSED:
            return self._get_paused_sentence()
        if not self.next_invoice_date or self.is_closed:
            return ""
        facts = {
            "amount": self._get_next_payment(),
            "day": self._show_day("next_invoice_date"),
            "method": self.payment_method_name,
        }
        if self.is_collected and self.payment_token_id:
            return self.env._(
                "Next payment: %(amount)s on %(day)s, collected by %(method)s.", **facts
            )
        return self.env._(
            "Next invoice: %(amount)s on %(day)s, which you pay yourself.", **facts
        )

    def _get_awaited_sentence(self):
        """Return when a subscription that waits begins, as its customer sees it."""
        self.ensure_one()
        if self.state != lifecycle.SCHEDULED:
            return ""
        if self.start_on_payment and not self.date_paid:
            return self.env._("It begins when the first payment has arrived.")
        if self.start_on_handover and not self.date_handed_over:
            return self.env._("It begins when you have received it.")
        return self.env._("It begins on %(day)s.", day=self._show_day("date_start"))

    def _get_next_payment(self):
        """Return what is paid next with taxes; who is shown other prices is told so."""
        self.ensure_one()
        amount = formatLang(self.env, self.next_total, currency_obj=self.currency_id)
        # Asked first: the amount before taxes is another sum of all lines.
        if self._shows_taxes():
            return amount
        if self.currency_id.is_zero(self.next_total - self.next_amount):
            return amount
        return self.env._("%(amount)s with taxes", amount=amount)

    def _get_cancelled_sentence(self):
        """Return up to when it runs that was cancelled as of a later day."""
        self.ensure_one()
        day = due_dates.last_day(self.date_start, self.cancel_date)
        return self.env._(
            "Cancelled: it runs up to and including %(day)s.",
            day=format_date(self.env, day),
        )

    def _get_term_end_sentence(self):
        """Return up to when the term runs, and whether it renews by itself; or nothing."""
        self.ensure_one()
        if self.state != lifecycle.ACTIVE or not self.date_end or self.cancel_date:
            return ""
        day = format_date(self.env, due_dates.last_day(self.date_start, self.date_end))
        if self.renewal_date:
            return self.env._(
                "It runs up to and including %(day)s, and renews by itself then.", day=day
            )
        return self.env._("It runs up to and including %(day)s.", day=day)

    def _get_paused_sentence(self):
        """Return until when it is paused, as a sentence."""
        self.ensure_one()
        if self.date_resume:
            return self.env._(
                "It is paused until %(day)s: nothing is charged before.",
                day=self._show_day("date_resume"),
            )
        return self.env._(
            "It is paused until you resume it: nothing is charged in the meantime."
        )

    def _get_unpaid_moves(self):
        """Return what the customer owes for this subscription, the oldest first."""
        self.ensure_one()
        # Who does not take the offer of another term owes nothing for it.
        offered = self._get_open_offer().move_id
        return (
            (self._get_portal_invoices() - offered)
            .filtered(
                lambda move: (
                    move.move_type == "out_invoice"
                    and move.payment_state in ("not_paid", "partial")
                    and not move._is_being_charged()
                )
            )
            .sorted(lambda move: (move.invoice_date_due, move.id))
        )

    def _get_owed_sentence(self):
        """Return what the customer owes for this subscription, and since when."""
        self.ensure_one()
        unpaid = self._get_unpaid_moves()
        currency = unpaid.currency_id[:1]
        owed = unpaid.filtered(lambda move: move.currency_id == currency)
        amount = sum(owed.mapped("amount_residual"))
        return self.env._(
            "To pay: %(amount)s, due on %(day)s.",
            amount=formatLang(self.env, amount, currency_obj=currency),
            day=format_date(self.env, unpaid[:1].invoice_date_due),
        )
