"""Let a period that was credited be billed again (docs/decisions/0037)."""


def migrate(cr, _version):
    """Drop the index that let each period be credited once; each invoice line still is."""
    cr.execute("DROP INDEX IF EXISTS subscription_prepaid_batch_one_per_period")
