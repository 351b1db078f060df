"""Measured processes: each with its own Odoo, told from here when to begin."""

import contextlib
import json
import subprocess
import sys

from tools import paths, server
from tools.console import Problem

READY = "ready"


def run(database, addons_path, *task):
    """Run one task in a process of its own; return what it found."""
    return run_together([(database, addons_path, *task)])[0]


def run_together(tasks):
    """Run tasks side by side, begun together when all are ready; return their results."""
    with contextlib.ExitStack() as stack:
        started = [
            stack.enter_context(_Process(number, *task))
            for number, task in enumerate(tasks)
        ]
        for process in started:
            process.wait_until_ready()
        for process in started:
            process.go()
        return [process.result() for process in started]


class _Process:
    """A child that says `ready`, waits for a line, and ends with a line of JSON."""

    def __init__(self, number, database, addons_path, *task):
        self.log = paths.work("log") / f"bench-{task[0]}-{number}.log"
        module = [sys.executable, "-B", "-m", "benchmarks._odoo"]
        options = [str(server.configuration()), addons_path, database]
        with self.log.open("w") as log:
            self.child = subprocess.Popen(
                [*module, *options, *map(str, task)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=paths.ROOT,
            )

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.child.poll() is None:
            self.child.kill()
        self.child.communicate()

    def wait_until_ready(self):
        self._read(READY)

    def go(self):
        self.child.stdin.write("go\n")
        self.child.stdin.flush()

    def result(self):
        found = json.loads(self._read("{"))
        self.child.wait()
        return found

    def _read(self, start):
        for line in self.child.stdout:
            if line.startswith(start):
                return line
        last = self.log.read_text().strip().splitlines()[-12:]
        said = "\n".join(f"    {line}" for line in last)
        raise Problem(f"The measured process failed: see {self.log}\n{said}")
