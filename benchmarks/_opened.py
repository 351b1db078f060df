"""What one screen takes the server: opened some times, with few rows and with many."""

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from odoo import Command

TRIES = 5
# Of what people do, and of what was measured before it, in the median.
PROMPT_MS, LIMIT_MS = 500, 1000


class Screen(NamedTuple):
    """Something that people open or do: `open(number)` does it once, for each try anew.

    `few`: the same with a tenth of the rows, which must not take fewer queries.
    """

    open: Callable
    limit: int = LIMIT_MS
    few: Callable | None = None


def listed(read, domain, fields, limit=LIMIT_MS, rows=(8, 80)):
    """Return the Screen of a list, page by page; `read` is its model's method."""

    def page(count):
        return lambda number: read(
            domain, fields, offset=count * number, limit=count, count_limit=10001
        )

    few, many = rows
    return Screen(page(many), limit, page(few))


def measure(env, screens):
    """Return for each of the named `screens` its limit and what each try took."""
    return {name: _measure(env, screen) for name, screen in screens.items()}


def _measure(env, screen):
    found = {"limit": screen.limit}
    if screen.few:
        found["few"] = [take(env, screen.few, number) for number in range(TRIES)]
    return found | {"tries": [take(env, screen.open, number) for number in range(TRIES)]}


def take(env, act, number=0):
    """Do it with cold caches of records, as another user would; return what it took."""
    env.invalidate_all()
    sent = []
    thread = threading.current_thread()
    thread.query_hooks = [lambda *_args: sent.append(1)]
    start, busy = time.perf_counter(), time.process_time()
    act(number)
    took = 1000 * (time.perf_counter() - start)
    busy = 1000 * (time.process_time() - busy)
    thread.query_hooks = []
    return {"ms": took, "cpu": busy, "queries": len(sent)}


def person(env, login, *groups, **values):
    """Return the environment of a new user with these groups alone: rules hold there."""
    user = env["res.users"].create(
        {
            "name": login.title(),
            "login": login,
            "email": f"{login}@example.com",
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
            **values,
        }
    )
    return env(user=user.id)


def specify(env, kind, name, view=False):
    """Return the specification of what the client asks for in that view of a model."""
    model = env[name]
    names = model.get_view(env.ref(view).id if view else None, kind)["models"][name]
    return {name: _specify(env, model._fields[name]) for name in names}


def _specify(env, field):
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    if field.type == "one2many" and field.comodel_name.startswith("subscription."):
        lines = env[field.comodel_name]
        kept = [one for one in lines._fields.values() if one.type != "one2many"]
        names = [one.name for one in kept if one.name[0] != "_" and _may_read(env, one)]
        return {"fields": {name: {} for name in names}, "limit": 40}
    return {}


def _may_read(env, field):
    return not field.groups or env.user.has_groups(field.groups)
