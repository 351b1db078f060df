"""The commands of `./dev`."""

import argparse
import os
import shutil
import subprocess
import sys

from tools import odoo, paths, venv
from tools.console import Problem, say

DESCRIPTION = "Set up, try, test and measure Subscription Rental on a real Odoo 19."
LOCK = paths.ROOT / "requirements.txt"
LINT_LOCK = paths.ROOT / "tools" / "requirements-lint.txt"


def main(arguments):
    """Run one command; return its exit code. A Problem is told in one sentence."""
    options, rest = _parser().parse_known_args(arguments)
    if rest and not options.takes_more:
        _parser().error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    try:
        if options.needs_environment:
            _enter_environment(arguments)
        return options.command(options) or 0
    except Problem as problem:
        sys.stdout.flush()
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130


def _enter_environment(arguments):
    """Continue in the tools' virtual environment, which holds Odoo and its requirements."""
    python = venv.ensure("venv", LOCK, [odoo.find().home])
    if not venv.is_running_in(python):
        venv.enter(python, arguments)


def _parser():
    parser = argparse.ArgumentParser(prog="./dev", description=DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, function, about, *, environment=True, more=False):
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(
            command=function, needs_environment=environment, takes_more=more
        )
        return command

    demo = add("demo", _demo, "build the demo with its year of history, and serve it")
    demo.add_argument("--port", type=int, default=8069, help="where to serve (8069)")
    demo.add_argument("--no-serve", action="store_true", help="end before serving")
    demo.add_argument("--fresh", action="store_true", help="build it anew")
    add("test", _test, "run all tests; more arguments go to pytest", more=True)
    add(
        "lint",
        _lint,
        "check style; more arguments go to pre-commit",
        environment=False,
        more=True,
    )
    shell = add("shell", _shell, "open Odoo's shell on a database (or: < script.py)")
    shell.add_argument("--db", help="which database (default: the demo's)")
    create = add("createdb", _createdb, "make a database with the addons, in seconds")
    create.add_argument("name")
    create.add_argument("--demo", action="store_true", help="with the demo's history")
    drop = add("dropdb", _dropdb, "delete a database and its files")
    drop.add_argument("name")
    bench = add("bench", _bench, "measure; more arguments go to the benchmark", more=True)
    bench.add_argument("name", nargs="?", help="which benchmark")
    add("i18n", _i18n, "write the translation templates and update the languages")
    add("stop", _stop, "stop the embedded PostgreSQL server of this checkout")
    clean = add("clean", _clean, "delete what ./dev made in this checkout, and its server")
    clean.add_argument("--cache", action="store_true", help="the user's downloads, too")
    return parser


def _demo(options):
    from tools import demo

    return demo.run(options)


def _test(options):
    from tools import testing

    return testing.run(options.rest)


def _bench(options):
    from tools import bench

    return bench.run(options.name, options.rest)


def _i18n(_options):
    from tools import i18n

    return i18n.run()


def _lint(options):
    from tools import debian

    if not shutil.which("npm"):
        debian.install("npm", "it runs prettier, which checks XML and JavaScript")
    python = venv.ensure("lint", LINT_LOCK)
    home = {"PRE_COMMIT_HOME": str(paths.cache("pre-commit"))}
    command = [python, "-m", "pre_commit", "run", *(options.rest or ["--all-files"])]
    return subprocess.call(command, cwd=paths.ROOT, env={**os.environ, **home})


def _shell(options):
    from tools import database, server

    name = database.valid(options.db) if options.db else database.DEMO
    if not database.exists(name):
        raise Problem(
            f"There is no database '{name}': make it with './dev createdb {name}'"
            " or './dev demo'."
        )
    command = server.command("shell", "-d", name, "--no-http", "--log-level=warn")
    return subprocess.call(command, cwd=paths.ROOT)


def _createdb(options):
    from tools import database, demo

    name = database.valid(options.name)
    if database.exists(name):
        raise Problem(
            f"There is a database '{name}' already: drop it with './dev dropdb {name}',"
            " or choose another name."
        )
    source = demo.template() if options.demo else database.template()
    database.create(name, source)
    say(f"Database '{name}' is ready (admin / admin): ./dev shell --db {name}")


def _dropdb(options):
    from tools import database

    name = database.valid(options.name)
    if not database.exists(name):
        raise Problem(f"There is no database '{name}': nothing to drop.")
    database.drop(name)
    say(f"Database '{name}' is gone.")


def _stop(_options):
    from tools import postgres

    postgres.Embedded(postgres.CRASHING).stop()
    stopped = postgres.Embedded().stop()
    say("PostgreSQL stopped." if stopped else "PostgreSQL was not running.")


def _clean(options):
    from tools import database, postgres

    if postgres.is_given():
        database.remove_ours()
    else:
        postgres.Embedded(postgres.CRASHING).remove()
        postgres.Embedded().remove()
    shutil.rmtree(paths.WORK, ignore_errors=True)
    if options.cache:
        shutil.rmtree(paths.cache(), ignore_errors=True)
    say("Clean.")
