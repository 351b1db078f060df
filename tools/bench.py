"""`./dev bench`: runs what lies in benchmarks/."""

import subprocess
import sys

from tools import paths
from tools.console import Problem


def run(name, arguments):
    """Run the benchmark `name`; return its exit code."""
    folder = paths.ROOT / "benchmarks"
    known = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    if not known:
        raise Problem("There is no benchmark yet: benchmarks/ is empty.")
    if name not in known:
        raise Problem(f"Name a benchmark: {', '.join(known)}.")
    command = [sys.executable, "-B", "-m", f"benchmarks.{name}", *arguments]
    return subprocess.call(command, cwd=paths.ROOT)
