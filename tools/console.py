"""What the person at the terminal sees: steps with their time, and problems."""

import contextlib
import re
import subprocess
import sys
import time
from collections import deque
from pathlib import Path


class Problem(Exception):  # noqa: N818 - it is the person's, not ours
    """Something that a person can mend: one sentence that names the remedy."""


def say(text=""):
    """Write one line for the person."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Step:
    """A running step: shows how far it is, on a terminal only."""

    def __init__(self, title):
        self.title = title
        self.started = time.monotonic()

    @property
    def seconds(self):
        return time.monotonic() - self.started

    def progress(self, text):
        """Show `text` behind the title, over what stood there."""
        if sys.stdout.isatty():
            line = f"  {self.title}: {text}"[:78]
            sys.stdout.write(f"\r{line:<78}\r")
            sys.stdout.flush()


@contextlib.contextmanager
def step(title):
    """Announce a step that may take long, and say how long it took."""
    say(f"- {title} ...")
    running = Step(title)
    yield running
    running.progress("")
    say(f"  {title}: {running.seconds:.0f} s")


def run(command, *, doing, log=None, step=None, progress=None, **options):
    """Run a command quietly; on failure raise a Problem with its last words.

    :param doing: what it is for, as the person would say it ("install the packages")
    :param log: file that receives everything the command prints
    :param progress: regular expression; what its groups match is shown as progress
    """
    pattern = progress and re.compile(progress)
    tail = deque(maxlen=40)
    options.setdefault("stdin", subprocess.DEVNULL)
    log = Path(log) if log else None
    with contextlib.ExitStack() as stack:
        sink = stack.enter_context(log.open("w")) if log else None
        try:
            process = stack.enter_context(
                subprocess.Popen(
                    [str(part) for part in command],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    errors="replace",
                    **options,
                )
            )
        except OSError as error:
            raise Problem(f"Could not {doing}: {command[0]}: {error.strerror}.") from error
        for line in process.stdout:
            tail.append(line.rstrip())
            if sink:
                sink.write(line)
            found = pattern and step and pattern.search(line)
            if found:
                step.progress(" ".join(group for group in found.groups() if group))
    if process.returncode:
        raise Problem(_failure(doing, tail, log))
    return "\n".join(tail)


def _failure(doing, tail, log):
    said = "\n".join(f"    {line}" for line in list(tail)[-12:] if line)
    where = f" The whole log: {log}" if log else ""
    return f"Could not {doing}.{where}\n{said}"
