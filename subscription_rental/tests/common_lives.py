"""What a life costs, counted from a calendar: nothing of the product's own rules."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .common_lives_calendar import Calendar
from .common_lives_parts import (
    BIRTH,
    ZERO,
    Agreed,
    Era,
    Pause,
    Piece,
    cents,
)
from .common_lives_prices import Prices


@dataclass
class Ledger(Calendar, Prices):
    """The life of a subscription, as it should be.

    `cursor`: the first day that was neither billed nor left out.
    `first_term`: the first day from which on there ever was a term.
    `left_out`: the first day after the last one that was left out, in a pause.
    """

    agreed: Agreed
    cursor: date = BIRTH
    left_out: date = BIRTH
    first_term: date | None = None
    end: date | None = None
    end_before: date | None = None
    is_leaving: bool = False
    is_over: bool = False
    pause: Pause | None = None
    eras: list = field(default_factory=list)
    versions: list = field(default_factory=list)
    pieces: list = field(default_factory=list)
    planned: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    # {line: its prices at first}
    phased: dict = field(default_factory=dict)
    extra: Decimal = ZERO

    def __post_init__(self):
        self.eras.append(Era(BIRTH, self.agreed))
        self.end = self.end_of_term(BIRTH)
        self.first_term = BIRTH if self.end else None

    # === the job === #

    def job(self, day):
        """Do what happens by itself on `day`."""
        if self.is_over:
            # The last used days are billed still, in arrears.
            self.bill(day)
            return
        if self.pause and self.pause.resume and self.pause.resume <= day:
            self.resume(self.pause.resume)
        if not self.pause:
            self.renew_by_itself(day)
        self.bill(day)
        grace = timedelta(days=0 if self.is_leaving else self.agreed.grace)
        ended = self.end and self.end + grace <= day and not self.goes_on
        if ended and not self.next_piece():
            self.is_over = True

    @property
    def goes_on(self):
        """Return whether the term is followed by another one by itself."""
        return self.agreed.renews and not self.is_leaving

    @property
    def may_go_on(self):
        """Return whether the term may be followed by another one."""
        return (self.agreed.renews or self.agreed.paid_for) and not self.is_leaving

    def next_piece(self):
        """Return what is billed next, None where all is billed to the end."""
        stops = [day for day in (self.end, self.pause and self.pause.day) if day]
        if stops and self.cursor >= min(stops):
            return None
        _first, following, whole = self.interval_of(self.cursor)
        return Piece(self.cursor, min([following, *stops]), whole)

    def bill(self, day):
        """Bill what is due by `day`."""
        while piece := self.next_piece():
            lead = timedelta(days=self.agreed.lead)
            due = piece.end if self.agreed.arrears else piece.start - lead
            if due > day:
                return
            if self.is_skipped(piece):
                self.revise(piece.start)
                self.cursor = self.left_out = piece.end
            else:
                self.take(piece)

    def take(self, piece):
        """Bill `piece`, at the prices that hold by then."""
        self.revise(piece.start)
        self.step(piece.start)
        self.pieces.append(piece)
        self.cursor = piece.end

    def is_skipped(self, piece):
        """Return whether nobody pays for `piece`, or for all of its interval."""
        if piece.start.month in self.agreed.closed:
            return True
        first = self.interval_of(piece.start)[0]
        return any(first <= day < piece.end for day in self.skipped)

    def renew(self, intervals):
        """Add so many intervals to the term; what a pause moved counts from itself."""
        if self.boundary_from(self.end) == self.end:
            self.end = self.after(self.end, intervals)
        else:
            self.end += self.eras[-1].agreed.step(intervals)

    def pay_for_term(self):
        """Renew the term, whose first interval is paid, and so billed, today."""
        self.renew(1)
        self.take(self.next_piece())

    def renew_by_itself(self, day):
        """Renew the term as often as is due by `day`."""
        lead = timedelta(days=self.agreed.lead)
        while self.end and self.goes_on and self.end - lead <= day:
            self.renew(1)

    # === acts === #

    def effective(self, day, when="now"):
        """Return the first day that costs something else if it changes on `day`.

        Where another interval waits for its day, prices are per that interval already.
        """
        if self.waits_for_interval(day):
            return self.eras[-1].start
        policy = self.agreed.proration if when == "now" else "none"
        if policy == "daily":
            return day
        first = self.interval_of(day)[0]
        return max(first, BIRTH) if policy == "full" else self.next_interval(day)

    def cut(self, day):
        """Give back the days from `day` on."""
        for piece in self.pieces:
            piece.end = max(piece.start, min(piece.end, day))
        self.cursor = min(self.cursor, day)

    def stop(self, day, rule, resume, at_once):
        """Pause from `day` on."""
        pieces = [(piece, piece.end, piece.kept) for piece in self.pieces]
        self.pause = Pause(day, rule, resume, pieces)
        before = self.total()
        if rule != "lost":
            self.settling(self.cut, day)
        self.pause.is_settled = at_once and self.total() != before

    def resume(self, day):
        """Go on from `day` on; on the day of the pause it is as if it had never been."""
        pause = self.pause
        if pause.day == day and not pause.is_settled:
            for piece, end, kept in pause.pieces:
                piece.end, piece.kept = end, kept
                self.cursor = max(self.cursor, end)
            self.pause = None
            self.renew_by_itself(day)
            return
        self.bill(day)
        self.pause = None
        if pause.rule == "moved" and self.end:
            self.end += day - pause.day
        self.renew_by_itself(day)
        if self.cursor < day:
            self.cursor = self.left_out = day
        if pause.rule == "moved" and self.cursor == day:
            self.move_eras(day)

    def cancel(self, day, back):
        """End it on `day`, or before; days that are paid are given back, or not."""
        used = self.pause.day if self.pause else day
        self.end = min(self.end or used, used)
        self.is_over = True
        if back:
            self.settling(self.cut, self.end)

    # === the sum === #

    def asked(self, piece):
        """Return what is asked for `piece`: each version rounded once."""
        shares = (one.price.worth * one.days_in(piece) for one in self.versions)
        return sum((cents(share / piece.whole) for share in shares), ZERO)

    def value(self, piece):
        """Return what was paid for `piece` in the end."""
        return self.asked(piece) - piece.given + piece.kept

    def settling(self, act, *arguments):
        """Do an act that changes billed days: nobody is given more than was paid."""
        before = [(piece, self.asked(piece)) for piece in self.pieces]
        act(*arguments)
        for piece, asked in before:
            if self.asked(piece) < asked and self.value(piece) < 0:
                piece.kept -= self.value(piece)

    def total(self):
        """Return what was to be paid, before taxes."""
        return sum(map(self.value, self.pieces), self.extra)
