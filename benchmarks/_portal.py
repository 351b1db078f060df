"""How long the server takes for the pages of customers, served by Odoo's application."""

import functools
import re

from werkzeug.test import Client

from odoo import http
from odoo.service import security
from odoo.tools import SQL, config

from benchmarks._opened import PROMPT_MS, TRIES, Screen, measure, person

PAGE = "/my/subscriptions"
FEW, MANY = 5, 50
CARD = re.compile(r"\bo_rental_card\b")


class Portal:
    """The pages of customers who have few subscriptions and many."""

    def __init__(self, env):
        self.env = env
        config["db_name"] = [env.cr.dbname]

    def run(self):
        """Return what the pages took."""
        subscriptions = self.env["subscription.subscription"]
        # Of ten that follow each other one is not paid. Each page shows one such invoice,
        # and one that is paid: other kinds take queries of their own.
        late = [("is_past_due", "=", True)]
        fewer = subscriptions.search(late, order="id", limit=FEW)
        paid = subscriptions.browse([one.id + 1 for one in fewer])
        following = [("id", ">", max(paid.ids))]
        more = subscriptions.search(following, order="id", limit=MANY)
        few, many = self._make_customer("few", fewer), self._make_customer("many", more)
        self._gather_invoices((fewer | paid).sorted("id"), fewer)
        self._gather_invoices(more, more[:TRIES])
        self.env.cr.commit()
        lists = {
            rows: functools.partial(_visit, client, rows)
            for client, rows in ((few, FEW), (many, MANY))
        }
        return measure(
            self.env,
            {
                "portal list": Screen(lists[MANY], PROMPT_MS, lists[FEW]),
                "portal detail": Screen(
                    lambda number: _get(many, more[number].access_url),
                    PROMPT_MS,
                    lambda number: _get(few, fewer[number].access_url),
                ),
            },
        )

    def _make_customer(self, name, subscriptions):
        """Return the browser of a new customer, to whom these are given."""
        portal = person(self.env, name, "base.group_portal")
        customer = portal.user.partner_id.id
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE subscription_subscription
                   SET partner_id = %(customer)s, partner_invoice_id = %(customer)s
                 WHERE id IN %(given)s
                """,
                customer=customer,
                given=subscriptions._ids,
            )
        )
        self.env.invalidate_all()
        return _enter(portal)

    def _gather_invoices(self, subscriptions, billed):
        """Let the invoices of `subscriptions` be those of the few that are `billed`."""
        customer = billed.partner_id.id
        self.env.cr.execute(
            SQL(
                """
                WITH billed AS (
                    SELECT id, subscription_id,
                           row_number() OVER (ORDER BY subscription_id) AS number
                      FROM (SELECT *, row_number() OVER (
                                   PARTITION BY subscription_id ORDER BY date_start DESC
                                   ) AS place
                              FROM subscription_period
                             WHERE subscription_id IN %(billed)s) period
                     WHERE place <= %(each)s
                ), item AS (
                    SELECT move_id, row_number() OVER (ORDER BY of) AS number
                      FROM (SELECT move_id, min(rental_subscription_id) AS of
                              FROM account_move_line
                             WHERE rental_subscription_id IN %(all)s
                             GROUP BY move_id) move
                )
                UPDATE account_move_line line
                   SET rental_subscription_id = billed.subscription_id,
                       rental_period_id = billed.id
                  FROM billed, item
                 WHERE billed.number = item.number AND item.move_id = line.move_id
                       AND line.rental_subscription_id IS NOT NULL;
                UPDATE account_move
                   SET partner_id = %(customer)s, commercial_partner_id = %(customer)s
                 WHERE id IN (SELECT move_id FROM account_move_line
                               WHERE rental_subscription_id IN %(billed)s)
                """,
                billed=billed._ids,
                all=subscriptions._ids,
                each=len(subscriptions) // TRIES,
                customer=customer,
            )
        )
        self.env.invalidate_all()


def _enter(env):
    """Return a browser in which the user of `env` has logged in."""
    session = http.root.session_store.new()
    session.update(http.get_default_session(), db=env.cr.dbname, uid=env.uid)
    session.login = env.user.login
    session.context = dict(env["res.users"].context_get())
    session.session_token = security.compute_session_token(session, env)
    http.root.session_store.save(session)
    client = Client(http.root)
    client.set_cookie("session_id", session.sid)
    return client


def _visit(client, rows, _number):
    shown = len(CARD.findall(_get(client, PAGE)))
    if shown != rows:
        raise RuntimeError(f"{PAGE} shows {shown} subscriptions, and not {rows}.")


def _get(client, path):
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return answer.text
