"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# Own documents, all documents, manager, billing reader.
MODELS = {
    "subscription.mollie.check": "- - - -",
    "subscription.mollie.check.line": "- - - -",
    "subscription.mollie.customer": "- - r -",
}
SHARED = set()
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "payment.transaction": "rental_charged_back rental_look_at",
}
# What a browser calls.
METHODS = {
    "payment.provider": "action_rental_mollie_check",
    "payment.transaction": "action_rental_look_up",
}
OPENS = set()
