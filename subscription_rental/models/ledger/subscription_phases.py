from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from ...billing import phases, terms
from ...kept import Kept

# What a version of a line shares with those of its other prices, or is laid out by.
LAID_OUT = {
    "product_id",
    "quantity",
    "product_uom_id",
    "price_unit",
    "discount",
    "date_from",
    "date_to",
}


class SubscriptionSubscription(models.Model):
    """The phases of a subscription's lines, laid out ahead as versions (PL14).

    The present version ends where its phase does, and its successors wait until they are
    billed; in arrears, where a period is billed at its end, until it begins. Whatever moves
    the cursor moves those days: a phase counts whole billed periods.
    """

    _inherit = "subscription.subscription"

    def _lay_out_phases(self):
        """Make versions of the phases that were typed, at days of the present outlook."""
        self.ensure_one()
        typed = self.line_ids.filtered("phases")
        if not typed:
            return
        # They are one line still: what somebody typed beside it stays.
        edited = [field for field in self._fields.values() if field.compute and field.store]
        with self.env.protecting([one for one in edited if not one.readonly], self):
            for line in typed:
                line._lay_out()
            self._move_phases()

    def _fold_phases(self):
        """Undo the laying out of these subscriptions, which are drafts again."""
        for line in self._get_laid_out_lines():
            values = line._get_unfolded_vals()
            coming = line._get_coming()
            end = coming[-1:].date_to
            coming.sorted("phase_number", reverse=True)._unlink_kept()
            line._write_kept({**values, "date_to": end, "phase_number": 0})

    def _get_laid_out_lines(self):
        return self.line_ids.filtered(lambda line: line.is_going_on and line._get_coming())

    def _move_phases(self):
        """Set the days on which phases end to what is billed, and to be billed, by now."""
        self.ensure_one()
        later = self.line_ids.filtered(lambda line: line.phase_number > 1)
        if not later:
            return
        timeline = replace(self._get_timeline(), end=None)
        cursor = self._get_first_to_bill(timeline)
        # What was billed before the start has its true days only afterwards.
        billed = [
            (slot._get_period(), slot.slot_days)
            for slot in self._get_billed_slots()
            if slot.date_end <= cursor
        ]
        self._begin_phases(later, billed)
        for line in self._get_laid_out_lines():
            left = line._get_phase_left(billed)
            first = line._get_running_versions()[-1]
            start = max(cursor, first.date_from or cursor)
            line._lay_out_anew(timeline, self._get_phase_end(timeline, start, left))

    def _get_first_to_bill(self, timeline):
        """Return the cursor; before the start, the first day that will be billed."""
        first = max(timeline.anchor, self.date_start or timeline.anchor)
        return self.next_period_start or first

    def _get_phase_end(self, timeline, start, periods):
        """Return the first day after so many periods that are billed from `start` on."""
        return phases.after(
            timeline, start, periods, lambda period: self._is_left_out(period, timeline)
        )

    def _begin_phases(self, lines, billed):
        """Let those of these versions begin that were billed, and others wait again.

        :param billed: (period, days of its whole interval) of each bill
        """
        known = lines.filtered("date_from") if self.next_period_start else lines[:0]
        waiting = known.filtered(lambda line: self._awaits(line.phase_start))
        (waiting - waiting.filtered("phase_waits"))._write_kept({"phase_waits": True})
        begun = (known - waiting) & self._get_due_phases(billed)
        if begun:
            begun._write_kept({"phase_waits": False})
            first = max(begun.mapped("date_from"))
            self._after_change(first, self.company_id._subscription_today())

    def _get_due_phases(self, billed):
        """Return the waiting versions whose phases come after all that was promised before.

        Days that nobody pays for, in a pause, may lie where a phase was to begin.
        """
        due = self.env["subscription.line"]
        for line in self._get_laid_out_lines():
            before = line
            for version in line._get_coming():
                if version.phase_number != before.phase_number:
                    if before._get_phase_left(billed):
                        break
                    before = version
                due += version
        return due

    def _awaits(self, day):
        """Return whether days from `day` on are to be billed: in arrears, to be used."""
        if self.billing_timing == terms.ARREARS:
            return self.next_period_start < day
        return self.next_period_start <= day


class SubscriptionLine(models.Model):
    """The versions of one line, one for each of its phases."""

    _inherit = "subscription.line"

    def _lay_out(self):
        """Give this line the price of its first phase, and a version to each other one."""
        self.ensure_one()
        subscription = self.subscription_id
        first, *coming = self._get_typed_steps()
        today = subscription.company_id._subscription_today()
        start = self.date_from or subscription.date_start or today
        values = self.copy_data({"subscription_id": subscription.id})[0]
        self._write_kept(
            {
                "phases": False,
                "price_unit": float(first.price),
                "phase_number": 1,
                "phase_periods": first.periods,
                "phase_start": start,
            }
        )
        previous = self
        for number, step in enumerate(coming, 2):
            previous = self._create_kept(
                [
                    {
                        **values,
                        "phases": False,
                        "price_unit": float(step.price),
                        "previous_line_id": previous.id,
                        "phase_number": number,
                        "phase_periods": step.periods or 0,
                        "phase_waits": True,
                    }
                ]
            )
        # The last one ends where the line was to end.
        previous._write_kept({"date_to": self.date_to})

    @api.model_create_multi
    def create(self, vals_list):
        """Lay out the phases of lines that are added to what runs already."""
        lines = super().create(vals_list)
        if not any(isinstance(vals, Kept) for vals in vals_list):
            for subscription in lines.filtered("phases")._get_running_subscriptions():
                subscription._lay_out_phases()
        return lines

    def write(self, vals):
        """Refuse by hand what would let the versions of a line differ."""
        if not isinstance(vals, Kept) and (LAID_OUT | {"phases"}) & vals.keys():
            for line in self:
                line._check_phases_stay(vals)
        return super().write(vals)

    def _check_phases_stay(self, vals):
        """Raise UserError if `vals` change what the phases of this line are laid out by."""
        begun = "phases" in vals and self.subscription_id.state != "draft"
        changed = begun and (vals["phases"] or False) != self.phases
        laid_out = self.phase_waits or self._get_coming()
        moved = laid_out and any(
            self._fields[name].convert_to_write(self[name], self) != vals[name]
            for name in LAID_OUT & vals.keys()
        )
        if changed or moved:
            raise UserError(
                self.env._(
                    "The prices of %(line)s follow each other as agreed: use Change, or "
                    "set what has not begun back to draft.",
                    line=self.display_name,
                )
            )

    def _unlink_kept(self):
        """Delete versions that never began, also those that were laid out ahead."""
        self.filtered("phase_waits")._write_kept({"phase_waits": False})
        return super()._unlink_kept()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_between_prices(self):
        for line in self:
            around = line._get_coming()
            if line.phase_waits:
                around += line.previous_line_id
            if around - self:
                raise UserError(
                    self.env._(
                        "%(line)s has other prices before or after this one: end it with "
                        "Change.",
                        line=line.display_name,
                    )
                )
