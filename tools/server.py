"""How Odoo is configured and started here."""

import configparser
import os
import socket
import sys

from tools import odoo, paths, postgres
from tools.console import Problem, run


def configuration(*, own_addons=True):
    """Write the settings file that all commands share; return its path.

    :param own_addons: without, Odoo finds ours only where pip has installed them
    """
    reach = postgres.server()
    found = odoo.find()
    ours = [paths.ROOT] if own_addons and paths.addons() else []
    folders = [*found.addons_path, *ours]
    settings = {
        "addons_path": ",".join(map(str, folders)),
        "db_host": reach["host"],
        "db_port": reach["port"],
        "db_user": reach["user"],
        "data_dir": paths.work("data"),
        "screenshots": paths.work("screenshots"),
        "http_interface": "127.0.0.1",
        "list_db": "False",
        "without_demo": "True",
        # Replays and imports are long; nobody else works on these servers.
        "limit_time_cpu": "0",
        "limit_time_real": "0",
        "limit_time_real_cron": "0",
    }
    if reach["password"]:
        settings["db_password"] = reach["password"]
    parser = configparser.RawConfigParser()
    parser["options"] = {name: str(value) for name, value in settings.items()}
    path = paths.work() / ("odoo.conf" if own_addons else "odoo-alone.conf")
    # Atomic: another command of this checkout may be reading it.
    fresh = path.with_suffix(f".{os.getpid()}")
    with fresh.open("w") as handle:
        os.chmod(fresh, 0o600)
        parser.write(handle)
    fresh.replace(path)
    return path


def setting(name):
    """Return one of the settings that all commands share."""
    parser = configparser.RawConfigParser()
    parser.read(configuration())
    return parser["options"][name]


def command(*arguments):
    """Return the command line that runs Odoo with our configuration."""
    first, *rest = arguments or ("server",)
    return [sys.executable, "-m", "odoo", first, "-c", str(configuration()), *rest]


def update(database, modules, step, *options, verb="-i"):
    """Install (or with verb `-u` update) modules in a database."""
    run(
        command("server", "-d", database, verb, ",".join(modules), *options)
        + ["--stop-after-init", "--no-http", "--max-cron-threads=0"],
        doing=f"install {', '.join(modules)} in {database}",
        log=paths.work("log") / f"install-{database}.log",
        step=step,
        progress=r"Loading module (\S+) (\(\d+/\d+\))",
    )


def script(database, path, *, connected=True, **options):
    """Run a Python script in Odoo's shell on a database; return its last lines.

    :param connected: Odoo has loaded the database when the script begins
    """
    shell = command("shell", *(["-d", database] if connected else []))
    with path.open() as source:
        return run(
            [*shell, "--no-http", "--log-level=warn"],
            log=paths.work("log") / f"{path.stem}-{database}.log",
            stdin=source,
            cwd=paths.ROOT,
            **options,
        )


def serve(database, port):
    """Replace this process by a server on `port`."""
    web, bus = port, free_port(port + 1)
    line = command("server", "-d", database, f"--http-port={web}")
    line += [f"--gevent-port={bus}", f"--db-filter=^{database}$", "--log-level=warn"]
    sys.stdout.flush()
    os.execv(line[0], line)


def need_port(port):
    """Raise Problem if `port` is taken."""
    if not _is_free(port):
        raise Problem(
            f"Port {port} is busy: stop what listens there, or choose another port "
            f"with --port {free_port(port + 1)}."
        )


def free_port(start):
    """Return the first free port from `start` on."""
    return next(port for port in range(start, 65536) if _is_free(port))


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
