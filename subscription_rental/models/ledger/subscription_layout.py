from itertools import pairwise

from odoo import models
from odoo.tools import groupby

from ...billing import layout, phases


class SubscriptionLine(models.Model):
    """The versions of one line, whose days move with what is billed (PL14)."""

    _inherit = "subscription.line"

    def _get_phase_left(self, billed):
        """Return how many periods of this version's phase are to come.

        :param billed: (period, days of its whole interval) of each bill
        """
        self.ensure_one()
        return phases.left(self.phase_periods, billed, self.phase_start)

    def _get_running_versions(self):
        """Return this version and those of its phase that are to be billed before it."""
        self.ensure_one()
        cursor, versions = self.subscription_id.next_period_start, self
        while cursor and versions[-1].date_from and cursor < versions[-1].date_from:
            before = versions[-1].previous_line_id
            goes_on = before.date_to == versions[-1].date_from
            if not goes_on or before.phase_number != self.phase_number:
                break
            versions += before
        return versions

    def _lay_out_anew(self, timeline, end):
        """Let the phase of this version end on `end`, and those laid out follow.

        What changes on a day changes on that day, in whatever phase it lies now.
        """
        self.ensure_one()
        versions = self._get_running_versions()[::-1] + self._get_coming()
        spans = versions._get_phase_spans(timeline, end)
        parts = layout.laid_out(spans, versions._get_quantities(spans[0].start))
        versions._take_places(parts)

    def _get_phase_spans(self, timeline, end):
        """Return the days of the phases of these versions, the first one up to `end`."""
        subscription = self.subscription_id
        limit, spans = self[-1].date_to, []
        start = self[0].date_from or subscription.date_start or timeline.anchor
        by_phase = groupby(self, lambda version: version.phase_number)
        for number, versions in by_phase:
            if spans:
                start = spans[-1].end
                periods = versions[0].phase_periods
                end = subscription._get_phase_end(timeline, start, periods)
            spans.append(layout.Span(number, start, min(end, limit) if limit else end))
        spans[-1] = layout.Span(spans[-1].phase, spans[-1].start, limit or None)
        return spans

    def _get_quantities(self, first):
        """Return [(day, version with the quantity and discount from that day on)]."""
        found = [(first, self[0])]
        for version in self[1:]:
            if not version._has_quantity_of(found[-1][1]):
                day = version.quantity_from or version.date_from
                found.append((max(day, found[-1][0]), version))
        return found

    def _has_quantity_of(self, other):
        names = ("quantity", "discount")
        return all(self[name] == other[name] for name in names)

    def _take_places(self, parts):
        """Let these versions, more of them or fewer, be `parts` from now on."""
        left, placed = self, self.browse()
        for part in parts:
            version = left._get_placed(part) or self._create_placed(part)
            left -= version
            placed += version
            version._set_part(part, is_first=version == self[0])
        moved = [
            (version, before)
            for before, version in pairwise(placed)
            if version.previous_line_id != before
        ]
        # A version has one successor: those that lose their place let go of it first.
        loose = left.union(*(version for version, _before in moved))
        loose._write_kept({"previous_line_id": False})
        loose.flush_recordset(["previous_line_id"])
        left._unlink_kept()
        for version, before in moved:
            version._write_kept({"previous_line_id": before.id})

    def _get_placed(self, part):
        """Return the version among these that `part` is of."""
        return self.filtered(
            lambda version: (
                version.phase_number == part.phase and version._has_quantity_of(part.terms)
            )
        )[:1]

    def _create_placed(self, part):
        """Return a new version for `part`: the price of its phase, the quantity agreed."""
        of_phase = self.filtered(lambda version: version.phase_number == part.phase)[0]
        values = {
            "subscription_id": of_phase.subscription_id.id,
            "phases": False,
            "price_unit": of_phase.price_unit,
            **of_phase._get_phase_vals(),
        }
        return self._create_kept(part.terms.copy_data(values))

    def _set_part(self, part, *, is_first):
        """Set the days of this version, where they are others."""
        values = {"date_to": part.end or False}
        if not is_first:
            values |= {"date_from": part.start, "quantity_from": part.terms_from}
        if self.phase_waits:
            values["phase_start"] = part.phase_start
        changed = {name: day for name, day in values.items() if self[name] != day}
        if changed:
            self._write_kept(changed)
