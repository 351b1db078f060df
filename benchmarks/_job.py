"""One job in a process of its own: its data, the job or the loop, what came of it."""

import gc
import importlib
import time
from pathlib import Path
from unittest.mock import patch

from odoo import sql_db
from odoo.fields import Command

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from benchmarks._copies import multiply

# How often a job that has not done all is called again.
PATIENCE = 1000


class Work:
    """What a job is measured by: a subclass in `_job_NAME.py` is called `Job`.

    :ivar count: so many records are due
    :ivar total: among so many
    """

    # The cron of ours.
    cron = None

    def __init__(self, env, count, among):
        self.env, self.count = env, count
        self.total = count * among
        self.company = env.company
        self.today = self.company._subscription_today()

    def seed(self):
        """Make the data, by SQL from one record of each kind; an override says how."""
        raise NotImplementedError

    def ready(self):
        """Get ready what is not measured: caches, numbers, what the loop works on."""

    def left(self):
        """Return how many records our job has still to do."""
        raise NotImplementedError

    def ours(self):
        """Let the job run until nothing is left."""
        cron = self.env.ref(self.cron)
        for _time in range(PATIENCE):
            shown = cron.method_direct_trigger()
            # Another transaction did the work: this one must look anew.
            self.env.cr.commit()
            self.env.invalidate_all()
            if shown is not True:
                raise RuntimeError(shown["params"]["data"]["debug"])
            if not self.left():
                return
        raise RuntimeError(f"The job leaves {self.left()} undone.")

    def loop(self):
        """Do the same record by record with Odoo's methods, committing each."""
        raise NotImplementedError

    def outcome(self):
        """Return {what: how much} that ours and the loop have to agree on, none of it 0."""
        raise NotImplementedError

    # === data === #

    def subscribe(self, start, *, price=30.0, **values):
        """Return a subscription of a plan of one untaxed product, begun on `start`."""
        env = self.env
        product = env["product.product"].create(
            {"name": "Bike", "type": "service", "taxes_id": [Command.clear()]}
        )
        line = {"product_tmpl_id": product.product_tmpl_id.id, "price_unit": price}
        plan = env["subscription.plan"].create(
            {
                "name": "Monthly bike",
                "invoice_mode": "post",
                "line_ids": [Command.create(line)],
                **values,
            }
        )
        partner = env["res.partner"].create(
            {
                "name": "Ada",
                "email": "ada@example.com",
                "property_payment_term_id": env.ref(
                    "account.account_payment_term_immediate"
                ).id,
            }
        )
        subscription = env["subscription.subscription"].create(
            {"partner_id": partner.id, "plan_id": plan.id, "date_start": start}
        )
        subscription._start(start)
        return subscription

    def multiply(self, subscription, *others, **changed):
        """Copy a subscription, its customer, its lines and what else belongs to it.

        :param changed: {"table__column": SQL of its value}
        """
        records = (
            subscription.partner_id,
            subscription,
            subscription.line_ids,
            subscription.mrr_movement_ids,
            *others,
        )
        told = {
            "res_partner.email": "'ada' || number || '@example.com'",
            "res_partner.email_normalized": "'ada' || number || '@example.com'",
            "subscription_subscription.name": "name || '-' || number",
            "subscription_subscription.access_token": "NULL",
        }
        told |= {name.replace("__", "."): value for name, value in changed.items()}
        multiply(records, self.total - 1, told)


class Seed:
    """Fill a template."""

    def __init__(self, env, name, count, among):
        self.work = _load(env, name, count, among)

    def run(self):
        """Make the data, commit it, and let the database look at it."""
        cursor = self.work.env.cr
        self.work.company.subscription_tz = "UTC"
        self.work.seed()
        self.work.env.flush_all()
        cursor.execute("ANALYZE")
        cursor.commit()
        return {}


class Run:
    """Do a job in one way, and measure it."""

    def __init__(self, env, name, count, among, way):
        self.work, self.way = _load(env, name, count, among), way
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


def _load(env, name, count, among):
    module = importlib.import_module(f"benchmarks._job_{name}")
    return module.Job(env, int(count), int(among))


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
