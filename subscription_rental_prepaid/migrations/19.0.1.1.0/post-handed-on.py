"""Tell what was handed on before which grant was sold (docs/decisions/0037).

The ledger knows: the key of each handing on names the grant that it came from.
"""

LINK = """
    WITH RECURSIVE handed AS (
        SELECT batch_id, split_part(key, ',', 2)::int AS source_id
          FROM subscription_prepaid_movement
         WHERE kind = 'transfer_in' AND key LIKE 'transfer,%'
    ), chain AS (
        SELECT batch_id, source_id FROM handed
         UNION ALL
        SELECT chain.batch_id, handed.source_id
          FROM chain JOIN handed ON handed.batch_id = chain.source_id
    )
    UPDATE subscription_prepaid_batch batch
       SET origin_id = chain.source_id
      FROM chain
     WHERE batch.id = chain.batch_id
       AND batch.origin_id IS NULL
       AND chain.source_id NOT IN (SELECT batch_id FROM handed)
"""


def migrate(cr, _version):
    """Link grants that were handed on with the one that was sold."""
    cr.execute(LINK)
