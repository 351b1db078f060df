"""What billing has left in a database, in a form that two databases can be compared by."""

from collections import defaultdict

# Numbers and the names that carry them are left out: which invoice gets which number
# may differ.
LINES = """
    SELECT line.move_id, line.rental_subscription_id, slot.date_start,
           line.display_type, line.sequence, line.product_id, line.quantity,
           CASE WHEN line.display_type != 'payment_term' THEN line.name END,
           line.price_unit, line.price_subtotal, line.price_total, line.balance,
           line.amount_currency, line.account_id, line.tax_line_id, line.date_maturity,
           charge.kind
      FROM account_move_line line
      LEFT JOIN subscription_period slot ON slot.id = line.rental_period_id
      LEFT JOIN subscription_charge charge ON charge.id = line.rental_charge_id
"""
MOVES = """
    SELECT id, move_type, state, journal_id, partner_id, currency_id, date, invoice_date,
           invoice_date_due, amount_untaxed, amount_tax, amount_total, amount_residual,
           invoice_origin, invoice_user_id, payment_state
      FROM account_move
"""
DATES = """
    SELECT id, state, next_period_start, next_billing_date, date_start, date_end,
           date_closed, billing_anchor, trial_end, billing_error IS NULL,
           billing_retry_date
      FROM subscription_subscription
"""
SLOTS = """
    SELECT subscription_id, date_start, date_end, kind, voided_at IS NULL
      FROM subscription_period
"""
CHARGES = """
    SELECT charge.subscription_id, charge.kind, charge.amount, charge.cancelled_at IS NULL,
           charge.move_line_id IS NULL, line.price_unit
      FROM subscription_charge charge
      LEFT JOIN account_move_line line ON line.id = charge.move_line_id
"""
NUMBERS = """
    SELECT journal_id, sequence_prefix, sequence_number
      FROM account_move
     WHERE state = 'posted'
"""
GAPS = """
    SELECT journal_id, name FROM account_move
     WHERE state = 'posted' AND made_sequence_gap
"""
ACTIVITIES = """
    SELECT res_id, summary FROM mail_activity
     WHERE active AND res_model = 'subscription.subscription'
"""
OPEN_RUNS = """
    SELECT id FROM subscription_billing_run WHERE ended_at IS NULL AND user_id IS NULL
"""


def read(query):
    """Return {subscription id: all that billing left of it}, by a function that queries."""
    facts = defaultdict(lambda: defaultdict(list))
    for what, statement in (
        ("dates", DATES),
        ("slots", SLOTS),
        ("charges", CHARGES),
        ("activities", ACTIVITIES),
    ):
        for id_, *values in query(statement):
            facts[id_][what].append(_plain(values))
    for id_, invoice in _read_invoices(query):
        facts[id_]["invoices"].append(invoice)
    return {
        id_: {what: sorted(rows) for what, rows in known.items()}
        for id_, known in facts.items()
    }


def _read_invoices(query):
    """Yield (subscription id, invoice with its lines); of no subscription: id 0."""
    lines, owners = defaultdict(list), defaultdict(set)
    for move, subscription, *values in query(LINES):
        lines[move].append(_plain(values))
        if subscription:
            owners[move].add(subscription)
    for move, *values in query(MOVES):
        owner = owners[move].pop() if len(owners[move]) == 1 else 0
        yield owner, (_plain(values), tuple(sorted(lines[move])))


def _plain(values):
    return tuple(map(str, values))


def read_numbers(query):
    """Return {(journal, prefix): sorted numbers} of the posted invoices.

    Odoo must tell of none of them that it left a gap before it.
    """
    numbers = defaultdict(list)
    told = query(GAPS)
    assert not told, f"told to leave a gap before them: {told}"
    for journal, prefix, number in query(NUMBERS):
        numbers[journal, prefix].append(number)
    return {key: sorted(found) for key, found in numbers.items()}


def check_numbers(numbers):
    """Check that no number is missing and none was given twice."""
    assert numbers
    for key, found in numbers.items():
        assert found == list(range(1, len(found) + 1)), f"gaps or duplicates: {key}"


def check_same(found, expected):
    """Check that both tell the same of each subscription; name what differs."""
    differing = [
        f"subscription {id_}, {what}:\n  found    {there}\n  expected {here}"
        for id_ in sorted(found.keys() | expected.keys())
        for what in ("dates", "slots", "charges", "activities", "invoices")
        if (there := found.get(id_, {}).get(what))
        != (here := expected.get(id_, {}).get(what))
    ]
    assert not differing, f"{len(differing)} differences\n" + "\n".join(differing[:5])
