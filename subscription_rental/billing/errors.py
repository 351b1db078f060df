"""What the rules refuse."""


class BillingRuleError(ValueError):
    """A rule of billing was asked for something that cannot be."""


class InvalidInterval(BillingRuleError):
    """No such billing interval: the count or the unit is wrong."""


class InvalidAlignment(BillingRuleError):
    """Periods of this interval cannot begin on that calendar day."""


class InvalidTerms(BillingRuleError):
    """These commercial terms contradict each other."""


class DateOutOfRange(BillingRuleError):
    """The calendar ends before the date that was asked for."""


class ForbiddenMove(BillingRuleError):
    """The lifecycle has no such move."""
