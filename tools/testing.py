"""`./dev test`: the rules, Odoo with its browser, crashes, and the addons' whole life.

The parts are independent of each other: each is a process with databases of its own. One
more of them runs at a time than there are cores: a browser waits as often as it works.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import axe, browser, paths, postgres, printer
from tools.console import say

NO_TESTS = 5
CRASH = Path("tests", "crash")
# What addons do together that do not build on each other: in a database with all of them.
TOGETHER = Path("tests", "together")
PYTEST = [sys.executable, "-B", "-m", "pytest"]
# A browser tour lasts as long as so many other tests.
TOUR_WEIGHT = 20
# Parts of about so many tests: small enough to keep all cores busy to the end.
PART_WEIGHT = 200
SERIAL = "--serial"
# What chance decides in a run, unless somebody gives a number.
SEEDS = ("LIVES_SEED", "MATRIX_SEED")
# What of a part's output is shown when it passed: how pytest closes, and how a life ended.
CLOSING = re.compile(r"^=*\s*(\d+ (passed|failed|error).*|no tests ran.*|Built, .*)$")


@dataclass(frozen=True)
class Part:
    """A part of the tests, run in a process of its own."""

    name: str
    command: tuple
    # The addon whose template it needs; the core's, mostly.
    addon: str
    weight: int

    @property
    def log(self):
        """Return the file that keeps what this part prints."""
        return paths.work("log") / f"test-{self.name}.log"


def run(arguments):
    """Run what `arguments` ask for, or everything; return the exit code.

    :param arguments: `--serial` runs one part after the other; the others are pytest's
    """
    serial = SERIAL in arguments
    arguments = [argument for argument in arguments if argument != SERIAL]
    given = [argument for argument in arguments if _is_path(argument)]
    options = [argument for argument in arguments if argument not in given]
    parts = _get_parts(given, options)
    _set_seeds()
    if serial or len(parts) == 1:
        codes = [subprocess.call(part.command, cwd=paths.ROOT) for part in parts]
    else:
        codes = _run_side_by_side(parts)
    failed = [code for code in codes if code not in (0, NO_TESTS)]
    if failed or set(codes) == {NO_TESTS}:
        return (failed or [NO_TESTS])[0]
    return 0


def _set_seeds():
    """Let the content of the commit choose what chance decides.

    Each change is tried in other ways, and a run that failed can be repeated.
    """
    command = ["git", "rev-parse", "HEAD^{tree}"]
    found = subprocess.run(
        command, check=False, cwd=paths.ROOT, capture_output=True, text=True
    )
    if found.returncode == 0:
        seed = str(int(found.stdout[:8], 16) % 10**6)
        for name in SEEDS:
            os.environ.setdefault(name, seed)


def _is_path(argument):
    return Path(argument.split("::")[0]).exists()


def _get_parts(given, options):
    """Return the parts that test the paths `given`; without any, all there is."""
    owned = defaultdict(list)
    for argument in given:
        owned[_get_owner(Path(argument.split("::")[0]))].append(argument)
    if not given:
        owned = {"rules": ["tests"], "crash": [str(CRASH)], "together": [str(TOGETHER)]}
        owned |= {addon.name: [] for addon in paths.addons()}
    kinds = {"rules": _plain, "crash": _crashing, "together": _together}
    parts = [make(owned[kind], options) for kind, make in kinds.items() if kind in owned]
    for addon in paths.addons():
        if addon.name in owned:
            parts += _with_odoo(addon, owned[addon.name], options)
    if not given and "-k" not in options:
        parts.append(_life())
    return parts


def _get_owner(path):
    """Return which tests a path belongs to: an addon's, those of a folder, or `rules`."""
    if path.parts[0] in [addon.name for addon in paths.addons()]:
        return path.parts[0]
    folders = [one.name for one in (CRASH, TOGETHER) if one in (path, *path.parents)]
    return folders[0] if folders else "rules"


def _plain(where, options):
    ignored = [f"--ignore={folder}" for folder in (CRASH, TOGETHER)]
    chosen = ["-p", "no:odoo", *ignored]
    return Part("rules", (*PYTEST, *chosen, *where, *options), paths.CORE.name, 1)


def _crashing(where, options):
    chosen = ["-p", "no:odoo", "-p", "tools.pytest_no_skips", "--durations=0"]
    if postgres.is_given():
        chosen.append(f"--ignore={CRASH / 'test_server_killed.py'}")
        say("PGHOST is set: its server is not killed. Unset it to run that test, too.")
    command = (*PYTEST, *chosen, *where, *options)
    return Part("crash", command, paths.CORE.name, 3 * PART_WEIGHT)


def _together(where, options):
    _ensure_programs()
    module = (sys.executable, "-B", "-m", "tools.test_part", "together")
    command = (*module, *where, *options)
    return Part("together", command, paths.CORE.name, PART_WEIGHT)


def _with_odoo(addon, given, options):
    """Return the parts that test an addon in databases with what it builds on alone."""
    _ensure_programs()
    shares = [(given, 1)] if given else _share_out(_test_files(addon))
    return [
        _odoo_part(addon, f"{addon.name}-{number}", files, options, weight)
        for number, (files, weight) in enumerate(shares, start=1)
    ]


def _ensure_programs():
    """Fetch what tests in Odoo run, before they do so side by side."""
    browser.ensure()
    printer.ensure()
    axe.ensure()


def _odoo_part(addon, name, files, options, weight):
    module = (sys.executable, "-B", "-m", "tools.test_part", "odoo", addon.name, name)
    return Part(name, (*module, *files, *options), addon.name, weight)


def _life():
    module = (sys.executable, "-B", "-m", "tools.test_part", "life")
    return Part("life", module, paths.CORE.name, PART_WEIGHT)


def _test_files(addon):
    """Return {test file: its weight} of an addon."""
    files = sorted(addon.glob("tests/**/test_*.py"))
    return {str(path.relative_to(paths.ROOT)): _weigh(path.read_text()) for path in files}


def _weigh(text):
    tests = text.count("    def test_")
    return tests * TOUR_WEIGHT if ".start_tour(" in text else tests


def _share_out(files):
    """Return [(files, weight)], of about the same weight each."""
    count = max(1, round(sum(files.values()) / PART_WEIGHT))
    shares = [[[], 0] for _ in range(count)]
    for path in sorted(files, key=files.get, reverse=True):
        lightest = min(shares, key=lambda share: share[1])
        lightest[0].append(path)
        lightest[1] += files[path]
    return [(sorted(paths_), weight) for paths_, weight in shares]


# === side by side === #


def _run_side_by_side(parts):
    """Run parts on all cores, the heaviest first; return their exit codes."""
    at_a_time = len(os.sched_getaffinity(0)) + 1
    say(f"{len(parts)} parts, {at_a_time} at a time (./dev test {SERIAL}: one by one)")
    running = set()
    with ThreadPoolExecutor(at_a_time) as pool:
        try:
            return list(pool.map(lambda part: _run_part(part, running), _in_order(parts)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(running):
                process.terminate()
            raise


def _in_order(parts):
    """Return the heaviest first, addons in turn: so their templates are built at once."""
    turns = Counter()
    ordered = []
    for part in sorted(parts, key=lambda part: -part.weight):
        ordered.append((turns[part.addon], -part.weight, part))
        turns[part.addon] += 1
    return [part for _turn, _weight, part in sorted(ordered, key=lambda row: row[:2])]


def _run_part(part, running):
    started = time.monotonic()
    with part.log.open("w") as log:
        process = subprocess.Popen(
            part.command,
            cwd=paths.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        running.add(process)
        try:
            code = process.wait()
        finally:
            running.discard(process)
    _report(part, code, time.monotonic() - started)
    return code


def _report(part, code, seconds):
    """Print the result of a part: its last line, or what failed and where to read more."""
    lines = part.log.read_text(errors="replace").splitlines()
    failed = code not in (0, NO_TESTS)
    told = _what_failed(lines) if failed else filter(CLOSING.match, lines)
    head = f"{part.name}: {'FAILED' if failed else 'ok'} in {seconds:.0f} s"
    where = [f"the whole log: {part.log}"] if failed else []
    # In one piece: other parts report, too.
    say("\n".join([head, *(f"  {line}" for line in [*told, *where])]))


def _what_failed(lines):
    """Return the failures as pytest tells them, or the last words of what broke off."""
    starts = [n for n, line in enumerate(lines) if re.match(r"^=+ (FAILURES|ERRORS)", line)]
    return lines[starts[0] :][:400] if starts else lines[-60:]
