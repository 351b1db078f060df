"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# It has no models, fields or methods of its own.
MODELS = {}
SHARED = set()
KEPT = {}
METHODS = {}
OPENS = set()
