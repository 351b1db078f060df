"""Databases from cached templates: seconds instead of minutes."""

import ast
import contextlib
import hashlib
import os
import re
import shutil

import psycopg2
from psycopg2 import sql

from tools import odoo, paths, postgres, server
from tools.console import Problem, step

# Beside what our addons need: a payment provider that needs no network.
EXTRA = ("payment_demo",)
# What the demo's business adds: its country's accounts, and its customers' languages.
DEMO_EXTRA = ("l10n_be",)
DEMO_LANGUAGES = "--load-language=fr_FR,nl_NL"
PREFIX = f"rental_{paths.CHECKOUT}"
DEMO = f"{PREFIX}_demo"

NO_VACUUM = """
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT oid::regclass FROM pg_class
                     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        LOOP EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', name);
        END LOOP;
    END $$
"""


def template(addon=None):
    """Return the name of a database that holds our addons as they are now.

    :param addon: the folder of the one that is wanted, alone with what it builds on;
        empty is all of them
    """
    addons = closure(addon) if addon else paths.addons()
    key = fingerprint(_base_key(addons), *_contents(addons))
    kind = addon.name.replace("_", "") if addon else "addons"
    return cached(kind, key, lambda name: _build_template(name, addon, addons))


def base_template(addon=None):
    """Return the name of a database with the core modules that our addons ask for.

    :param addon: the folder of one: only what it and those that it builds on ask for
    """
    return _base(closure(addon) if addon else paths.addons())


def demo_template():
    """Return the name of a template for the demo: no data yet, but its country."""
    addons = paths.addons()
    key = fingerprint(_base_key(addons), *DEMO_EXTRA, DEMO_LANGUAGES)
    base = cached("demobase", key, _build_demo_base)
    key = fingerprint(base, *_contents(addons))
    return cached("demo", key, lambda name: _build_addons(name, addons, base))


def create(name, source):
    """Make database `name` a copy of `source`, in place of what had that name."""
    drop(name)
    with _admin() as cursor:
        _disconnect(cursor, source)
        # PostgreSQL's other strategy (the default since 15) copies sequences that
        # believe to be in the log, and are not: after a crash they count backwards.
        whole = cursor.connection.server_version >= 150000
        query = "CREATE DATABASE {} TEMPLATE {}" + (" STRATEGY FILE_COPY" if whole else "")
        cursor.execute(sql.SQL(query).format(sql.Identifier(name), sql.Identifier(source)))
    if _filestore(source).is_dir():
        # Attachments are never changed in place: links are as good as copies.
        shutil.copytree(_filestore(source), _filestore(name), copy_function=os.link)
    with _admin(name) as cursor:
        # A copy keeps its source's identity; servers and payments must not.
        cursor.execute(
            "UPDATE ir_config_parameter SET value = gen_random_uuid()::text"
            " WHERE key = 'database.uuid'"
        )
        # Nobody's customers are in it: it may collect like the one that it was made from.
        cursor.execute(
            "DELETE FROM ir_config_parameter"
            " WHERE key = 'subscription_rental.collecting_database'"
        )


def drop(name):
    """Delete a database and its files, if it is there."""
    with _admin() as cursor:
        _disconnect(cursor, name)
        query = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
        cursor.execute(query)
    shutil.rmtree(_filestore(name), ignore_errors=True)


def exists(name):
    """Return whether there is a database of that name."""
    return name in names()


def names():
    """Return the names of all databases of the server."""
    with _admin() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        return [row[0] for row in cursor.fetchall()]


def valid(name):
    """Return `name` if a database may be called so, or raise Problem."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}", name):
        raise Problem(
            f"'{name}' cannot name a database: use letters, digits, '_', '.' and '-', "
            "63 at most."
        )
    return name


def remove_ours():
    """Delete the templates and databases that `./dev` made for itself."""
    for name in names():
        if name.startswith(PREFIX):
            drop(name)


def query(name, statement):
    """Return the rows of a query in a database."""
    with _admin(name) as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def remember(name, source):
    """Note in database `name` which template it was made from."""
    with _admin() as cursor:
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(comment.format(sql.Identifier(name), sql.Literal(source)))


def remembered(name):
    """Return the template that `name` was made from, if that was noted."""
    statement = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    )
    with _admin() as cursor:
        cursor.execute(statement, (name,))
        return cursor.fetchone()[0]


def hurry(name):
    """Set a throw-away database to wait neither for the disk nor for a vacuum.

    Tests are rolled back: a vacuum in the middle of one finds tables that seem empty, and
    from then on PostgreSQL joins all that the test made as if it were nothing.
    """
    with _admin() as cursor:
        query = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off")
        cursor.execute(query.format(sql.Identifier(name)))
    with _admin(name) as cursor:
        cursor.execute(NO_VACUUM)


@contextlib.contextmanager
def without_waiting(name):
    """Let a database that is being built not wait for the disk at each commit."""
    query = "ALTER DATABASE {} {} synchronous_commit"
    with _admin() as cursor:
        cursor.execute(
            sql.SQL(query + " = off").format(sql.Identifier(name), sql.SQL("SET"))
        )
    yield
    with _admin() as cursor:
        cursor.execute(sql.SQL(query).format(sql.Identifier(name), sql.SQL("RESET")))


def cached(kind, key, build):
    """Return the template `kind` for `key`, built if there is none yet."""
    name = f"{PREFIX}_{kind}_{key}"
    # One lock a kind: building one kind asks for another.
    with paths.locked(paths.work("locks", kind)):
        known = names()
        if name not in known:
            _sweep(kind, known)
            paths.need_space(paths.server_home(), 1500, "A template database")
            draft = f"{name}_draft"
            build(draft)
            _rename(draft, name)
    return name


def _sweep(kind, known):
    """Drop the templates of this kind that nothing can ask for any more."""
    for old in known:
        if old.startswith(f"{PREFIX}_{kind}_"):
            drop(old)


def check_log(log, until=None):
    """Raise Problem if Odoo warned of anything in the file `log`.

    :param until: a line of it after which warnings do not matter
    """
    if not log.is_file():
        return
    text = log.read_text()
    if until:
        text, _line, _rest = text.partition(until)
    pattern = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
    found = [match.group() for match in pattern.finditer(text)]
    if found:
        raise Problem(f"{log} has warnings:\n" + "\n".join(found[:10]))


def closure(addon):
    """Return the folders of `addon` and of our addons that it builds on."""
    ours = {one.name: one for one in paths.addons()}
    found = [addon]
    for name in _depends(addon):
        found += closure(ours[name]) if name in ours else []
    return sorted(set(found))


def _build_base(name, addons):
    if len(addons) > 1:
        # What all of them build on is installed once.
        create(name, _base([paths.CORE]))
    else:
        _create_empty(name)
    modules = sorted({*_dependencies(addons), *EXTRA})
    with step("Building a template database with Odoo's own modules") as running:
        server.update(name, modules, running)


def _build_demo_base(name):
    create(name, _base(paths.addons()))
    with step("Adding the demo's country and languages") as running:
        server.update(name, DEMO_EXTRA, running, DEMO_LANGUAGES)


def _build_template(name, addon, addons):
    ground = addon and _get_ground(addon)
    if not ground:
        _build_addons(name, addons)
        return
    # As with who has our addons already, and installs one more.
    known = closure(ground)
    _build_addons(name, [one for one in addons if one not in known], template(ground))


def _get_ground(addon):
    """Return the addon of ours on which `addon` builds that brings most, or None."""
    below = [one for one in closure(addon) if one != addon]
    return max(below, key=lambda one: len(_dependencies(closure(one))), default=None)


def _build_addons(name, addons, source=None):
    create(name, source or _base(addons))
    if addons:
        with step(f"Installing {_listed(addons)}") as running:
            server.update(name, [addon.name for addon in addons], running)


def _listed(addons):
    return ", ".join(addon.name for addon in addons)


def _base(addons):
    # One for each set of addons: none must find what another one asks for.
    kind = f"base{fingerprint(*(addon.name for addon in addons))[:6]}"
    return cached(kind, _base_key(addons), lambda name: _build_base(name, addons))


def _base_key(addons):
    lock = (paths.ROOT / "requirements.txt").read_text()
    return fingerprint(odoo.find().version, lock, *_dependencies(addons), *EXTRA)


def _depends(addon):
    return ast.literal_eval((addon / "__manifest__.py").read_text())["depends"]


def _dependencies(addons):
    """Return the core modules that these addons ask for."""
    ours = {addon.name for addon in paths.addons()}
    wanted = {name for addon in addons for name in _depends(addon)}
    return sorted(wanted - ours)


def _contents(addons):
    """Yield what decides how addons are installed: no tests, no linter's caches."""
    for addon in addons:
        for path in sorted(addon.rglob("*")):
            part = path.relative_to(addon).parts
            left_out = {"tests", "__pycache__", ".ruff_cache"}.intersection(part)
            if path.is_file() and not left_out:
                yield str(path.relative_to(paths.ROOT))
                yield hashlib.sha256(path.read_bytes()).hexdigest()


def fingerprint(*parts):
    """Return a short hash of the texts `parts`."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _create_empty(name):
    drop(name)
    with _admin() as cursor:
        query = "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0"
        cursor.execute(sql.SQL(query).format(sql.Identifier(name)))


def _rename(old, new):
    with _admin() as cursor:
        _disconnect(cursor, old)
        query = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        cursor.execute(query.format(sql.Identifier(old), sql.Identifier(new)))
    if _filestore(old).is_dir():
        shutil.rmtree(_filestore(new), ignore_errors=True)
        _filestore(old).rename(_filestore(new))


def _disconnect(cursor, name):
    # Autovacuum is none of ours to end; PostgreSQL does it where it must.
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND backend_type = 'client backend'",
        (name,),
    )


def _filestore(name):
    return paths.work("data", "filestore") / name


@contextlib.contextmanager
def _admin(name="postgres"):
    """Yield a cursor in autocommit mode."""
    try:
        connection = psycopg2.connect(dbname=name, **postgres.server())
    except psycopg2.OperationalError as error:
        raise Problem(
            f"PostgreSQL does not answer ({str(error).strip()}): check PGHOST and "
            "PGUSER, or unset them to use the embedded server."
        ) from error
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
