"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# Own documents, all documents, manager, billing reader.
MODELS = {
    "subscription.sepa.amend.dialog": "- - rwcd -",
    "subscription.sepa.answer": "- - r r",
    "subscription.sepa.bank.file": "- - r r",
    "subscription.sepa.collection": "- - rw r",
    "subscription.sepa.mandate": "r r rwcd r",
    "subscription.sepa.mandate.dialog": "rwcd rwcd rwcd -",
    "subscription.sepa.upload.dialog": "- - rwcd -",
}
SHARED = set()
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "account.move": "rental_debit_day rental_sepa_collection_id",
    "payment.transaction": """
        rental_booking_line_id rental_collection_id rental_correction_id
        rental_debit_day rental_mandate_id rental_told_day rental_told_on
    """,
    "subscription.sepa.collection": """
        accepted_on approved_by_id attachment_id checksum company_id day debit_ids
        entry_ids exported_at exported_by_id exported_count exported_total gathering_number
        made_by_id name provider_id scheme sequence state version
    """,
    "subscription.sepa.mandate": """
        accepted_on account_changed confirmed_on creditor_identifier debit_ids end_reason
        ended_on signed_ip signed_moment signed_text state token_id used_on
    """,
}
# What a browser calls.
METHODS = {
    "subscription.sepa.amend.dialog": "action_amend",
    "subscription.sepa.answer": "action_settle",
    "subscription.sepa.collection": """
        action_approve action_cancel action_download action_export
        action_make_collections action_sent action_view_collected action_view_entries
    """,
    "subscription.sepa.mandate": """
        action_activate action_amend action_confirm action_print action_revoke
        action_view_debits
    """,
    "subscription.sepa.mandate.dialog": "action_register",
    "subscription.sepa.upload.dialog": "action_read",
    "subscription.subscription": "action_enter_mandate",
}
# Windows on what the user may read; a manager elsewhere makes their own collections.
OPENS = {
    "action_make_collections",
    "action_print",
    "action_view_collected",
    "action_view_debits",
    "action_view_entries",
}
