"""A pack with few sessions left, and the processes that spend them at the same moment."""

import os
import random
import signal
import time
from datetime import date
from functools import partial

import psycopg2

from odoo import Command, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.sql_db import Cursor

ADMIN = 2
SESSIONS = 12
TODAY = date(2024, 1, 10)


def build(env):
    """Sell a pack; return its id."""
    env = env(context={**env.context, "tracking_disable": True})
    company = env.company
    kinds = ("liability_current", "income_other")
    accounts = [
        env["account.account"].search([("account_type", "=", kind)], limit=1)
        or env["account.account"].create(
            {"code": f"9{kind[:2]}1", "name": kind, "account_type": kind}
        )
        for kind in kinds
    ]
    pack, service = (
        env["product.product"].create({"name": name, "type": "service"})
        for name in ("Pack", "Massage")
    )
    offer = env["subscription.prepaid.offer"].create(
        {
            "product_id": pack.id,
            "vat_kind": "at_use",
            "sessions": SESSIONS,
            "liability_account_id": accounts[0].id,
            "breakage_account_id": accounts[1].id,
            "service_ids": [Command.create({"product_id": service.id})],
        }
    )
    customer = env["res.partner"].create({"name": "Ann"})
    sold = env["subscription.prepaid"].create(offer._prepare_prepaid_vals(customer))
    sold._grant_for(f"sold,{sold.id}", {}, SESSIONS, 100.0, TODAY)
    assert sold.company_id == company
    return sold.id


def spend(registry, pack, keys, barrier):
    """Be a till that claims and uses one session a key; return what it was told of each.

    None: used. Otherwise the message.
    """
    answers = {}
    for key in keys:
        if barrier:
            barrier.wait(60)
        answers[key] = _spend_one(registry, pack, key)
    return answers


def _spend_one(registry, pack, key):
    try:
        with registry.cursor() as cursor:
            env = api.Environment(cursor, ADMIN, {})
            one = env["subscription.prepaid"].browse(pack)
            retrying(partial(one._hold_for, key, 1, TODAY), env)
        with registry.cursor() as cursor:
            env = api.Environment(cursor, ADMIN, {})
            one = env["subscription.prepaid"].browse(pack)
            retrying(partial(one._use_for, key, None, TODAY), env)
    except UserError as error:
        return str(error)
    return None


def spend_mortally(registry, pack, keys, seed):
    """Be a till that is killed at some moment, right before or after a commit."""
    luck = random.Random(seed)
    commit = Cursor.commit

    def commit_or_die(cursor):
        if luck.random() < 0.2:
            os.kill(os.getpid(), signal.SIGKILL)
        commit(cursor)
        if luck.random() < 0.2:
            os.kill(os.getpid(), signal.SIGKILL)

    Cursor.commit = commit_or_die
    for key in keys:
        try:
            _spend_one(registry, pack, key)
        except psycopg2.Error:
            # The till shows an error, and the cashier goes on.
            time.sleep(0.01)
