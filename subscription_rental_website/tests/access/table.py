"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# It has no models of its own.
MODELS = {}
SHARED = set()
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "sale.order": """
        rental_accepted_on rental_accepted_terms rental_is_changed
    """,
}
# What a browser calls.
METHODS = {}
OPENS = set()
