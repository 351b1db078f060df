from dataclasses import replace
from itertools import pairwise

from odoo import fields, models

from ...billing import due_dates, lifecycle
from ...billing.interval import LONGEST

# What the due dates of a subscription follow.
FOLLOWED = {"state", "date_end", "term_start", "partner_id", "user_id"}


class SubscriptionSubscription(models.Model):
    """A subscription's terms, each with its due date (DD1)."""

    _inherit = "subscription.subscription"

    due_date_ids = fields.One2many(
        "subscription.due.date", "subscription_id", string="Due Dates", readonly=True
    )

    def write(self, vals):
        """Let due dates follow: wherever a term begins, moves or ends, it is written."""
        result = super().write(vals)
        if FOLLOWED & vals.keys():
            self._follow_terms()
        return result

    def _after_change(self, day, today):
        """Let the due date of the present term have what is agreed now."""
        result = super()._after_change(day, today)
        # Whoever changes a subscription may have no right to its due dates.
        for subscription in self.sudo().filtered("term_start"):
            rows = subscription.due_date_ids.grouped("date_start")
            living = [term for term in subscription._get_terms_held(rows) if term.end]
            for term in living[-1:]:
                rows[term.start]._write_changed(subscription._prepare_agreed(term))
        return result

    def _follow_terms(self):
        """Bring the due dates of these subscriptions up to date with their terms."""
        followed = self.sudo().filtered("term_start")
        new = [vals for one in followed for vals in one._follow_term_rows()]
        if new:
            self.env["subscription.due.date"]._create_kept(new)
        for subscription in followed.filtered("date_end"):
            subscription._chain_terms()

    def _follow_term_rows(self):
        """Write the due dates of this subscription; return the values of new ones."""
        self.ensure_one()
        rows = self.due_date_ids.grouped("date_start")
        closed = self.date_closed or self.company_id._subscription_today()
        new = []
        for term in self._get_terms_held(rows):
            row = rows.get(term.start)
            vals = self._prepare_followed(term, row, closed)
            if row:
                row._write_changed(vals)
            elif term.end:
                new.append({**self._prepare_term_vals(term), **vals})
        return new

    def _get_terms_held(self, known):
        """Return the terms of this subscription; without an end none goes on."""
        self.ensure_one()
        if self.date_end:
            return due_dates.terms_held(known, self.term_start, self.date_end)
        return [due_dates.Term(day, None) for day, row in known.items() if not row.next_ids]

    def _prepare_followed(self, term, row, closed):
        """Return what the due date of a term has of its subscription.

        :param row: the present due date of the term, if it has one
        :param closed: the day on which it is closed, if it is now
        """
        if not term.end:
            # It lies behind the end: it comes back if that is undone.
            return {"date_closed": (row and row.date_closed) or closed}
        is_left = self.state == lifecycle.CANCELLED and not term.is_renewed
        return {
            "partner_id": self.partner_id.id,
            "user_id": self.user_id.id,
            "date_due": due_dates.last_day(term.start, term.end),
            "date_closed": closed if is_left else False,
        }

    def _prepare_term_vals(self, term):
        """Return the values of the due date of a term that begins."""
        return {
            "subscription_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "date_start": term.start,
            "anchor_date": self.billing_anchor or term.start,
            **self._prepare_agreed(term),
        }

    def _prepare_agreed(self, term):
        """Return what is agreed for a term: its product, price and renewal."""
        self.ensure_one()
        going_on = self.line_ids.filtered(lambda line: not line.date_to)
        line = (going_on or self.line_ids)[:1]
        intervals = self._get_interval().index(term.start, term.end)
        renewed = self._get_renewal_intervals() * self.interval_count
        return {
            "name": self.display_name,
            "product_id": line.product_id.id,
            "quantity": line.quantity,
            "amount": self._get_term_amount(term, max(intervals, 1)),
            "duration_count": min(renewed, LONGEST[self.interval_unit]),
            "duration_unit": self.interval_unit,
        }

    def _get_term_amount(self, term, intervals):
        """Return what so many intervals of `term` cost, at the price of each."""
        self.ensure_one()
        has_phases = any(line.phase_number for line in self.line_ids)
        if not (has_phases or self.is_seasonal):
            return self.currency_id.round(self.recurring_amount * intervals)
        timeline = replace(self._get_timeline(), end=term.end)
        periods = timeline.periods(term.start, count=intervals)
        amounts = (self._get_period_amount(timeline, period) for period in periods)
        return self.currency_id.round(sum(amounts))

    def _find_terms(self):
        """Write down when the present terms began of subscriptions that never did that."""
        for subscription in self:
            subscription._write_kept({"term_start": subscription._get_found_start()})

    def _get_found_start(self):
        """Return the first day of the present term, from what is known of it."""
        self.ensure_one()
        interval = self._get_interval()
        intervals = self._get_renewal_intervals()
        opening = self._get_terms().opening(self.date_start)
        # One that never had a term was given its end by a cancellation.
        if not opening.end or not self.term_count:
            return False
        return due_dates.term_start(
            self.date_start, opening.end, self.date_end, interval, intervals
        )

    def _chain_terms(self):
        """Link each term that is held to the one that it was renewed from."""
        self.ensure_one()
        rows = self.due_date_ids.grouped("date_start")
        terms = self._get_terms_held(rows)
        living = [rows[term.start] for term in terms if term.end]
        void = self.due_date_ids.browse().union(
            *(rows[term.start] for term in terms if not term.end)
        )
        void._write_changed({"previous_id": False})
        # Freed in SQL, too, before another row has the same one before it.
        void.flush_recordset(["previous_id"])
        for before, row in pairwise(living):
            row._write_changed({"previous_id": before.id})
