"""What is timed: five ways to the same posted invoices."""

import resource
import time

from odoo import Command, fields, sql_db
from odoo.tools.misc import split_every

from benchmarks import _seed
from benchmarks._lock import Lock
from benchmarks._statements import Statements

BATCH = 200
# Amounts as told by ours: Odoo would write them twice.
SECTION = {
    "display_type": "line_section",
    "name": "Monthly bikes",
    "balance": 0.0,
    "amount_currency": 0.0,
}
# How often, and how many seconds, a job waits while another holds what is left.
PATIENCE = 100
PAUSE = 0.1
JOBS = {
    "ours": "subscription_rental.ir_cron_bill_due_periods",
    "shared": "subscription_rental.ir_cron_bill_due_periods",
    "contract": "contract.contract_cron_for_invoice",
    "subscription_oca": "subscription_oca.ir_cron_subscription_management",
}


class Bill:
    """Bill everybody once in one of the ways, and measure it."""

    def __init__(self, env, contestant, number=0, processes=1, statements=""):
        self.env = env
        self.bill = CONTESTANTS[contestant]
        self.job = env.ref(JOBS[contestant]) if contestant in JOBS else None
        if int(processes) > 1:
            # One job runs once at a time: as the setting "Workers" does it.
            self.job = self.job.copy()
            self.job.code = f"model._cron_bill_due_periods({number}, {processes})"
        self._warm_up()
        self.statements = Statements() if statements else None

    def _warm_up(self):
        """Post one invoice that is not measured: caches and number are there then."""
        owner = self.env["res.partner"].create({"name": "Nobody"})
        _bill_bare(self.env, owner)
        self.env.cr.commit()
        self.env.invalidate_all()

    def run(self):
        """Return what it took."""
        memory = _peak_mb()
        counted = sql_db.sql_counter
        cpu, wall = time.process_time(), time.perf_counter()
        with Lock() as lock:
            self.bill(self.env, self.job)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        return {
            "ms": 1000 * wall,
            "cpu_ms": 1000 * cpu,
            "queries": sql_db.sql_counter - counted,
            "peak_rss_mb": _peak_mb(),
            "grown_mb": _peak_mb() - memory,
            "held_ms": lock.held_ms,
            "statements": self.statements.found() if self.statements else [],
        }


def bare(env, _job):
    """Create and post through the ORM, as its users do in bulk."""
    for owners in _batches(env):
        _bill_bare(env, owners)
        env.cr.commit()


def tuned(env, _job):
    """The same, and Odoo is told what it would find out line by line."""
    for owners in _batches(env):
        _bill_tuned(env, owners)
        env.cr.commit()


def plain(env, _job):
    """Ten tuned invoices for each customer."""
    for owners in _batches(env):
        for _time in range(_seed.SHARED):
            _bill_tuned(env, owners)
        env.cr.commit()


def plain_shared(env, _job):
    """One tuned invoice for each customer, with what stands on ten below a section each."""
    for owners in _batches(env):
        _bill_tuned(env, owners, _seed.SHARED)
        env.cr.commit()


def ours(env, job):
    """Let our job run until nothing is due any more."""
    subscriptions = env["subscription.subscription"]
    due = subscriptions._due_domain(env.company, fields.Date.today())
    idle = 0
    while before := subscriptions.search_count(due):
        _trigger(job)
        if subscriptions.search_count(due) < before:
            idle = 0
            continue
        idle += 1
        if idle > PATIENCE:
            raise RuntimeError(f"Our job leaves {before} subscriptions unbilled.")
        time.sleep(PAUSE)


def shared(env, job):
    """Let our job run; subscriptions of a customer get one invoice."""
    env.company.subscription_invoice_sharing = "customer"
    env.cr.commit()
    ours(env, job)


def contract(env, job):
    """Let the job of OCA's `contract` make drafts, and post them."""
    _trigger(job)
    _post_drafts(env)


def subscription_oca(env, job):
    """Let the job of OCA's `subscription_oca` make drafts, and post them."""
    _trigger(job)
    _post_drafts(env)


CONTESTANTS = {
    way.__name__: way
    for way in (
        bare,
        tuned,
        plain,
        plain_shared,
        ours,
        shared,
        contract,
        subscription_oca,
    )
}


def _batches(env):
    customers = _seed.customers(env)
    return map(customers.browse, split_every(BATCH, customers.ids))


def _bill_bare(env, owners):
    sold = _seed.products(env)
    lines = [Command.create(_prepare_line(product)) for product in sold]
    moves = env["account.move"].create([_prepare(owner, lines) for owner in owners])
    moves._post(soft=False)


def _bill_tuned(env, owners, sections=0):
    sold = _seed.products(env)
    lines = [Command.create(_prepare_whole_line(product)) for product in sold]
    if sections:
        lines = [Command.create(SECTION), *lines] * sections
    moves = env["account.move"].with_context(mail_create_nolog=True)
    moves = moves.create([_prepare(owner, lines) for owner in owners])
    moves._message_log_batch(bodies={move.id: move._creation_message() for move in moves})
    moves._post(soft=False)


def _prepare(owner, lines):
    return {
        "move_type": "out_invoice",
        "partner_id": owner.id,
        "invoice_date": fields.Date.today(),
        "invoice_line_ids": lines,
    }


def _prepare_line(product):
    return {
        "product_id": product.id,
        "name": product.name,
        "quantity": 1,
        "price_unit": product.list_price,
    }


def _prepare_whole_line(product):
    amount = product.currency_id.round(product.list_price)
    return {
        **_prepare_line(product),
        "balance": -amount,
        "amount_currency": -amount,
        "analytic_distribution": False,
    }


def _trigger(job):
    shown = job.method_direct_trigger()
    # Another transaction did the work: this one must look anew.
    job.env.cr.commit()
    job.env.invalidate_all()
    if shown is not True:
        raise RuntimeError(shown["params"]["data"]["debug"])


def _post_drafts(env):
    env["account.move"].search([("state", "=", "draft")]).action_post()
    env.cr.commit()


def _peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
