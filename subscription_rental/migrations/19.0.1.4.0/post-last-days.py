"""Let the due dates of terms be their last days, as it is told everywhere (DD1)."""

from odoo.tools import SQL

# Those that are due on the first day after, as before: the term ends, or the next begins.
OLD_TERMS = SQL("""
    SELECT term.id, term.date_due
      FROM subscription_due_date term
      JOIN subscription_subscription held ON held.id = term.subscription_id
     WHERE term.date_due > term.date_start
       AND (term.date_due = held.date_end OR EXISTS (
           SELECT FROM subscription_due_date following
            WHERE following.previous_id = term.id
              AND following.date_start = term.date_due))
""")


def migrate(cr, _version):
    """Write the last days; reminders of a term stay those of it."""
    reminders = SQL(
        """
        WITH old AS (%s)
        UPDATE subscription_reminder told SET date_due = told.date_due - 1
          FROM old WHERE told.due_date_id = old.id AND told.date_due = old.date_due
        """,
        OLD_TERMS,
    )
    cr.execute(reminders)
    terms = SQL(
        """
        WITH old AS (%s)
        UPDATE subscription_due_date term SET date_due = term.date_due - 1
          FROM old WHERE term.id = old.id
        """,
        OLD_TERMS,
    )
    cr.execute(terms)
