"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# It has no models of its own.
MODELS = {}
SHARED = set()
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {"subscription.meter": "assignment_ids"}
# What a browser calls.
METHODS = {"stock.lot": "action_view_rental_readings"}
OPENS = set()
