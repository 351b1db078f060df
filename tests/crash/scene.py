"""A database with a backlog, and the processes that work on it."""

import contextlib
import multiprocessing
import signal

import psycopg2

from odoo import SUPERUSER_ID, api, sql_db
from odoo.orm.registry import Registry
from odoo.tools import config

from tests.crash import worker
from tests.crash.backlog import DAY
from tools import paths, server

# As in Odoo's own server: one process has loaded everything, its workers are forks.
FORK = multiprocessing.get_context("fork")
# Whatever happens to the tests, no process of theirs outlives this.
LIFETIME = 180
# So that much is done in halves when a process is killed.
SMALL_BATCH = 10


def configure(reach):
    """Prepare Odoo in this process for databases of the server at `reach`."""
    log = paths.work("log") / "crash.log"
    options = ["-c", str(server.configuration()), "--no-http", "--log-level=error"]
    config.parse_config([*options, "--logfile", str(log)], setup_logging=True)
    for name in ("host", "port", "user", "password"):
        config[f"db_{name}"] = reach[name]


class Process:
    """A process that does one thing, and can be killed."""

    def __init__(self, work, *arguments):
        self._answers, sender = FORK.Pipe(duplex=False)
        self._process = FORK.Process(target=_live, args=(sender, work, arguments))
        self._process.daemon = True
        self._process.start()
        sender.close()

    def is_alive(self):
        """Return whether it still works."""
        return self._process.is_alive()

    def wait(self):
        """Wait until it is done, or dead."""
        self._process.join(LIFETIME)

    def kill(self):
        """Kill it with SIGKILL; return whether it was still at work."""
        self._process.kill()
        self._process.join()
        return self._process.exitcode == -signal.SIGKILL

    def result(self):
        """Wait until it is done, and return what its work returned."""
        try:
            if self._answers.poll(LIFETIME):
                return self._answers.recv()
        except EOFError:
            pass
        finally:
            self.kill()
        raise AssertionError("A process of the test died: see .dev/log/crash.log")


def _live(sender, work, arguments):
    signal.alarm(LIFETIME)
    sender.send(work(*arguments))


class Scene:
    """A database with a backlog: made, worked on by processes, looked at."""

    def __init__(self, name, reach):
        self.name = name
        self.reach = reach
        configure(reach)
        self.registry = Registry(name)
        # In this process and its forks: nothing depends on when the tests run.
        self.registry["res.company"]._subscription_today = lambda _company: DAY
        sql_db.close_all()

    def close(self):
        """Let go of the database."""
        sql_db.close_all()
        Registry.delete(self.name)

    def query(self, statement):
        """Return the rows of a statement, committed at once."""
        connection = psycopg2.connect(dbname=self.name, **self.reach)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    @contextlib.contextmanager
    def environment(self):
        """Yield an environment of the system, committed in the end."""
        try:
            with self.registry.cursor() as cursor:
                yield api.Environment(cursor, SUPERUSER_ID, {})
        finally:
            # Processes that are made later must not inherit a connection.
            sql_db.close_all()

    def start(self, work, *arguments):
        """Start a process that does `work` on this database."""
        return Process(work, self.registry, *arguments)

    def start_worker(self):
        """Start a worker of the billing job, with small batches."""
        return self.start(worker.bill, SMALL_BATCH)

    def start_mortal_worker(self, luck):
        """Start a worker that dies after one of its commits, unless it is killed."""
        return self.start(worker.bill_mortally, SMALL_BATCH, luck.random())
