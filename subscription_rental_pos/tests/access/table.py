"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# It has no models of its own.
MODELS = {}
SHARED = set()
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "pos.order.line": "rental_is_overused",
    "sale.order": "rental_pos_order_id",
    "sale.order.line": "rental_ticket_uuid",
    "subscription.subscription": "pos_config_id pos_warehouse_id",
}
# What a till calls: cashiers only, for a till that they may use; and a button.
METHODS = {
    "pos.config": "rental_claim_credit rental_claim_sessions rental_find_methods "
    "rental_find_plans rental_find_prepaids rental_price_ticket rental_read_prepaids "
    "rental_release_prepaid",
    "pos.order": "action_view_rental_orders",
}
OPENS = set()
