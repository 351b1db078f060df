"""What the processes of the crash tests do: each function runs in one of its own."""

import os
import random
import signal
import time
from functools import partial

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.sql_db import Cursor

from tests.crash.backlog import DAY

ADMIN = 2


def bill(registry, batch_size):
    """Be a worker of the billing job until nothing is left; return what stopped it.

    As a cron, which is started again after an error.
    """
    registry["subscription.billing.job"]._claim.__defaults__ = (batch_size,)
    errors = []
    while True:
        try:
            with registry.cursor() as cursor:
                env = api.Environment(cursor, SUPERUSER_ID, {})
                left = count_left(env)
                # Once more when nothing is left: it ends what killed processes left open.
                env["subscription.subscription"]._cron_bill_due_periods()
            if not left:
                return errors
            # What is left is another worker's, as a rule.
            time.sleep(0.1)
        except Exception as error:  # noqa: BLE001 - the edge, as in a cron
            errors.append(f"{type(error).__name__}: {error}")
            time.sleep(0.1)


def bill_mortally(registry, batch_size, seed):
    """Be a worker that dies by SIGKILL right after one of its commits.

    So a commit at the wrong place is found, however short the time to the next is.
    """
    luck = random.Random(seed)
    commit = Cursor.commit
    create = registry["subscription.subscription"]._create_slots

    def commit_and_die(cursor):
        commit(cursor)
        if luck.random() < 0.5:
            os.kill(os.getpid(), signal.SIGKILL)

    def create_and_become_mortal(*arguments, **options):
        # Not before: there is much to commit until a run has its first batch.
        Cursor.commit = commit_and_die
        return create(*arguments, **options)

    registry["subscription.subscription"]._create_slots = create_and_become_mortal
    return bill(registry, batch_size)


def count_left(env):
    """Return how many subscriptions the job still has to do something for."""
    subscriptions = env["subscription.subscription"]
    return sum(
        subscriptions.search_count(domain(company, DAY))
        for company in env["res.company"].search([])
        for domain in (
            subscriptions._due_domain,
            subscriptions._scheduled_domain,
            subscriptions._renewable_domain,
            subscriptions._ended_domain,
        )
    )


def edit(registry, seed):
    """Be a user who edits due subscriptions until nothing is due; return how often."""
    luck = random.Random(seed)
    edits = 0
    while True:
        try:
            with registry.cursor() as cursor:
                env = api.Environment(cursor, ADMIN, {})
                subscriptions = env["subscription.subscription"]
                due = subscriptions.search(subscriptions._due_domain(env.company, DAY))
                if not due:
                    return edits
                record = luck.choice(due)
                values = {"note": f"<p>{edits}</p>", "client_order_ref": f"No. {edits}"}
                retrying(partial(record.write, values), env)
            edits += 1
        except psycopg2.Error:
            # The person sees an error, and tries again.
            pass
        time.sleep(luck.uniform(0, 0.05))


def bill_now(registry, ids, barrier):
    """Be a person who presses *Bill Now* on each record, just when another does.

    Return {id: the message that the person got, or None if it was billed}.
    """
    answers = {}
    for id_ in ids:
        with registry.cursor() as cursor:
            env = api.Environment(cursor, ADMIN, {})
            record = env["subscription.subscription"].browse(id_)
            barrier.wait(60)
            try:
                retrying(record.action_bill_now, env)
                answers[id_] = None
            except UserError as error:
                answers[id_] = str(error)
    return answers
