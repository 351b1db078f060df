"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# Rights on each model: own documents, all documents, manager, billing reader.
# r read, w write, c create, d delete, - none. Employees without groups, portal users and
# people of other companies reach nothing.
MODELS = {
    "subscription.assignment": "r r r r",
    "subscription.incident": "rwc rwc rwcd r",
    "subscription.unit.check": "r r r -",
    "subscription.unit.report": "- r r -",
    # Dialogs: each belongs to who opened it.
    "subscription.ship.dialog": "rwcd rwcd rwcd -",
    "subscription.ship.dialog.row": "rwcd rwcd rwcd -",
    "subscription.swap.dialog": "rwcd rwcd rwcd -",
    "subscription.inspect.dialog": "rwcd rwcd rwcd -",
    "subscription.return.dialog": "rwcd rwcd rwcd -",
    "subscription.unit.sale.dialog": "rwcd rwcd rwcd -",
}
# What a clerk with own documents sees of everybody: units are the warehouse's.
SHARED = {
    "subscription.assignment",
    "subscription.unit.check",
}
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "stock.move": """
        rental_assignment_id rental_line_id rental_note rental_reason
    """,
    "stock.picking": """
        rental_for_end rental_identity_on rental_identity_uid rental_kind
        rental_moved_in rental_signed_on rental_subscription_id rental_twin_id
    """,
    "subscription.incident": """
        charge_id closed_on company_id cover_paid found_on identity_on identity_uid
        is_former link_token loss lot_id name partner_id product_id
        replacement_picking_id signed_on state subscription_id
    """,
    "subscription.line": """
        assignment_ids quantity_ordered
    """,
    "subscription.subscription": """
        assignment_ids rental_picking_ids
    """,
}
# What a browser calls.
METHODS = {
    "stock.lot": "action_inspect action_view_rentals",
    "stock.picking": "action_rental_ship action_view_rental_subscription",
    "subscription.assignment": "action_print_label action_report_incident action_sell "
    "action_swap",
    "subscription.incident": "action_cancel action_close action_decide action_found "
    "action_hand_over action_replace action_view_subscription",
    "subscription.inspect.dialog": "action_done",
    "subscription.return.dialog": "action_announce action_take_back",
    "subscription.ship.dialog": "action_hand_over",
    "subscription.subscription": "action_confirm_delivery action_print_return_label "
    "action_view_incidents action_view_transfers action_view_units",
    "subscription.swap.dialog": "action_swap",
    "subscription.unit.report": "action_view_invoices action_view_subscriptions "
    "action_view_unit",
    "subscription.unit.sale.dialog": "action_sell",
}
# These open a list whose rows have rights of their own.
OPENS = {"action_view_transfers", "action_view_units", "action_view_rentals"}
