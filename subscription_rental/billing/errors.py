"""The errors of the billing rules."""

from datetime import date
from fractions import Fraction


class BillingRuleError(ValueError):
    """A billing rule was asked for something impossible."""


class InvalidInterval(BillingRuleError):
    """No such billing interval: the count or the unit is wrong."""


class InvalidAlignment(BillingRuleError):
    """Periods of this interval cannot begin on that calendar day."""


class InvalidTerms(BillingRuleError):
    """These commercial terms contradict each other."""


class InvalidSeason(BillingRuleError):
    """Intervals of this length have no such season, or it has no month."""


class InvalidPhases(BillingRuleError):
    """Nobody can mean these phases.

    `reason` is one of: unreadable, periods, too_much, negative.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason on the error."""
        super().__init__(reason)
        self.reason = reason


class DateOutOfRange(BillingRuleError):
    """The calendar ends before the date that was asked for."""


class NoBillingDate(BillingRuleError):
    """No period is invoiced on that day.

    `before` and `after` are the nearest days on which one is.
    """

    def __init__(self, before: date, after: date) -> None:
        """Keep the nearest billing dates on the error."""
        super().__init__(f"the nearest billing dates are {before} and {after}")
        self.before = before
        self.after = after


class NotEnough(BillingRuleError):
    """More was asked for than is left.

    `free` is what could be had.
    """

    def __init__(self, free: Fraction) -> None:
        """Keep what is free on the error."""
        super().__init__(f"{free} is free")
        self.free = free


class ImpossibleReading(BillingRuleError):
    """A counter cannot show that: `why` says why, `day` on which day."""

    def __init__(self, why: str, day: date) -> None:
        """Keep the reason and the day on the error."""
        super().__init__(f"{why}: the reading of {day}")
        self.why = why
        self.day = day
