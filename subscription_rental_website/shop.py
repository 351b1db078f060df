"""What of a visit decides the prices of plans."""

from datetime import date
from typing import Any, NamedTuple


class Shop(NamedTuple):
    """A website as one visitor sees it: currency, taxes and day."""

    website: Any
    currency: Any
    position: Any
    today: date
    with_taxes: bool
