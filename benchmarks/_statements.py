"""Which statements a process sends, counted."""

import re
import threading
from collections import Counter

WIDTH = 150


class Statements:
    """Counts the statements of this thread from now on."""

    def __init__(self):
        self.counts = Counter()
        self.seconds = Counter()
        threading.current_thread().query_hooks = [self._count]

    def _count(self, _cursor, query, _params, _start, delay):
        shape = re.sub(r"(\(?%s[^,()]*\)?, )+", "%s … ", " ".join(str(query).split()))
        self.counts[shape[:WIDTH]] += 1
        self.seconds[shape[:WIDTH]] += delay

    def found(self):
        """Return (statement, times, milliseconds), the most frequent first."""
        return [
            (shape, times, 1000 * self.seconds[shape])
            for shape, times in self.counts.most_common()
        ]
