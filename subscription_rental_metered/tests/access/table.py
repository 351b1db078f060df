"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# Own documents, all documents, manager, billing reader.
MODELS = {
    "subscription.bulk.dialog.reading": "rwcd rwcd rwcd -",
    "subscription.meter": "rw rw rw r",
    "subscription.reading": "rc rc rc r",
    "subscription.reading.void.dialog": "rwcd rwcd rwcd -",
    "subscription.tariff": "r r rwcd r",
    "subscription.tariff.tier": "r r rwcd r",
    "subscription.use": "r r r r",
}
SHARED = {"subscription.tariff", "subscription.tariff.tier"}
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "account.move.line": "rental_use_id",
    "subscription.line": "meter_id",
    "subscription.meter": """
        asked_until company_id decimals label line_ids next_date reading_ids reading_number
        subscription_id uom_id
    """,
    "subscription.subscription": "meter_ids reading_ids use_ids",
    "subscription.tariff": "origin_id",
}
# What a browser calls.
METHODS = {
    "subscription.line": "action_view_line_readings",
    "subscription.meter": "action_add_reading action_view_readings add_reading",
    "subscription.reading": "action_confirm action_void",
    "subscription.reading.void.dialog": "action_void",
    "subscription.subscription": "action_view_readings",
    "subscription.use": "action_bill_use_again",
}
OPENS = set()
