"""Invoices to collect, and the processes that charge them to a provider over HTTP."""

import importlib.util
import os
import random
import signal
import sys
import time
from datetime import timedelta

from odoo import SUPERUSER_ID, api
from odoo.sql_db import Cursor

from tests.crash.backlog import DAY
from tools import paths

COUNT = 40
ADDON = "subscription_rental"


def _load_provider():
    """Return the addon's own provider of tests, without all of the addon's tests."""
    path = paths.ROOT / ADDON / "tests" / "payment_provider.py"
    spec = importlib.util.spec_from_file_location("payment_provider", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


payment_provider = _load_provider()


class SlowProvider(payment_provider.Provider):
    """Takes a moment before it charges, and one before it answers."""

    def charge(self, reference, amount):
        """Charge between two random waits."""
        time.sleep(random.uniform(0, 0.05))
        super().charge(reference, amount)
        time.sleep(random.uniform(0, 0.05))


def build(env):
    """Make posted invoices that are collected; return their ids."""
    env = env(context={**env.context, "tracking_disable": True})
    provider = _provider(env)
    subscriptions = env["subscription.subscription"].search(
        [("plan_id.name", "=", "plain"), ("next_billing_date", "<=", DAY)], limit=COUNT
    )
    plan = subscriptions.plan_id
    plan.invoice_mode = "collect"
    plan._approve_sending(env.company)
    for subscription in subscriptions:
        subscription.payment_token_id = env["payment.token"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id,
                "partner_id": subscription.partner_id.id,
                "provider_ref": f"customer-{subscription.id}",
                "payment_details": "1234",
            }
        )
    invoices = subscriptions._bill_due_periods(DAY)
    # What credits have paid is not charged.
    return invoices.filtered("amount_residual").ids


def _provider(env):
    method = env.ref("payment.payment_method_unknown")
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )
    provider = env["payment.provider"].create(
        {
            "name": "Crashing",
            "code": "none",
            "state": "test",
            "company_id": env.company.id,
            "payment_method_ids": [(6, 0, method.ids)],
            "allow_tokenization": True,
        }
    )
    line = env["account.payment.method.line"].create(
        {
            "name": "Crashing",
            "payment_method_id": env.ref("account.account_payment_method_manual_in").id,
            "journal_id": journal.id,
            "payment_provider_id": provider.id,
        }
    )
    provider.journal_id = line.journal_id
    method.write({"active": True, "support_tokenization": True})
    return provider


def collect(registry, url, lives=None):
    """Be a worker of the collection job until nothing is left; return what stopped it.

    :param lives: die by SIGKILL right after so many commits
    """
    job = sys.modules[f"odoo.addons.{ADDON}.models.collection.subscription_collection_job"]
    job.INTERRUPTED_AFTER = timedelta(seconds=1)
    for patcher in payment_provider.speak(registry, lambda: url):
        patcher.start()
    if lives is not None:
        _become_mortal(lives)
    errors = []
    while True:
        try:
            with registry.cursor() as cursor:
                env = api.Environment(cursor, SUPERUSER_ID, {})
                left = count_left(env)
                env["subscription.collection.job"]._cron_collect()
            if not left:
                return errors
        except Exception as error:  # noqa: BLE001 - the edge, as in a cron
            errors.append(f"{type(error).__name__}: {error}")
        time.sleep(0.05)


def _become_mortal(lives):
    commit = Cursor.commit
    left = [lives]

    def commit_and_die(cursor):
        commit(cursor)
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    Cursor.commit = commit_and_die


def count_left(env):
    """Return how many invoices the job still has to do something for."""
    transactions = env["payment.transaction"]
    asked = transactions.search_count([("rental_outcome", "=", "asked")])
    unbooked = transactions.search_count(
        [("rental_outcome", "=", "done"), ("is_post_processed", "=", False)]
    )
    due = env["account.move"].search_count([("rental_collect_date", "<=", DAY)])
    return asked + unbooked + due
