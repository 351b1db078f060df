"""What stands in the books of the customers: it must be the same whoever billed."""

from tools import database
from tools.console import Problem

FACTS = ("invoices", "customers", "posted", "total", "taxes", "items", "first", "due")
QUERY = """
    SELECT COUNT(*), COUNT(DISTINCT move.partner_id),
           COUNT(*) FILTER (WHERE move.state = 'posted'),
           SUM(move.amount_total), SUM(move.amount_tax),
           SUM((SELECT COUNT(*) FROM account_move_line WHERE move_id = move.id)),
           MIN(move.invoice_date), MAX(move.invoice_date_due)
      FROM account_move move
      JOIN res_partner partner ON partner.id = move.partner_id
     WHERE partner.ref = 'benchmark'
"""


def read(name, count):
    """Return the facts of database `name`; raise Problem unless all is posted."""
    (row,) = database.query(name, QUERY)
    facts = dict(zip(FACTS, row, strict=True))
    for what in ("invoices", "customers", "posted"):
        if facts[what] != count:
            raise Problem(f"{facts[what]} {what} where {count} were to be.")
    return facts


def check_equal(found):
    """Raise Problem unless the facts in {name: facts} are all the same."""
    for name, facts in found.items():
        for other, others in found.items():
            differences = [what for what in FACTS if facts[what] != others[what]]
            if differences:
                what = differences[0]
                raise Problem(
                    f"The books differ in {what}: {name} {facts[what]}, "
                    f"{other} {others[what]}."
                )
