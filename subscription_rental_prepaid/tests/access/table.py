"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# Rights on each model: own documents, all documents, manager, billing reader.
# r read, w write, c create, d delete, - none. Employees without groups, portal users and
# people of other companies reach nothing.
MODELS = {
    "subscription.prepaid": "r r r r",
    "subscription.prepaid.batch": "r r r r",
    "subscription.prepaid.hold": "r r r r",
    "subscription.prepaid.movement": "r r r r",
    "subscription.prepaid.offer": "r r rwcd r",
    "subscription.prepaid.service": "r r rwcd r",
    "subscription.prepaid.spending": "r r r r",
    # Dialogs: each belongs to who opened it.
    "subscription.prepaid.claim.dialog": "rwcd rwcd rwcd -",
    "subscription.prepaid.hand.dialog": "rwcd rwcd rwcd -",
    "subscription.prepaid.refund.dialog": "rwcd rwcd rwcd -",
    "subscription.prepaid.request.dialog": "rwcd rwcd rwcd -",
    "subscription.prepaid.spend.dialog": "rwcd rwcd rwcd -",
}
# What a clerk with own documents sees of everybody: a customer's pack counts for whoever
# serves them.
SHARED = {
    "subscription.prepaid",
    "subscription.prepaid.batch",
    "subscription.prepaid.hold",
    "subscription.prepaid.movement",
    "subscription.prepaid.offer",
    "subscription.prepaid.service",
    "subscription.prepaid.spending",
}
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "account.move.line": """
        rental_batch_id rental_full_discount rental_full_price rental_prepaid_id
        rental_prepaid_line_id
    """,
    "sale.order.line": "rental_full_discount rental_full_price rental_prepaid_id",
}
# What a browser calls.
METHODS = {
    "account.move": "action_undo_prepaid action_use_prepaid",
    "account.move.line": "action_undo_prepaid action_use_prepaid",
    "sale.order": "action_undo_prepaid action_use_prepaid",
    "sale.order.line": "action_undo_prepaid action_use_prepaid",
    "subscription.prepaid.claim.dialog": "action_claim",
    "subscription.prepaid.hand.dialog": "action_hand",
    "subscription.prepaid.refund.dialog": "action_refund",
    "subscription.prepaid.request.dialog": "action_request",
    "subscription.prepaid.spend.dialog": "action_spend",
}
# These open a list whose rows have rights of their own.
OPENS = set()
