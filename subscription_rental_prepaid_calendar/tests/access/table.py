"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# It has no models of its own.
MODELS = {}
SHARED = set()
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "calendar.event": """
        rental_attendance rental_move_id rental_prepaid_id rental_ticket_key
    """,
}
# What a browser calls.
METHODS = {
    "calendar.event": """
        action_no_show action_undo_prepaid action_use_prepaid action_view_rental_invoice
    """,
}
OPENS = set()
