"""Who reaches what of this addon by RPC: a new model, field or method needs its row."""

# Rights on each model: own documents, all documents, manager, billing reader.
# r read, w write, c create, d delete, - none. Employees without groups, portal users and
# people of other companies reach nothing.
MODELS = {
    "subscription.access": "r r r r",
    "subscription.benefit": "r r r r",
    "subscription.billing.run": "r r r r",
    "subscription.billing.failure": "r r r r",
    "subscription.charge": "r r r r",
    "subscription.closing": "- - r r",
    "subscription.closing.figure": "- - r r",
    "subscription.closing.task": "- - r r",
    "subscription.declaration": "r r r r",
    "subscription.deferral": "- - r r",
    "subscription.dunning.case": "r rw rw r",
    "subscription.dunning.event": "r r r r",
    "subscription.dunning.policy": "r r rwcd r",
    "subscription.dunning.step": "r r rwcd r",
    "subscription.due.date": "rwcd rwcd rwcd r",
    "subscription.due.institution": "r r rwcd r",
    "subscription.due.source": "r r rwcd r",
    "subscription.ending.link": "r r r r",
    "subscription.job.position": "- - - -",
    "subscription.line": "rwcd rwcd rwcd r",
    "subscription.mrr.movement": "r r r r",
    "subscription.mrr.report": "r r r r",
    "subscription.pause": "r r r r",
    "subscription.skip": "r r r r",
    "subscription.period": "r r r r",
    "subscription.plan": "r r rwcd r",
    "subscription.plan.line": "r r rwcd r",
    "subscription.price.revision": "r r rwcd r",
    "subscription.price.revision.line": "r r r r",
    "subscription.reminder": "r r r r",
    "subscription.reminder.optout": "rc rc rc r",
    "subscription.reminder.policy": "r r rwcd r",
    "subscription.reminder.step": "r r rwcd r",
    "subscription.renewal.notice": "r r r r",
    "subscription.renewal.offer": "r r r r",
    "subscription.subscription": "rwcd rwcd rwcd r",
    "subscription.write.off": "- - r r",
    # Dialogs: each belongs to who opened it.
    "subscription.archived.dialog": "rwc rwc rwc rwc",
    "subscription.billing.preview.dialog": "rwc rwc rwc rwc",
    "subscription.bulk.dialog": "rwcd rwcd rwcd -",
    "subscription.bulk.dialog.row": "rwcd rwcd rwcd -",
    "subscription.cancel.dialog": "rwc rwc rwc -",
    "subscription.change.dialog": "rwcd rwcd rwcd -",
    "subscription.change.dialog.line": "rwcd rwcd rwcd -",
    "subscription.charge.add.dialog": "rwc rwc rwc -",
    "subscription.billing.day.dialog": "rwc rwc rwc -",
    "subscription.charge.cancel.dialog": "rwc rwc rwc -",
    "subscription.deposit.dialog": "rwcd rwcd rwcd -",
    "subscription.due.renew.dialog": "rwcd rwcd rwcd -",
    "subscription.due.renew.dialog.line": "rwcd rwcd rwcd -",
    "subscription.dunning.dialog": "rwcd rwcd rwcd -",
    "subscription.write.off.dialog": "- - - -",
    "subscription.moving.credit": "- - rwcd -",
    "subscription.moving.method": "- - rwcd -",
    # Whoever manages payment providers.
    "subscription.provider.file.dialog": "- - - -",
    "subscription.provider.file.row": "- - - -",
    "subscription.takeover.dialog": "- - rwcd -",
    "subscription.takeover.row": "- - rwcd -",
    "subscription.part.dialog": "rwcd rwcd rwcd -",
    "subscription.pause.dialog": "rwcd rwcd rwcd -",
    "subscription.payment.dialog": "rwcd rwcd rwcd -",
    "subscription.preset.dialog": "- - rwcd -",
    "subscription.refund.dialog": "rwcd rwcd rwcd -",
    "subscription.reminder.preview.dialog": "rwc rwc rwc rwc",
    "subscription.renew.dialog": "rwcd rwcd rwcd -",
    "subscription.skip.dialog": "rwc rwc rwc -",
    "subscription.statement.dialog": "- - - rwcd",
    "subscription.subscribe.dialog": "rwcd rwcd rwcd -",
    "subscription.template.dialog": "- - rwcd -",
}
# What a clerk with own documents sees of everybody: the offer, and what is nobody's own.
SHARED = {
    "subscription.benefit",
    "subscription.due.institution",
    "subscription.due.source",
    "subscription.dunning.policy",
    "subscription.dunning.step",
    "subscription.plan",
    "subscription.plan.line",
    "subscription.price.revision",
    "subscription.reminder.optout",
    "subscription.reminder.policy",
    "subscription.reminder.step",
}
# What the system keeps of records that people write; of other addons' models, our fields.
KEPT = {
    "account.move": """
        rental_collect_date rental_opening_credit rental_run_id rental_unsent_on
    """,
    "account.move.line": """
        rental_charge_id rental_first_day rental_last_day rental_line_id
        rental_period_id rental_subscription_id
    """,
    "payment.transaction": """
        rental_doubt rental_for_all rental_invoice_id rental_outcome rental_reason
        rental_receipt_on rental_refusal rental_request_count rental_return_id
        rental_returned_on rental_subscription_id
    """,
    "subscription.due.date": """
        access_token access_token_on amount_company anchor_date date_renewed next_ids
        paid_line_id previous_id quote_id state subscription_id terms_changed_at
        amount_company anchor_date date_renewed next_ids paid_line_id previous_id
        reminder_ids state subscription_id
    """,
    "subscription.dunning.case": """
        company_id event_ids held_since hold_reason is_part_paid move_id next_action
        next_date next_step_id partner_id policy_id previous_date round since state
        stopped_by_id subscription_ids suspended_ids trigger
    """,
    "subscription.line": """
        company_id is_going_on listed_price next_line_ids phase_number phase_periods
        phase_start phase_waits previous_line_id price_subtotal quantity_from
    """,
    "subscription.plan": """
        approved_company_ids contract_version recurring_amount is_seasonal
    """,
    "subscription.plan.line": """
        price_subtotal
    """,
    "subscription.price.revision": """
        line_ids state
    """,
    "subscription.reminder.step": """
        offset_days
    """,
    "subscription.subscription": """
        access_ids access_token access_token_on billing_anchor
        billing_error billing_retry_date
        cancel_date cancel_reason cancel_uid charge_ids commitment_end
        contract_remarks contract_terms contract_version
        declaration_ids date_closed date_end date_end_before
        date_handed_over date_paid date_paused date_resume deposit_move_id
        due_date_ids dunning_case_ids former_anchor former_count former_unit former_until
        finish_date is_backlog_released is_billing_held is_seasonal is_waiting
        ledger_difference mrr name next_billing_date next_invoice_date
        next_period_start pause_rule period_ids recurring_amount renewal_date
        renewal_notice_ids renewal_offer_ids revivable_until sale_order_id
        setup_fee_line_id skip_ids signature signed_by signed_on state
        term_start terminated_values trial_end withdrawn_on
    """,
}
# What a browser calls.
METHODS = {
    "account.move": "action_rental_pay_link action_rental_retry "
    "action_view_rental_deferrals action_view_rental_subscriptions",
    "onboarding.onboarding": "action_close_panel_rental get_rental_started",
    "onboarding.onboarding.step": "action_open_step_rental_customer "
    "action_open_step_rental_plan action_open_step_rental_product",
    "payment.transaction": "action_rental_charge_again action_rental_refund "
    "action_rental_returned action_rental_was_not_paid "
    "action_rental_was_paid",
    "res.config.settings": "action_subscription_is_real",
    "res.partner": "action_view_rental_due_dates action_view_rental_subscriptions",
    "sale.order": "action_view_rental_subscriptions",
    "sale.order.line": "action_explain_price",
    "subscription.access": "action_repeat",
    "subscription.billing.day.dialog": "action_move",
    "subscription.archived.dialog": "action_take_back",
    "subscription.billing.failure": "action_open_subscription action_release",
    "subscription.billing.run": "action_approve action_retry action_view_invoices",
    "subscription.bulk.dialog": "action_apply",
    "subscription.cancel.dialog": "action_cancel",
    "subscription.change.dialog": "action_change",
    "subscription.charge": "action_cancel",
    "subscription.charge.add.dialog": "action_add",
    "subscription.charge.cancel.dialog": "action_cancel",
    "subscription.closing": "action_accrue action_close action_count action_defer "
    "action_export action_next action_open_month action_previous action_reopen "
    "action_undo_accrual action_undo_deferral action_view_deferrals",
    "subscription.closing.figure": "action_open_rows",
    "subscription.closing.task": "action_tick",
    "subscription.deposit.dialog": "action_give_back",
    "subscription.dunning.case": "action_go_on action_pay_link action_retry "
    "action_view_invoice action_view_subscriptions",
    "subscription.due.date": "action_close action_open_subscription action_quote "
    "action_renew action_reopen action_revoke_links",
    "subscription.due.renew.dialog": "action_renew",
    "subscription.dunning.dialog": "action_confirm",
    "subscription.part.dialog": "action_invoice",
    "subscription.pause.dialog": "action_pause",
    "subscription.payment.dialog": "action_enter action_send",
    "subscription.line": "action_explain_price",
    "subscription.period": "action_bill_again action_view_invoices",
    "subscription.plan": "action_view_subscriptions",
    "subscription.preset.dialog": "action_load",
    "subscription.price.revision": "action_confirm action_preview action_undo",
    "subscription.provider.file.dialog": "action_preview action_store",
    "subscription.refund.dialog": "action_refund",
    "subscription.reminder": "action_open_due_date",
    "subscription.reminder.optout": "action_take_back",
    "subscription.renew.dialog": "action_renew",
    "subscription.skip": "action_bill_again",
    "subscription.skip.dialog": "action_skip",
    "subscription.statement.dialog": "action_print",
    "subscription.subscribe.dialog": "action_open_partner action_subscribe",
    "subscription.takeover.dialog": "action_move_in action_open_takeover action_view_moved",
    "subscription.template.dialog": "action_create",
    "subscription.subscription": "action_activate action_ask_for_method "
    "action_back_to_draft action_bill_now action_cancel action_charge_now "
    "action_hand_over "
    "action_offer_renewal action_pause "
    "action_pay_link action_release_backlog action_remove_method action_renew "
    "action_resume action_revoke_links action_suspend action_undo_cancel "
    "action_view_invoices action_view_owed get_counts",
    "subscription.write.off": "action_keep action_open_proposals action_propose "
    "action_undo action_view_invoice",
    "subscription.write.off.dialog": "action_write_off",
    "subscription.figures": "action_open_figure get_figures",
    "subscription.today": "action_open_app action_open_door get_today",
}
# These open, or count, a list whose rows have rights of their own.
OPENS = {
    # The panel of the own company, for its managers; the test of it says so.
    "action_close_panel_rental",
    "action_open_app",
    "action_open_door",
    "action_open_due_date",
    "action_open_figure",
    "action_open_month",
    "action_open_proposals",
    "action_open_step_rental_customer",
    "action_open_step_rental_plan",
    "action_open_step_rental_product",
    # The test of it says who may not.
    "action_open_takeover",
    "action_view_rental_due_dates",
    "action_view_rental_subscriptions",
    "action_view_subscriptions",
    "get_counts",
    "get_figures",
    "get_rental_started",
    "get_today",
}
