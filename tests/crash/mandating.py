"""Invoices that are charged by mandates at Mollie, and processes that die at it."""

import importlib
import os
import signal
import sys
import time
import types
from datetime import timedelta

from odoo import SUPERUSER_ID, Command, api
from odoo.sql_db import Cursor

from tests.crash.backlog import DAY
from tools import paths

ADDON = "subscription_rental_mollie"
COUNT = 6
PRICE = 29.0
CODES = ("creditcard", "ideal")


def _load_server():
    """Return the addon's own Mollie of tests, without all of the addon's tests."""
    package = types.ModuleType("mollie_of_tests")
    package.__path__ = [str(paths.ROOT / ADDON / "tests")]
    sys.modules[package.__name__] = package
    return importlib.import_module(f"{package.__name__}.mollie_server")


mollie_server = _load_server()


def build(env, server):
    """Make posted invoices that are collected by Mollie; return their ids.

    Every other one is paid by card, at once; the others by direct debit, days later.
    """
    env = env(context={**env.context, "tracking_disable": True})
    company = env.company
    provider = _enable(env, company)
    product = env["product.product"].create(
        {"name": "Bike", "type": "service", "list_price": PRICE, "taxes_id": False}
    )
    line = {"product_tmpl_id": product.product_tmpl_id.id, "price_unit": PRICE}
    plan = env["subscription.plan"].create(
        {
            "name": "Collected",
            "invoice_mode": "collect",
            "line_ids": [Command.create(line)],
        }
    )
    plan._approve_sending(company)
    made = [_bill(env, server, provider, plan, number) for number in range(COUNT)]
    return env["account.move"].union(*made).ids


def _enable(env, company):
    euro = env.ref("base.EUR")
    euro.active = True
    company.write({"currency_id": euro.id, "subscription_tz": "UTC"})
    provider = env["payment.provider"].search(
        [("code", "=", "mollie"), ("company_id", "=", company.id)]
    )
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    provider.write(
        {
            "mollie_api_key": mollie_server.KEY,
            "state": "test",
            "allow_tokenization": True,
            "journal_id": journal.id,
        }
    )
    return provider


def _bill(env, server, provider, plan, number):
    partner = env["res.partner"].create({"name": f"Customer {number}"})
    customer = server.number("cst")
    server.customers[customer] = {}
    code = CODES[number % len(CODES)]
    mandate = server.make_mandate(customer, code)
    name = "card" if code == "creditcard" else "sepa_direct_debit"
    token = env["payment.token"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": env.ref(f"payment.payment_method_{name}").id,
            "partner_id": partner.id,
            "payment_details": "4300",
            "provider_ref": f"{customer}/{mandate}",
        }
    )
    term = env.ref("account.account_payment_term_immediate")
    subscription = env["subscription.subscription"].create(
        {
            "partner_id": partner.id,
            "plan_id": plan.id,
            "date_start": DAY,
            "payment_term_id": term.id,
            "payment_token_id": token.id,
        }
    )
    subscription._activate(DAY)
    return subscription._bill_due_periods(DAY)


def collect(registry, url, late, death=None):
    """Be a worker of the collection job until nothing is left; return what stopped it.

    :param late: ask as if more than an hour had passed: Mollie has forgotten its keys
    :param death: (where, after how many): die by SIGKILL there
    """
    _speak(registry, url)
    _hurry(late)
    if death:
        _become_mortal(registry, *death)
    errors = []
    while True:
        try:
            with registry.cursor() as cursor:
                env = api.Environment(cursor, SUPERUSER_ID, {})
                left = count_left(env)
                job = env["subscription.collection.job"].with_company(env.company)
                job._collect_company(env.company, DAY)
            if not left:
                return errors
        except Exception as error:  # noqa: BLE001 - the edge, as in a cron
            errors.append(f"{type(error).__name__}: {error}")
        time.sleep(0.02)


def _speak(registry, url):
    """Let this process reach our own Mollie."""
    registry["payment.provider"]._get_mollie_address = lambda _provider: url


def _hurry(late):
    """Let nobody wait for minutes or hours before a process is taken for dead."""
    base = "odoo.addons.subscription_rental.models.collection.subscription_collection_job"
    sys.modules[base].INTERRUPTED_AFTER = timedelta(seconds=1)
    waiting = sys.modules[f"odoo.addons.{ADDON}.mollie.waiting"]
    waiting.SOON = timedelta(seconds=1)
    waiting.next_look = lambda _since, now: now - timedelta(seconds=1)
    waiting.may_send_again = lambda _since, _now: not late
    # A second, as everything here: whoever was asked by then is in the lists.
    waiting.is_listed = lambda since, now: now - since > timedelta(seconds=1)


def _become_mortal(registry, where, after):
    left = [after]

    def die_in_time():
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if where == "commit":
        commit = Cursor.commit

        def commit_and_die(cursor):
            commit(cursor)
            die_in_time()

        Cursor.commit = commit_and_die
        return
    # Mollie has answered, and nothing of it is written down.
    transactions = registry["payment.transaction"]
    take = transactions._take_mollie_payment

    def die_or_take(self, data):
        die_in_time()
        return take(self, data)

    transactions._take_mollie_payment = die_or_take


def count_left(env):
    """Return how many invoices the job still has to do something for."""
    transactions = env["payment.transaction"]
    open_ = transactions.search_count(
        [("rental_outcome", "in", ("asked", "pending", "unknown"))]
    )
    unbooked = transactions.search_count(
        [("rental_outcome", "=", "done"), ("is_post_processed", "=", False)]
    )
    due = env["account.move"].search_count([("rental_collect_date", "<=", DAY)])
    return open_ + unbooked + due
