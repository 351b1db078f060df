"""What each benchmark does around its measuring."""

import json
import sys

from tools import database
from tools.console import Problem


def measured(run, measure, file=None):
    """Return what `measure()` found, or None where it could not: it is told why.

    :param run: the database of its runs, which is dropped
    :param file: where the figures are written for machines, if anywhere
    """
    try:
        found = measure()
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return None
    finally:
        database.drop(run)
    if file:
        file.write_text(json.dumps(found, indent=2) + "\n")
    return found
