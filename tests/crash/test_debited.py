"""Managers who are killed while they collect at the bank: each debit leaves once (BI6)."""

import hashlib
import re
from collections import Counter

import pytest

from tests.crash import debiting, managing
from tests.crash.scene import FORK, Scene
from tools import database, paths, postgres

NAME = f"{database.PREFIX}_debited"
DEATHS = 12
FILES = """
    SELECT collection.id, collection.name, collection.state, collection.checksum
      FROM subscription_sepa_collection collection
     WHERE collection.checksum IS NOT NULL
"""
DEBITS = """
    SELECT debit.id, debit.rental_collection_id, debit.rental_outcome, move.payment_state
      FROM payment_transaction debit JOIN account_move move
        ON move.id = debit.rental_invoice_id
     WHERE debit.rental_mandate_id IS NOT NULL
"""
BALANCES = """
    SELECT account.account_type, SUM(line.balance)
      FROM account_move_line line JOIN account_account account
        ON account.id = line.account_id
     WHERE line.parent_state = 'posted' GROUP BY account.account_type
"""


@pytest.fixture(scope="module")
def office():
    """Return (the scene with debits that wait, its managers, their plan)."""
    database.create(NAME, database.template(paths.ROOT / "subscription_rental_sepa"))
    scene = Scene(NAME, postgres.server())
    with scene.environment() as env:
        managers, plan = debiting.build(env)
    yield scene, managers, plan
    scene.close()
    database.drop(NAME)


def _read_files(scene):
    """Return {collection: the ids of the debits in its file}, of what was not cancelled."""
    with scene.environment() as env:
        exported = env[debiting.COLLECTIONS].search([("attachment_id", "!=", False)])
        for one in exported:
            assert hashlib.sha256(one.attachment_id.raw).hexdigest() == one.checksum
        return {
            one.id: [
                int(number)
                for number in re.findall(
                    r"<EndToEndId>RS(\d+)<", one.attachment_id.raw.decode()
                )
            ]
            for one in exported
            if one.state != "cancelled"
        }


def test_killed_managers_collect_each_debit_once(office, luck):
    scene, managers, _plan = office
    killed, made = 0, {}
    for number in range(DEATHS):
        lives = luck.randrange(1, 10**6)
        mortal = scene.start(managing.work, managers[number % 2], lives)
        other = scene.start(managing.work, managers[(number + 1) % 2], lives + 1)
        for process in (mortal, other):
            process.wait()
            killed += process.kill()
        # A file that was made once stays as it is.
        found = {row[0]: row[3] for row in scene.query(FILES)}
        assert made.items() <= found.items()
        made = found
    survivors = [scene.start(managing.work, user) for user in managers]
    for process in survivors:
        process.result()
    assert killed
    _check(scene)


def _check(scene):
    """Check that all was collected once, and what came back was taken back once."""
    rows = scene.query(DEBITS)
    assert len(rows) == debiting.COUNT
    files = _read_files(scene)
    assert Counter(debit for own in files.values() for debit in own) == Counter(
        row[0] for row in rows
    )
    returned = {min(own) for own in files.values()}
    for debit, collection, outcome, payment in rows:
        assert debit in files[collection]
        back = debit in returned
        assert outcome == ("declined" if back else "done")
        assert payment == ("not_paid" if back else "paid")
    _check_answers(scene, len(files))
    _check_books(scene, len(rows), len(returned))


def _check_answers(scene, count):
    """Check that each answer, which both managers read in, was done by one of them."""
    unclear = "SELECT note FROM subscription_sepa_answer WHERE state = 'unclear'"
    assert scene.query(unclear) == []
    found = Counter(scene.query("SELECT kind, state FROM subscription_sepa_answer"))
    assert found == {
        (kind, state): count
        for kind in ("booked", "returned")
        for state in ("applied", "known")
    }


def _check_books(scene, count, back):
    """Check that nothing was booked twice or left out."""
    balances = {kind: float(balance) for kind, balance in scene.query(BALANCES)}
    fees = managing.FEE * back
    assert balances.pop("income") == -debiting.PRICE * count
    assert balances.pop("asset_receivable") == debiting.PRICE * back
    assert balances.pop("expense") == fees
    assert list(balances.values()) == [debiting.PRICE * (count - back) - fees]


@pytest.mark.parametrize("early", [False, True], ids=["at_once", "just_before"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("gather", "export"),
        ("export", "gather"),
        ("gather", "cancel"),
        ("cancel", "gather"),
    ],
)
def test_what_is_gathered_just_when_a_file_is_made_is_not_lost(
    office, first, second, early
):
    scene, managers, plan = office
    with scene.environment() as env:
        debiting.open_one(env(user=managers[0]), plan)
    barrier = FORK.Barrier(2)
    acts = ((first, True), (second, False))
    tasks = [
        scene.start(managing.press, user, act, barrier, leads, early)
        for user, (act, leads) in zip(managers, acts, strict=True)
    ]
    said = [task.result() for task in tasks]
    assert said[0] is None, said
    _check_nothing_is_lost(scene)


def _check_nothing_is_lost(scene):
    """Check that each debit is in the file of its collection, or leaves later."""
    files = _read_files(scene)
    states = dict(scene.query("SELECT id, state FROM subscription_sepa_collection"))
    gathered = {}
    for debit, collection, _outcome, _payment in scene.query(DEBITS):
        gathered.setdefault(collection, []).append(debit)
        assert collection is None or states[collection] != "cancelled"
    for collection, debits in files.items():
        assert sorted(debits) == sorted(gathered[collection])
