"""How the intervals of a life are counted, day by day."""

from .common_lives_parts import Era


class Calendar:
    """The intervals of a life; `eras` says from which days they are counted, and how."""

    def interval_of(self, day):
        """Return (first day, first day after it, its whole length) of the interval.

        Where other terms begin in it, it ends with them; its length stays a whole one's.
        """
        place = max((n for n, era in enumerate(self.eras) if era.start <= day), default=0)
        era = self.eras[place]
        number = 0
        while era.start + era.agreed.step(number + 1) <= day:
            number += 1
        first = era.start + era.agreed.step(number)
        following = era.start + era.agreed.step(number + 1)
        ends = [later.start for later in self.eras[place + 1 :]]
        return first, min([following, *ends]), (following - first).days

    def boundary_from(self, day):
        """Return the first beginning of an interval on `day` or later."""
        first, following, _whole = self.interval_of(day)
        return first if first == day else following

    def after(self, day, intervals):
        """Return the day on which so many intervals from a boundary on are over."""
        for _interval in range(intervals):
            day = self.interval_of(day)[1]
        return day

    def end_of_term(self, day):
        """Return the first day after a term that begins with the interval after `day`."""
        if not self.agreed.term:
            return None
        moved = self.eras[-1]
        if moved.start > day and not self.waits_for_interval(day):
            # By the billing day that waits: a part before it comes on top.
            number = 0
            while moved.start + moved.agreed.step(number - 1) >= day:
                number -= 1
            return moved.start + moved.agreed.step(number + self.agreed.term)
        return self.after(self.boundary_from(day), self.agreed.term)

    def waits_for_interval(self, day):
        """Return whether another interval was chosen that begins after `day`."""
        if self.eras[-1].start <= day:
            return False
        before, after = (era.agreed for era in self.eras[-2:])
        return (before.unit, before.count) != (after.unit, after.count)

    def next_interval(self, day):
        """Return the first day after `day` that begins an interval not billed yet."""
        if self.agreed.arrears:
            return self.interval_of(max(self.cursor, day))[1]
        return self.cursor if self.cursor > day else self.interval_of(day)[1]

    def begin_era(self, day, agreed):
        """Count intervals from `day` on anew, by these terms."""
        self.eras = [era for era in self.eras if era.start < day]
        self.eras.append(Era(day, agreed))

    def change_interval(self, day, agreed):
        """Count intervals from `day` on by other terms, or as before if that is undone."""
        waits = self.eras[-1].is_chosen and day <= self.eras[-1].start
        if waits:
            self.eras.pop()
        before = self.eras[-1].agreed
        if waits and (before.unit, before.count) == (agreed.unit, agreed.count):
            return
        self.eras.append(Era(day, agreed, is_chosen=True))

    def move_eras(self, day):
        """Count intervals from `day` on anew, up to where other terms begin."""
        later = [era for era in self.eras if era.start > day]
        self.eras = [era for era in self.eras if era.start <= day]
        self.begin_era(day, self.eras[-1].agreed)
        self.eras += later

    def move_billing_day(self, day):
        """Count intervals from `day` on, which is to come; an earlier move is forgotten."""
        if self.eras[-1].start > self.cursor:
            self.eras.pop()
        if self.boundary_from(day) != day:
            self.eras.append(Era(day, self.eras[-1].agreed, is_chosen=True))
