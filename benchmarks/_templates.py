"""The databases that are measured: all contestants installed, customers and products."""

from datetime import datetime, timezone

from benchmarks import _process
from tools import database, paths, server, venv
from tools.console import step

LOCK = paths.ROOT / "tools" / "requirements-peers.txt"
PEERS = ("contract", "subscription_oca")
SEED = paths.ROOT / "benchmarks" / "_seed.py"
SCREENS = tuple(SEED.with_name(name) for name in ("_screens_data.py", "_invoices.py"))
STOCK = paths.ROOT / "subscription_rental_stock"
GOODS = SEED.with_name("_goods.py")
HANDOVERS = 200


def addons_path():
    """Return Odoo's option that finds our addons and the peers."""
    folder = paths.work("peers") / database.fingerprint(LOCK.read_text())
    if not folder.is_dir():
        venv.unpack(LOCK, folder)
    known = server.setting("addons_path")
    return f"--addons-path={known},{folder / 'odoo' / 'addons'}"


def own_addons():
    """Return Odoo's option that finds our addons alone."""
    return f"--addons-path={server.setting('addons_path')}"


def data(count, parts):
    """Return a template with `count` customers who have one of each of `parts`.

    One period is due today: tomorrow's benchmark builds its own.
    """
    today = datetime.now(timezone.utc).date()
    key = database.fingerprint(_peers(), SEED.read_text(), str(today))
    kind = f"bench{count}{''.join(part[0] for part in parts)}"
    return database.cached(kind, key, lambda name: _seed(name, count, parts))


def screens(count):
    """Return a template with so many subscriptions, their invoices and payments."""
    source = data(1, ("ours",))
    key = database.fingerprint(source, *(path.read_text() for path in SCREENS))
    return database.cached(
        f"screens{count}", key, lambda name: _multiply(name, source, count)
    )


def goods():
    """Return a template with subscriptions whose goods wait to be handed over."""
    source = database.template(STOCK)
    key = database.fingerprint(source, GOODS.read_text(), str(HANDOVERS))
    return database.cached("goods", key, lambda name: _rent_goods(name, source))


def _rent_goods(name, source):
    database.create(name, source)
    with step(f"Making {HANDOVERS} subscriptions with goods to hand over"):
        _process.run(name, own_addons(), "goods", HANDOVERS)


def _multiply(name, source, count):
    database.create(name, source)
    with step(f"Making {count:,} subscriptions with a year of periods"):
        _process.run(name, addons_path(), "screens_data", count)


def _peers():
    key = database.fingerprint(database.template(paths.CORE), LOCK.read_text())
    return database.cached("peers", key, _build_peers)


def _build_peers(name):
    database.create(name, database.template(paths.CORE))
    with step("Installing the addons to compare with") as running:
        server.update(name, PEERS, running, addons_path())


def _seed(name, count, parts):
    database.create(name, _peers())
    with step(f"Making {count:,} customers with {', '.join(parts) or 'nothing'}"):
        _process.run(name, addons_path(), "seed", count, *parts)
