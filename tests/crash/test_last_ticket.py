"""Two tills want one last session at the same moment: one gets it (PK9)."""

import pytest

from tests.crash import tickets
from tests.crash.scene import FORK, Scene
from tools import database, paths, postgres

NAME = f"{database.PREFIX}_last_ticket"


@pytest.fixture(scope="module")
def salon():
    """Return the scene of a database with tills."""
    database.create(NAME, database.template(paths.ROOT / "subscription_rental_pos"))
    scene = Scene(NAME, postgres.server())
    yield scene
    scene.close()
    database.drop(NAME)


@pytest.mark.parametrize("work", [tickets.claim, tickets.pay], ids=["claim", "pay"])
def test_one_till_wins_and_the_other_is_told(salon, work):
    with salon.environment() as env:
        facts = tickets.build(env)
    barrier = FORK.Barrier(2)
    tasks = [salon.start(work, facts, till, barrier) for till in facts["tills"]]
    answers = [task.result() for task in tasks]
    assert answers.count(None) == 1
    assert "only 0 are left" in next(filter(None, answers))
    left, held = salon.query(
        f'SELECT "left", held FROM subscription_prepaid WHERE id = {facts["pack"]}'
    )[0]
    assert (left, held) == ((1, 1) if work is tickets.claim else (0, 0))
