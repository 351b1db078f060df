"""Two tills, one last session: one wins; a killed till loses and doubles nothing (PK9)."""

import pytest

from tests.crash import spending
from tests.crash.scene import FORK, Scene
from tools import database, paths, postgres

NAME = f"{database.PREFIX}_last_session"
DEATHS = 6


@pytest.fixture(scope="module")
def salon():
    """Return the scene of a database with packs."""
    database.create(NAME, database.template(paths.ROOT / "subscription_rental_prepaid"))
    scene = Scene(NAME, postgres.server())
    yield scene
    scene.close()
    database.drop(NAME)


def _sell(salon):
    """Return a new pack."""
    with salon.environment() as env:
        return spending.build(env)


def test_each_session_is_won_by_one_till(salon):
    pack = _sell(salon)
    tills = ("a", "b")
    rounds = range(spending.SESSIONS)
    barrier = FORK.Barrier(2)
    keys = [[f"{till}{number}" for number in rounds] for till in tills]
    tasks = [salon.start(spending.spend, pack, own, barrier) for own in keys]
    answers = {}
    for task in tasks:
        answers |= task.result()
    won = [key for key, message in answers.items() if message is None]
    assert len(won) == spending.SESSIONS
    lost = [message for message in answers.values() if message]
    assert lost
    assert all("left" in message for message in lost)
    assert _used(salon, pack) == sorted(won)
    _check_counts(salon, pack)


def test_killed_tills_leave_every_session_once(salon, luck):
    killed = 0
    for _ in range(DEATHS):
        pack = _sell(salon)
        keys = [f"k{pack},{number}" for number in range(spending.SESSIONS)]
        till = salon.start(spending.spend_mortally, pack, keys, luck.random())
        other = salon.start(spending.spend, pack, keys[::-1], None)
        other.result()
        till.wait()
        killed += till.kill()
        _check_counts(salon, pack)
        # Who was killed between claim and use has claimed: the same key goes on.
        salon.start(spending.spend, pack, keys, None).result()
        assert _used(salon, pack) == sorted(keys)
        _check_counts(salon, pack)
        assert _left(salon, pack) == (0, 0)
    assert killed


def _left(salon, pack):
    query = f'SELECT "left", held FROM subscription_prepaid WHERE id = {pack}'
    return salon.query(query)[0]


def _used(salon, pack):
    """Return the keys that were used, once for each time."""
    rows = salon.query(
        "SELECT key FROM subscription_prepaid_movement"
        f" WHERE kind = 'use' AND prepaid_id = {pack}"
    )
    return sorted(key for (key,) in rows)


def _check_counts(salon, pack):
    """Check that what is left, on the row and on its batch, is what the ledger says."""
    found = salon.query(
        'SELECT prepaid."left", batch."left", SUM(row.quantity), batch.amount_left,'
        " SUM(row.amount), prepaid.held, (SELECT COALESCE(SUM(quantity), 0) FROM"
        f" subscription_prepaid_hold WHERE prepaid_id = {pack})"
        " FROM subscription_prepaid prepaid"
        " JOIN subscription_prepaid_batch batch ON batch.prepaid_id = prepaid.id"
        " JOIN subscription_prepaid_movement row ON row.prepaid_id = prepaid.id"
        f" WHERE prepaid.id = {pack} GROUP BY prepaid.id, batch.id"
    )
    ((left, in_batch, moved, amount_left, amounts, held, claimed),) = found
    assert 0 <= left == in_batch == moved
    assert 0 <= amount_left == amounts
    assert held == claimed
