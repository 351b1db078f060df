"""Processes that are killed while they collect charge nobody twice, and forget nobody."""

from collections import Counter

import pytest

from tests.crash import collecting, trouble

KILLS = 20
CHARGES = """
    SELECT tx.rental_invoice_id, tx.reference, tx.rental_outcome, move.payment_state
      FROM payment_transaction tx JOIN account_move move ON move.id = tx.rental_invoice_id
"""

ASKED = "SELECT id FROM payment_transaction WHERE rental_outcome IN ('asked', 'unknown')"


@pytest.fixture
def provider():
    """Return a slow provider that listens."""
    server = collecting.SlowProvider()
    yield server
    server.stop()


def test_killed_while_collecting(scene, provider, luck):
    with scene.environment() as env:
        invoices = collecting.build(env)
    killed, more = 0, iter(range(KILLS))
    # On, until one was hit while the provider was asked: this is about those.
    while killed < KILLS or (not scene.query(ASKED) and next(more, None) is not None):
        mortal = scene.start(collecting.collect, provider.url, luck.randint(0, 8))
        victim = scene.start(collecting.collect, provider.url)
        trouble.wait(luck, 0.4)
        killed += victim.kill()
        trouble.wait(luck, 0.2)
        killed += mortal.kill()
    workers = [scene.start(collecting.collect, provider.url) for _ in range(2)]
    errors = [error for process in workers for error in process.result()]
    assert errors == []
    check(scene, provider, invoices, killed)


def check(scene, provider, invoices, killed):
    """Check that each invoice was charged once, or that a person is asked about it."""
    rows = scene.query(CHARGES)
    assert Counter(invoice for invoice, *_rest in rows) == Counter(invoices)
    charged = dict(provider.charged)
    unknown = [row for row in rows if row[2] == "unknown"]
    assert 0 < len(unknown) <= killed + 2
    for _invoice, reference, outcome, payment in rows:
        assert outcome in ("done", "unknown")
        assert (payment == "paid") == (outcome == "done")
        if outcome == "done":
            assert reference in charged
    assert set(charged) <= {reference for _invoice, reference, *_rest in rows}
    say_what_became_of_them(scene, unknown, charged)


def say_what_became_of_them(scene, unknown, charged):
    """Let a person decide, and check that all that was charged is booked."""
    with scene.environment() as env:
        for _invoice, reference, *_rest in unknown:
            charge = env["payment.transaction"].search([("reference", "=", reference)])
            if reference in charged:
                charge.action_rental_was_paid()
            else:
                charge.action_rental_was_not_paid()
    booked = scene.query(
        "SELECT reference FROM payment_transaction WHERE payment_id IS NOT NULL"
    )
    assert {reference for (reference,) in booked} == set(charged)
