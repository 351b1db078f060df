"""Managers who collect at the bank, until they are killed or all is done."""

import base64
import contextlib
import hashlib
import os
import random
import signal
import threading
import time
from functools import partial

import psycopg2

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.sql_db import Cursor

from tests.crash.debiting import ACCOUNT, COLLECTIONS, run_job

FEE = 3.5
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
FILES = "subscription.sepa.bank.file"
# The more a life does, the more of its moments are tried.
LIFE = 900


def work(registry, user, lives=None):
    """Be a manager who does whatever is next, until all that the bank says is done.

    :param lives: die by SIGKILL at so many statements or, the sooner, after a commit

    Return what the screens said.
    """
    if lives:
        _become_mortal(lives)
    said = []
    while True:
        try:
            with registry.cursor() as cursor:
                env = api.Environment(cursor, user, {})
                if not retrying(partial(_do_next, env), env):
                    return said
        except (UserError, psycopg2.Error) as error:
            # The person reads it, and looks again.
            said.append(str(error))
            time.sleep(0.02)


def _become_mortal(lives):
    luck = random.Random(lives)
    execute, commit = Cursor.execute, Cursor.commit
    left = [luck.randint(1, LIFE)]

    def execute_or_die(cursor, *arguments, **options):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(cursor, *arguments, **options)

    def commit_and_die(cursor):
        commit(cursor)
        if luck.random() < 0.5:
            os.kill(os.getpid(), signal.SIGKILL)

    Cursor.execute, Cursor.commit = execute_or_die, commit_and_die


def _do_next(env):
    """Do one thing, as a screen does; return whether there may be more to do."""
    env.invalidate_all()
    for act in (_gather, _approve, _export, _send, _read_credit, _book, _read_return):
        if act(env):
            return True
    return bool(_unfinished(env))


def _debits(env):
    return env["payment.transaction"].search([("rental_mandate_id", "!=", False)])


def _unfinished(env):
    return _debits(env).filtered(
        lambda one: one.rental_outcome == "pending" or not one.is_post_processed
    )


def _gather(env):
    collections = env[COLLECTIONS]
    waiting = _debits(env).filtered(
        lambda one: one.rental_outcome == "pending" and not one.rental_collection_id
    )
    if waiting:
        collections.action_make_collections()
    return bool(waiting)


def _approve(env):
    found = env[COLLECTIONS].search([("state", "=", "draft")])
    found = found.filtered(lambda one: one.made_by_id != env.user)
    found.action_approve()
    return bool(found)


def _export(env):
    found = env[COLLECTIONS].search([("state", "=", "approved")])
    found = found.filtered(lambda one: one.approved_by_id != env.user)[:1]
    if found:
        found.action_export()
    return bool(found)


def _send(env):
    found = env[COLLECTIONS].search([("state", "=", "exported")], limit=1)
    if found:
        # Raises, should the file not be the one that was exported.
        found.action_download()
        found.action_sent()
    return bool(found)


def _read_credit(env):
    sent = env[COLLECTIONS].search([("state", "=", "sent")])
    return any(_read_in(env, _credit(env, one)) for one in sent)


def _book(env):
    done = _debits(env).filtered(lambda one: one.rental_outcome == "done")
    unbooked = done.filtered(lambda one: not one.is_post_processed)
    if unbooked:
        run_job(env)
    return bool(unbooked)


def _read_return(env):
    """Let the first debit of each collection come back, when it was booked."""
    for one in env[COLLECTIONS].search([("state", "=", "sent")]):
        first = one.debit_ids.sorted("id")[:1]
        if first.is_post_processed and _read_in(env, _comes_back(env, first)):
            return True
    return False


def _read_in(env, content):
    """Read a file in, unless this manager did; return whether it was to be read."""
    checksum = hashlib.sha256(content).hexdigest()
    if env[FILES].search_count([("checksum", "=", checksum)]):
        return False
    data = base64.b64encode(content)
    dialog = env["subscription.sepa.upload.dialog"].create({"content": data, "name": "a"})
    dialog.action_read()
    return True


def _credit(env, collection):
    return _statement(
        env,
        f'<Amt Ccy="EUR">{collection.exported_total:.2f}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd>"
        f"</Fmly></Domn></BkTxCd><NtryDtls><Btch><PmtInfId>{collection.name}</PmtInfId>"
        f"<NbOfTxs>{collection.exported_count}</NbOfTxs></Btch></NtryDtls>",
    )


def _comes_back(env, debit):
    return _statement(
        env,
        f'<Amt Ccy="EUR">{debit.amount + FEE:.2f}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
        "<Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs>"
        f"<EndToEndId>RS{debit.id}</EndToEndId></Refs><AmtDtls><InstdAmt>"
        f'<Amt Ccy="EUR">{debit.amount:.2f}</Amt></InstdAmt></AmtDtls>'
        "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>",
    )


def _statement(env, entry):
    """Return a statement as this manager got it: the same entry in another file."""
    return (
        f'<Document xmlns="{SPACE}"><BkToCstmrStmt><GrpHdr><MsgId>{env.uid}</MsgId>'
        f"</GrpHdr><Stmt><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id></Acct>"
        f"<Ntry>{entry}</Ntry></Stmt></BkToCstmrStmt></Document>"
    ).encode()


# === two at once === #


def press(registry, user, act, barrier, leads, early):
    """Press one button while somebody else presses another; return what the screen said.

    :param leads: press, and commit only after the other one has pressed, or has seen
        how it was before where `early`; else press when the other one has
    """
    message = None
    with registry.cursor() as cursor:
        env = api.Environment(cursor, user, {})
        # What both see is how it was before.
        env[COLLECTIONS].search([]).mapped("state")
        _meet(barrier)
        if not leads:
            _meet(barrier)
        try:
            ACTS[act](env)
            env.flush_all()
        except (UserError, psycopg2.Error) as error:
            message = str(error) or type(error).__name__
            cursor.rollback()
        if leads and early:
            cursor.commit()
        if leads:
            _meet(barrier)
            # Whoever waits for our lock comes no further before we are done.
            _meet(barrier, 1)
        else:
            barrier.abort()
        cursor.commit()
    return message


def _meet(barrier, longest=60):
    with contextlib.suppress(threading.BrokenBarrierError):
        barrier.wait(longest)


def _export_open(env):
    _find_open(env).action_export()


def _cancel_open(env):
    _find_open(env).action_cancel()


def _find_open(env):
    return env[COLLECTIONS].search([("state", "=", "draft")], order="id", limit=1)


ACTS = {"gather": _gather, "export": _export_open, "cancel": _cancel_open}
