"""Two clerks hand over the same unit at the same moment: one of them does (RG1, RG3)."""

import pytest

from tests.crash import handing_over
from tests.crash.scene import FORK, Scene
from tools import database, paths, postgres

NAME = f"{database.PREFIX}_same_unit"


@pytest.fixture
def shop():
    """Return the scene of a database with rented goods."""
    database.create(NAME, database.template(paths.ROOT / "subscription_rental_stock"))
    scene = Scene(NAME, postgres.server())
    yield scene
    scene.close()
    database.drop(NAME)


def test_one_gets_the_unit_and_the_other_a_clear_message(shop):
    with shop.environment() as env:
        rounds = handing_over.build(env)
    tasks = [[(serial, pair[clerk]) for serial, pair in rounds] for clerk in range(2)]
    first, second = _at_once(shop, tasks)
    for (serial, _pair), answers in zip(
        rounds, zip(first, second, strict=True), strict=True
    ):
        assert answers.count(None) == 1, answers
        assert serial in next(filter(None, answers))
    held = shop.query(
        "SELECT lot_id, COUNT(*) FROM subscription_assignment WHERE date_to IS NULL"
        " GROUP BY lot_id"
    )
    assert sorted(count for _lot, count in held) == [1] * len(rounds)
    assert _negative(shop) == []


def test_a_quantity_is_not_given_twice(shop):
    with shop.environment() as env:
        pickings = handing_over.build_chairs(env)
    answers = [one for (one,) in _at_once(shop, [[(None, own)] for own in pickings])]
    assert answers.count(None) == 1, answers
    held = shop.query("SELECT SUM(quantity) FROM subscription_assignment")
    assert held == [(handing_over.EACH,)]
    assert _negative(shop) == []


def _at_once(shop, tasks):
    """Let two clerks do their tasks in step; return what their screens said."""
    barrier = FORK.Barrier(2)
    clerks = [shop.start(handing_over.hand_over, own, barrier) for own in tasks]
    return [clerk.result() for clerk in clerks]


def _negative(shop):
    """Return the stock below nothing, where there can be none."""
    return shop.query(
        "SELECT quant.id FROM stock_quant quant JOIN stock_location place"
        " ON place.id = quant.location_id"
        " WHERE place.usage = 'internal' AND quant.quantity < 0"
    )
