"""One job in a process of its own: done in one way, measured or looked into."""

import cProfile
import gc
import io
import pstats
import time
from pathlib import Path
from unittest.mock import patch

from odoo import sql_db

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from benchmarks import _job
from benchmarks._statements import Statements

SHOWN = 150


class Run:
    """Do a job in one way, and measure it."""

    def __init__(self, env, name, count, among, way):
        self.work, self.way = _job.load(env, name, count, among), way
        with _no_mail_leaves():
            self.work.ready()
        env.cr.commit()
        env.invalidate_all()

    def run(self):
        """Return what it took, and what came of it."""
        gc.collect()
        memory = _forget_peak()
        counted = sql_db.sql_counter
        cpu, wall = time.process_time(), time.perf_counter()
        with _no_mail_leaves():
            getattr(self.work, self.way)()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        found = {
            "records": self.work.count,
            "ms": 1000 * wall,
            "cpu_ms": 1000 * cpu,
            "queries": sql_db.sql_counter - counted,
            "grown_mb": _read_mb("VmHWM") - memory,
        }
        self.work.env.cr.commit()
        self.work.env.invalidate_all()
        return {**found, "outcome": self.work.outcome()}


class Look(Run):
    """Do a job in one way, and say where its time and its statements go."""

    def run(self):
        """Return the statements, the most frequent first, and the profile."""
        statements, profile = Statements(), cProfile.Profile()
        with _no_mail_leaves():
            profile.runcall(getattr(self.work, self.way))
        text = io.StringIO()
        stats = pstats.Stats(profile, stream=text)
        stats.sort_stats("cumulative").print_stats(r"/addons/|subscription_", SHOWN)
        return {"statements": statements.found()[:SHOWN], "profile": text.getvalue()}


def _no_mail_leaves():
    """Patch Odoo: mails are taken, and sent to nobody."""
    return patch.multiple(
        IrMail_Server,
        _connect__=lambda *_args, **_kwargs: None,
        send_email=lambda _self, message, *_args, **_kwargs: message["Message-Id"],
    )


def _forget_peak():
    """Let the peak of memory begin anew; return what is in use now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _read_mb("VmRSS")


def _read_mb(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
