"""Processes that die between Mollie's answer and our commit charge nobody twice (BI14)."""

from collections import Counter

import pytest

from tests.crash import mandating, trouble
from tests.crash.scene import Scene
from tools import database, paths, postgres

NAME = f"{database.PREFIX}_mandated"
DEATHS = 6
CHARGES = """
    SELECT tx.rental_invoice_id, tx.reference, tx.rental_outcome, move.payment_state
      FROM payment_transaction tx JOIN account_move move ON move.id = tx.rental_invoice_id
"""
PAYMENTS = """
    SELECT tx.rental_invoice_id FROM account_payment payment
      JOIN payment_transaction tx ON tx.id = payment.payment_transaction_id
     WHERE payment.state != 'canceled'
"""


@pytest.fixture(scope="module")
def shop():
    """Return the scene of a database with Mollie."""
    database.create(NAME, database.template(paths.ROOT / mandating.ADDON))
    scene = Scene(NAME, postgres.server())
    yield scene
    scene.close()
    database.drop(NAME)


@pytest.fixture
def mollie():
    """Return a Mollie that listens."""
    server = mandating.mollie_server.Mollie()
    yield server
    server.stop()


@pytest.mark.parametrize("late", [False, True], ids=["soon", "late"])
def test_killed_after_the_answer_each_invoice_is_charged_once(shop, mollie, luck, late):
    with shop.environment() as env:
        invoices = mandating.build(env, mollie)
    killed = 0
    for number in range(DEATHS):
        where = "answer" if number % 2 else "commit"
        death = (where, luck.randint(0, 1 if number % 2 else 5))
        mortal = shop.start(mandating.collect, mollie.url, late, death)
        _wait_for(luck, mollie, mortal)
        killed += mortal.kill()
        if late:
            mollie.remembered.clear()
    assert killed
    survivors = [shop.start(mandating.collect, mollie.url, late) for _ in range(2)]
    _wait_for(luck, mollie, *survivors)
    errors = [error for process in survivors for error in process.result()]
    assert errors == []
    _check(shop, mollie, invoices)


def _wait_for(luck, mollie, *processes):
    """Wait for their ends; what is in flight arrives, and Mollie's calls get lost."""
    while any(process.is_alive() for process in processes):
        for payment, data in list(mollie.payments.items()):
            if data["status"] == "pending":
                mollie.pay(payment)
        trouble.wait(luck, 0.1)


def _check(shop, mollie, invoices):
    """Check that Mollie moved money once for each invoice, and that it is booked once."""
    rows = [row for row in shop.query(CHARGES) if row[0] in invoices]
    done = [row for row in rows if row[2] == "done"]
    # What never got to Mollie was asked for anew.
    assert {row[2] for row in rows} <= {"done", "unreached"}
    assert Counter(row[0] for row in done) == Counter(invoices)
    assert {row[3] for row in rows} == {"paid"}
    moved = Counter(data["metadata"]["reference"] for data in mollie.payments.values())
    assert moved == Counter(row[1] for row in done)
    booked = [row[0] for row in shop.query(PAYMENTS) if row[0] in invoices]
    assert sorted(booked) == sorted(invoices)
