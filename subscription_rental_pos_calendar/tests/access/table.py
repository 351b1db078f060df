"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# It has no models of its own.
MODELS = {}
SHARED = set()
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {}
# What a till calls: cashiers only, for a till that they may use.
METHODS = {"pos.config": "rental_claim_booking rental_find_bookings"}
OPENS = set()
