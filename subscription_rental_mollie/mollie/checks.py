"""What keeps a Mollie account from collecting: compared with what Odoo offers."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

# Mollie's name of a method, Odoo's code of it.
METHODS = {
    "creditcard": "card",
    "ideal": "ideal",
    "bancontact": "bancontact",
    "belfius": "belfius",
    "kbc": "kbc_cbc",
    "eps": "eps",
    "paypal": "paypal",
}
# What recurs after a first payment by a card, by PayPal, and by everything else.
CARD, PAYPAL, DEBIT = "creditcard", "paypal", "directdebit"

# Where something is to be put right.
AT_MOLLIE, IN_ODOO, ON_PROVIDER, ON_SERVER = "mollie", "odoo", "provider", "server"

TEST_KEY, LIVE_KEY = "test_", "live_"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what, whether it is well, and where to change it."""

    name: str
    is_fine: bool
    place: str


def is_live(key: str | None) -> bool:
    """Return whether money moves with this key.

    >>> is_live("live_abc"), is_live("test_abc"), is_live(None)
    (True, False, False)
    """
    return bool(key) and not key.startswith(TEST_KEY)


def fits(key: str | None, state: str) -> bool:
    """Return whether a key is of the mode that a provider's state promises.

    >>> fits("test_a", "test"), fits("live_a", "test"), fits("test_a", "enabled")
    (True, False, False)
    >>> fits("live_a", "disabled"), fits("another", "enabled")
    (True, True)
    """
    wrong = {"test": LIVE_KEY, "enabled": TEST_KEY}.get(state)
    return not (key and wrong and key.startswith(wrong))


def is_reachable(url: str) -> bool:
    """Return whether Mollie can call this address from outside.

    >>> [is_reachable(f"https://{host}") for host in ("shop.example.com", "localhost:8069")]
    [True, False]
    >>> [is_reachable(f"http://{host}/") for host in ("192.168.0.4", "[::1]:80", "odoo")]
    [False, False, False]
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local"))


def methods(first: set[str], recurring: set[str], offered: set[str]) -> list[Finding]:
    """Return what was found of each method by which customers can register.

    A method needs three things: Mollie takes first payments by it; Odoo offers it; and
    Mollie charges what recurs after it.

    :param first: Mollie's names of the methods of first payments
    :param recurring: those of the methods of charges
    :param offered: Odoo's codes of the methods that are switched on

    >>> [(one.name, one.is_fine, one.place) for one in
    ...     methods({"ideal", "creditcard"}, {"creditcard"}, {"card"})][:4]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('directdebit', False, 'mollie'), ('creditcard', True, 'odoo'),
     ('ideal', False, 'odoo'), ('bancontact', False, 'mollie')]
    """
    found = [Finding(DEBIT, DEBIT in recurring, AT_MOLLIE)]
    for name, code in METHODS.items():
        own = {CARD: CARD, PAYPAL: PAYPAL}.get(name)
        at_mollie = name in first and (own is None or own in recurring)
        place = IN_ODOO if at_mollie else AT_MOLLIE
        found.append(Finding(name, at_mollie and code in offered, place))
    return found


def can_collect(found: list[Finding]) -> bool:
    """Return whether some method can be registered, and then charged.

    >>> can_collect(methods({"ideal"}, set(), {"ideal"}))
    False
    >>> can_collect(methods({"ideal"}, {"directdebit"}, {"ideal"}))
    True
    """
    fine = {one.name for one in found if one.is_fine}
    return bool(fine & {CARD, PAYPAL}) or (DEBIT in fine and len(fine) > 1)
