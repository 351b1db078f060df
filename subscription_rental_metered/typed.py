"""What people type as the number of a counter."""

import re

NUMBER = re.compile(r"[0-9]{1,12}([.,][0-9]{1,3})?")


def read_number(text):
    """Return the number that was typed, None if nothing was; ValueError if it is none."""
    typed = re.sub(r"\s", "", text or "")
    if not typed:
        return None
    if not NUMBER.fullmatch(typed):
        raise ValueError(text)
    return float(typed.replace(",", "."))
