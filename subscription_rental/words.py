"""Words for people in which one and many differ, as their language has it."""

from babel.numbers import format_decimal
from babel.units import format_unit

from odoo.tools.misc import babel_locale_parse, get_lang


def format_days(env, count):
    """Return "1 day" or "3 days", in the language of `env`."""
    locale = babel_locale_parse(get_lang(env).code)
    return format_unit(count, "duration-day", length="long", locale=locale)


def format_number(env, number):
    """Return "50" or "12.5": all of its decimals, as the language of `env` writes them."""
    locale = babel_locale_parse(get_lang(env).code)
    return format_decimal(number, locale=locale)
