"""`./dev bench chaos`: the crash tests' troubles, all again and again, for some time."""

import argparse
import random
import time

from tests.crash import ledger, trouble, worker
from tests.crash.conftest import NAME, build_source, check_outcome
from tests.crash.scene import Scene
from tools import database, postgres
from tools.console import say


def main():
    """Play rounds of trouble until the time is up; an outcome that differs ends it."""
    options = _options()
    say(f"Random moments: --seed {options.seed}")
    source = build_source()
    database.create(NAME, source)
    scene = Scene(NAME, postgres.server())
    try:
        rounds = _play(scene, source, options)
    finally:
        scene.close()
        database.drop(NAME)
    say(f"{rounds} rounds left what an undisturbed run leaves.")


def _options():
    parser = argparse.ArgumentParser(prog="./dev bench chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="for how long (10)")
    parser.add_argument("--kills", type=int, default=60, help="kills in a round (60)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser.parse_args()


def _play(scene, source, options):
    """Play rounds until the time is up; return how many."""
    luck = random.Random(options.seed)
    end = time.monotonic() + 60 * options.minutes
    scene.start(worker.bill, 100).result()
    undisturbed = ledger.read(scene.query), ledger.read_numbers(scene.query)
    number = 0
    while number == 0 or time.monotonic() < end:
        number += 1
        database.create(NAME, source)
        say(f"Round {number}: {_round(scene, luck, options.kills)}")
        check_outcome(scene, undisturbed)
    return number


def _round(scene, luck, kills):
    """Let a user edit, workers be killed and connections be lost; say what happened."""
    user = scene.start(worker.edit, luck.random())
    killed = trouble.kill_workers(scene, luck, luck.randint(1, kills))
    lost, errors = trouble.lose_connections(scene, luck, 10)
    errors += trouble.finish(scene)
    edits = user.result()
    return (
        f"{killed} workers killed, {lost} connections lost, {edits} edits; "
        f"the job ended with an error {len(errors)} times"
    )


if __name__ == "__main__":
    main()
