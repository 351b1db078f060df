"""`./dev demo`: a business with a year of history, billed by the real job, served."""

import re

from tools import database, paths, printer, server
from tools.console import say, step

REPLAY = paths.ROOT / "tools" / "demo_script.py"
COPIER = paths.ROOT / "tools" / "demo_copier.py"
GOODS = paths.ROOT / "tools" / "demo_goods.py"
TERMS = paths.ROOT / "tools" / "demo_terms.py"
SHOP = paths.ROOT / "tools" / "demo_shop.py"
SEPA = paths.ROOT / "tools" / "demo_sepa.py"
SALON = paths.ROOT / "tools" / "demo_salon.py"
TILL = paths.ROOT / "tools" / "demo_till.py"
ADDRESS = "http://localhost:{port}"
LOGINS = (
    ("admin", "admin", "administrator"),
    ("clerk", "clerk", "shop clerk: own subscriptions"),
    ("accountant", "accountant", "accountant: reads the billing"),
    ("customer", "customer", "customer: portal, at /my"),
)


def run(options):
    """Build the demo if need be, say what its billing did, and serve it."""
    if not options.no_serve:
        server.need_port(options.port)
    source = template()
    if options.fresh or not _is_made_from(source):
        database.create(database.DEMO, source)
        database.remember(database.DEMO, source)
    report(database.DEMO)
    printer.offer()
    if not options.no_serve:
        _announce(options.port)
        server.serve(database.DEMO, options.port)


def template():
    """Return the template with the demo's data and its year of history."""
    base = database.demo_template()
    scripts = (REPLAY, COPIER, GOODS, TERMS, SALON, SEPA, TILL, SHOP)
    key = database.fingerprint(base, *(path.read_text() for path in scripts))
    return database.cached("history", key, lambda name: _build(name, base))


def _is_made_from(source):
    made = database.exists(database.DEMO) and database.remembered(database.DEMO)
    return made == source


def _build(name, base):
    database.create(name, base)
    replaying = step("Replaying a year of billing, day by day")
    with database.without_waiting(name), replaying as running:
        server.script(
            name,
            REPLAY,
            doing="replay the demo's year",
            step=running,
            progress=r"^day (\S+)",
        )


def report(name):
    """Print what the billing of a database did."""
    facts = database.query(name, REPORT)[0]
    rows = zip(LABELS, facts, strict=True)
    say("\nWhat the billing job did")
    for label, value in rows:
        say(f"  {label:<34}{_shown(value):>14}")


def _shown(value):
    if isinstance(value, float):
        return f"{value:,.1f}"
    return re.sub(r"\.0+$", "", f"{value:,}") if isinstance(value, int) else str(value)


def _announce(port):
    say(f"\nOpen {ADDRESS.format(port=port)}/odoo/subscriptions")
    for login, password, about in LOGINS:
        say(f"  {login} / {password:<12} {about}")
    say(f"\nThe web shop: {ADDRESS.format(port=port)}/shop")
    say("Stop with Ctrl-C.\n")


LABELS = (
    "Billing runs",
    "Subscriptions billed",
    "Periods billed",
    "Invoices",
    "Total before taxes (EUR)",
    "Failures",
)
REPORT = """
    SELECT (SELECT COUNT(*) FROM subscription_billing_run),
           (SELECT COUNT(DISTINCT subscription_id) FROM subscription_period
             WHERE kind = 'billed'),
           (SELECT COUNT(*) FROM subscription_period WHERE kind = 'billed'),
           COUNT(*),
           COALESCE(SUM(amount_untaxed_signed), 0)::float,
           (SELECT COUNT(*) FROM subscription_billing_failure)
      FROM account_move WHERE rental_run_id IS NOT NULL
"""
