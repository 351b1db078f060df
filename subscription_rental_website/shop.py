"""What of a visit decides the prices of plans."""

import math
from datetime import date
from typing import Any, NamedTuple

from odoo.exceptions import UserError

from odoo.addons.subscription_rental.told import Told

# Pieces of one line of a cart: more is a mistake in typing, or for a talk.
MOST_AT_ONCE = 9999
UNKNOWN = object()


class Shop(NamedTuple):
    """A website as one visitor sees it: currency, taxes and day."""

    website: Any
    currency: Any
    position: Any
    today: date
    with_taxes: bool
    pricelist: Any
    # {what was asked: plans or amount}. A page asks for the same more than once, and a
    # shop lives no longer than a page.
    known: dict

    def ask(self, question, find):
        """Return what `find()` answers to `question`, a tuple; it is asked but once.

        Records are named by their ids: a page asks hundreds of times.
        """
        answer = self.known.get(question, UNKNOWN)
        if answer is UNKNOWN:
            answer = self.known[question] = find()
        return answer

    def told(self):
        """Return how the visitor is told amounts, see `Told`."""
        company = self.website.company_id
        return Told(self.currency, company, self.today, self.position, self.with_taxes)


def as_id(value):
    """Return `value` if a browser may name a record so; 0 for all else that was sent."""
    return value if type(value) is int and 0 < value < 2**31 else 0


def check_number(env, value):
    """Raise UserError if what a browser sent as a number is none that can be counted."""
    try:
        known = math.isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        known = False
    if not known:
        raise UserError(env._("Type a number, please."))
