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
        self._commit, self._rollback = Cursor.commit, Cursor.rollback

    def __enter__(self):
        lock = self

        def increment(self, format_string, format_values):
            number = lock._numbers(self, format_string, format_values)
            lock._since.setdefault(self.env.cr, time.perf_counter())
            return number

        def commit(self):
            result = lock._commit(self)
            lock._end(self)
            return result

        def rollback(self):
            result = lock._rollback(self)
            lock._end(self)
            return result

        SequenceMixin._locked_increment = increment
        Cursor.commit, Cursor.rollback = commit, rollback
        return self

    def __exit__(self, *_error):
        SequenceMixin._locked_increment = self._numbers
        Cursor.commit, Cursor.rollback = self._commit, self._rollback

    def _end(self, cursor):
        since = self._since.pop(cursor, None)
        if since is not None:
            self.held_ms += 1000 * (time.perf_counter() - since)
