"""How long a transaction holds the numbers of a journal: from its first to its commit."""

import time

from odoo.sql_db import Cursor

from odoo.addons.account.models.sequence_mixin import SequenceMixin


class Lock:
    """Notes, while it is in place, how long this process holds invoice numbers."""

    def __init__(self):
        self.held_ms = 0.0
        self._since = {}
        self._numbers = SequenceMixin._locked_increment
        self._clear = Cursor.clear

    def __enter__(self):
        lock = self

        def increment(self, format_string, format_values):
            number = lock._numbers(self, format_string, format_values)
            lock._since.setdefault(self.env.cr, time.perf_counter())
            return number

        def clear(self):
            # The first thing after a commit, before what waits for it; and of a rollback.
            lock._end(self)
            return lock._clear(self)

        SequenceMixin._locked_increment = increment
        Cursor.clear = clear
        return self

    def __exit__(self, *_error):
        SequenceMixin._locked_increment = self._numbers
        Cursor.clear = self._clear

    def _end(self, cursor):
        since = self._since.pop(cursor, None)
        if since is not None:
            self.held_ms += 1000 * (time.perf_counter() - since)
