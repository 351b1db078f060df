"""A database server that is killed and restarted loses nothing that was committed."""

import pytest

from tests.crash import trouble
from tests.crash.conftest import NAME, check_outcome
from tests.crash.scene import Scene, configure
from tools import postgres

KILLS = 3


@pytest.fixture
def server():
    """Return a database server of the test's own, empty."""
    embedded = postgres.Embedded(postgres.CRASHING)
    embedded.remove()
    yield embedded
    embedded.remove()


@pytest.fixture
def other_scene(server, scene):
    """Return the scene on that server."""
    # Odoo knows databases by their names alone.
    server.copy_in(f"{NAME}_server", scene.reach, scene.name)
    other = Scene(f"{NAME}_server", server.ensure())
    yield other
    other.close()
    configure(scene.reach)


def test_the_database_server_is_killed_in_mid_run(other_scene, server, undisturbed, luck):
    errors = trouble.kill_server(other_scene, server, luck, KILLS)
    assert errors
    check_outcome(other_scene, undisturbed)
