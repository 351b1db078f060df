"""Ladders of dunning that go with the law on consumers of some countries.

No ladder has fees: none is owed by consumers unless a policy is changed to say so. What
the law gives a customer is kept as `grace`: so many days lie between the letter that sets
the time to pay and whatever takes something away.
"""

from dataclasses import dataclass

from .dunning import REMIND, RETRY, SUSPEND, TERMINATE, WARN, Rung

GENERAL = "general"
RETRIES = (Rung(3, RETRY), Rung(5, RETRY), Rung(7, RETRY))


@dataclass(frozen=True)
class Preset:
    """A ladder, and how long a terminated subscription is put back by full payment.

    `letter` is the action that sets the customer a time to pay, `grace` that time in days.
    """

    rungs: tuple[Rung, ...]
    letter: str
    grace: int
    revive_days: int = 14


PRESETS = {
    GENERAL: Preset(
        (
            *RETRIES,
            Rung(10, REMIND),
            Rung(14, SUSPEND),
            Rung(21, WARN),
            Rung(30, TERMINATE),
        ),
        WARN,
        9,
    ),
    # The first reminder is free; its 14 days begin on the day after an e-mail.
    "BE": Preset(
        (
            *RETRIES,
            Rung(8, REMIND),
            Rung(23, SUSPEND),
            Rung(30, WARN),
            Rung(45, TERMINATE),
        ),
        REMIND,
        15,
    ),
    # Two due dates in a row have to be missed before a rental can be ended at once.
    "DE": Preset(
        (
            *RETRIES,
            Rung(10, REMIND),
            Rung(24, SUSPEND),
            Rung(45, WARN),
            Rung(62, TERMINATE),
        ),
        REMIND,
        14,
    ),
    # A formal notice comes before service is stopped or the contract ends.
    "FR": Preset(
        (
            *RETRIES,
            Rung(8, REMIND),
            Rung(15, WARN),
            Rung(30, SUSPEND),
            Rung(45, TERMINATE),
        ),
        WARN,
        15,
    ),
    # The letter of 14 days: they begin on the day after it was received.
    "NL": Preset(
        (
            *RETRIES,
            Rung(8, REMIND),
            Rung(14, WARN),
            Rung(30, SUSPEND),
            Rung(45, TERMINATE),
        ),
        WARN,
        15,
    ),
}


def taken_in_grace(preset: Preset) -> list[Rung]:
    """Return the rungs that take something away before the time of the letter is over.

    >>> taken_in_grace(PRESETS["BE"])
    []
    >>> early = (Rung(8, REMIND), Rung(14, SUSPEND))
    >>> [rung.days for rung in taken_in_grace(Preset(early, REMIND, 15))]
    [14]
    """
    letter = next(rung.days for rung in preset.rungs if rung.action == preset.letter)
    takes = (SUSPEND, TERMINATE)
    return [
        rung
        for rung in preset.rungs
        if rung.action in takes
        and letter <= rung.days
        and rung.days < letter + preset.grace
    ]
