"""Words for people in which one and many differ, as their language has it."""

from babel.numbers import format_decimal

from odoo.tools.misc import babel_locale_parse, get_lang


def format_days(env, count):
    """Return "1 day" or "3 days", in the language of `env`."""
    return format_duration(env, count, "day")


def format_number(env, number):
    """Return "50" or "12.5": all of its decimals, as the language of `env` writes them."""
    locale = babel_locale_parse(get_lang(env).code)
    return format_decimal(number, locale=locale)


def format_interval(env, count, unit):
    """Return an interval as people say it, "month" or "3 months", in the user's words."""
    if count == 1:
        return _get_unit_names(env, unit)[0]
    return format_duration(env, count, unit)


def format_duration(env, count, unit):
    """Return "1 month" or "24 months", in the language of `env`."""
    # Babel has no Dutch name of a day: its long form there is "3 duration-day".
    one, many = _get_unit_names(env, unit)
    # French keeps a number and its unit on one line.
    french = get_lang(env).code.startswith("fr")
    space = "\N{NO-BREAK SPACE}" if french else " "
    return f"{count}{space}{one if abs(count) == 1 else many}"


def _get_unit_names(env, unit):
    # Only what is asked for is translated: shops ask for it on each page, many times.
    names = {
        "day": lambda: (env._("day"), env._("days")),
        "week": lambda: (env._("week"), env._("weeks")),
        "month": lambda: (env._("month"), env._("months")),
        "year": lambda: (env._("year"), env._("years")),
    }
    return names[unit]() if unit in names else ("", "")


def format_reminder(env, offset):
    """Return when a reminder is sent: "14 days before the due date", or after, or on it."""
    days = format_days(env, abs(offset))
    if offset < 0:
        return env._("%(days)s before the due date", days=days)
    if offset > 0:
        return env._("%(days)s after the due date", days=days)
    return env._("On the due date")
