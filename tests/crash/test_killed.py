"""Workers that are killed at any moment lose nothing and bill nothing twice."""

from tests.crash import trouble
from tests.crash.conftest import check_outcome

KILLS = 20


def test_killed_workers_leave_what_an_undisturbed_run_leaves(scene, undisturbed, luck):
    killed = trouble.kill_workers(scene, luck, KILLS)
    errors = trouble.finish(scene)
    assert killed >= KILLS
    assert errors == []
    check_outcome(scene, undisturbed)
