"""What the crash tests share: the backlog, and what billing it undisturbed leaves."""

import os
import random
from pathlib import Path

import pytest

from tests.crash import backlog, ledger, worker
from tests.crash.scene import Scene
from tools import database, paths, postgres

NAME = f"{database.PREFIX}_crashing"
SEED = int(os.environ.get("CRASH_SEED") or random.randrange(10**6))


def pytest_report_header():
    """Say how to have the same random moments again."""
    return f"random moments of the crash tests: CRASH_SEED={SEED}"


@pytest.fixture
def luck():
    """Return the source of random moments."""
    return random.Random(SEED)


@pytest.fixture(scope="session")
def source():
    """Return the name of a database with the backlog."""
    return build_source()


def build_source():
    """Return the name of a database with the backlog, built if there is none yet."""
    text = Path(backlog.__file__).read_text()
    key = database.fingerprint(database.template(paths.CORE), text)
    return database.cached("backlog", key, _build)


def _build(name):
    database.create(name, database.template(paths.CORE))
    scene = Scene(name, postgres.server())
    try:
        with scene.environment() as env:
            backlog.build(env)
        # Else PostgreSQL believes in rows of empty tables, and joins by them.
        scene.query("ANALYZE")
    finally:
        scene.close()


@pytest.fixture(scope="session")
def stage(source):
    """Return the scene, loaded once; each test gets its database anew."""
    database.create(NAME, source)
    scene = Scene(NAME, postgres.server())
    yield scene
    scene.close()
    database.drop(NAME)


@pytest.fixture(scope="session")
def before(stage, source):
    """Return what the ledger tells before anything is billed."""
    # Tests that ask for less may have played on this stage already.
    database.create(NAME, source)
    return ledger.read(stage.query)


@pytest.fixture(scope="session")
def undisturbed(stage, before):
    """Return what billing leaves when nothing happens: one process, one big batch each."""
    assert stage.start(worker.bill, 100).result() == []
    facts = ledger.read(stage.query)
    assert facts.keys() == before.keys()
    return facts, ledger.read_numbers(stage.query)


@pytest.fixture
def scene(stage, source):
    """Return the scene with everything due, as in the beginning.

    After the undisturbed run: what is made once a session comes first.
    """
    database.create(NAME, source)
    return stage


def check_outcome(scene, undisturbed):
    """Check that everything is billed, just as if nothing had happened."""
    facts, numbers = undisturbed
    ledger.check_same(ledger.read(scene.query), facts)
    found = ledger.read_numbers(scene.query)
    ledger.check_numbers(found)
    assert found == numbers
    assert scene.query(ledger.OPEN_RUNS) == []
    with scene.environment() as env:
        assert not env["subscription.subscription"].search([])._check_ledger()
