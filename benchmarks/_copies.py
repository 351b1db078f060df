"""Very many records by SQL: copies of a few that belong together."""

from odoo.tools import SQL

# From one copy of a record to the next; there are fewer records than that before.
STRIDE = 1000


def multiply(records, numbers, changed=None):
    """Copy the rows of records of several models, and what links them to each other.

    :param records: recordsets; where one refers to another, its copy refers to the copy
    :param numbers: how many copies there are: 1, 2, 3 …
    :param changed: {"table.column": SQL of its value, in which `number` is the copy's}
    """
    copied = {}
    for owned in records:
        owned.env.flush_all()
        copied[owned._name] = copied.get(owned._name, owned) | owned
    for owned in copied.values():
        for record in owned:
            _copy_row(record, numbers, copied, changed or {})
        _skip_ids(owned)
    # Both ends of a relation are there now.
    for owned in copied.values():
        for record in owned:
            _copy_relations(record, numbers, copied)


def _copy_row(record, numbers, copied, changed):
    columns = {
        name: SQL.identifier(name)
        for name, field in record._fields.items()
        if field.store and field.column_type
    }
    for name, plain in columns.items():
        if record._fields[name].type == "many2one":
            columns[name] = _get_link(record[name], copied, plain)
    columns["id"] = _shift(record.id)
    if "access_token" in columns:
        # A link is of one record.
        columns["access_token"] = SQL("NULL")
    for told, value in changed.items():
        table, name = told.split(".")
        if table == record._table:
            columns[name] = SQL(value)
    record.env.cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(values)s FROM %(table)s,"
            " generate_series(1, %(numbers)s) number WHERE id = %(id)s",
            table=SQL.identifier(record._table),
            names=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(columns.values()),
            numbers=numbers,
            id=record.id,
        )
    )


def _copy_relations(record, numbers, copied):
    for field in record._fields.values():
        if field.type != "many2many" or not field.store or not field.relation:
            continue
        for other in record.sudo().with_context(active_test=False)[field.name]:
            record.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) SELECT %s, %s FROM"
                    " generate_series(1, %s) number ON CONFLICT DO NOTHING",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    _shift(record.id),
                    _get_link(other, copied, SQL("%s", other.id)),
                    numbers,
                )
            )


def _get_link(other, copied, plain):
    """Return the SQL of a link to `other`, or to its copy where it is copied, too."""
    if other and other in copied.get(other._name, ()):
        return _shift(other.id)
    return plain


def _shift(record_id):
    return SQL("%s + number * %s", record_id, STRIDE)


def _skip_ids(records):
    """Let new records of this model come after the copies."""
    records.env.cr.execute(
        SQL(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM %s))",
            records._table,
            SQL.identifier(records._table),
        )
    )
