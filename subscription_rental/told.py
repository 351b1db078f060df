"""How amounts are told to a reader."""

from datetime import date
from typing import Any, NamedTuple


class Told(NamedTuple):
    """In which currency and with which taxes a reader is told amounts."""

    currency: Any
    company: Any
    # Of which the rate is taken.
    day: date
    # The fiscal position that maps taxes; an empty one maps none.
    position: Any
    # With taxes or before them; None: as they were typed.
    with_taxes: bool | None = None
