from odoo import api, fields, models
from odoo.exceptions import UserError

# Taken over from the plan once, in place of the mixin's own defaults.
COPIED = {
    "compute": "_compute_terms",
    "store": True,
    "readonly": False,
    "precompute": True,
    "default": None,
}


class SubscriptionAgreementMixin(models.AbstractModel):
    """What a subscription takes over from its plan, and what nobody changes later."""

    _name = "subscription.agreement.mixin"
    _inherit = ["subscription.terms.mixin"]
    _description = "Agreed Terms of a Subscription"

    plan_id = fields.Many2one(
        "subscription.plan",
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    interval_count = fields.Integer(**COPIED)
    interval_unit = fields.Selection(**COPIED)
    billing_timing = fields.Selection(**COPIED)
    invoice_lead_days = fields.Integer(**COPIED)
    trial_days = fields.Integer(**COPIED)
    term_count = fields.Integer(**COPIED)
    renewal = fields.Selection(**COPIED)
    renewal_count = fields.Integer(**COPIED)
    grace_days = fields.Integer(**COPIED)
    commitment_count = fields.Integer(**COPIED)
    early_fee_rule = fields.Selection(**COPIED)
    early_fee_percent = fields.Float(**COPIED)
    proration = fields.Selection(**COPIED)
    start_on_payment = fields.Boolean(**COPIED)
    start_on_handover = fields.Boolean(**COPIED)
    pause_max_days = fields.Integer(**COPIED)
    alignment = fields.Selection(**COPIED)
    alignment_day = fields.Integer(**COPIED)
    alignment_month = fields.Selection(**COPIED)
    currency_id = fields.Many2one(**COPIED | {"compute": "_compute_currency_id"})
    setup_fee = fields.Monetary(compute="_compute_fees", store=True, readonly=False)
    early_fee = fields.Monetary(compute="_compute_fees", store=True, readonly=False)
    deposit = fields.Monetary(compute="_compute_fees", store=True, readonly=False)

    @api.depends("plan_id")
    def _compute_currency_id(self):
        for subscription in self.filtered(lambda one: one.state == "draft"):
            plan = subscription.plan_id
            subscription.currency_id = (
                plan.currency_id or subscription.company_id.currency_id
            )

    @api.depends("plan_id")
    def _compute_terms(self):
        names = self._terms_fields()
        defaults = self.env["subscription.plan"].default_get(names)
        # What runs has its terms written by the change that a person saw.
        for subscription in self.filtered(lambda one: one.state == "draft"):
            plan = subscription.plan_id
            subscription.update({name: plan[name] for name in names} if plan else defaults)

    @api.depends("plan_id", "currency_id")
    def _compute_fees(self):
        for subscription in self.filtered("plan_id"):
            if subscription.state != "draft":
                continue
            plan = subscription.plan_id
            for name in ("setup_fee", "early_fee", "deposit"):
                subscription[name] = plan.currency_id._convert(
                    plan[name],
                    subscription.currency_id,
                    subscription.company_id,
                    subscription.date_start or fields.Date.context_today(subscription),
                )

    def write(self, vals):
        """Refuse what would change the past: terms are frozen once it runs."""
        self._check_system_fields(vals)
        if "state" in vals:
            moving = self.filtered(lambda one: one.state != vals["state"])
            moving._check_move(vals["state"])
        elif not self.env.su:
            self._check_frozen(vals)
        sources = {name: vals[name] for name in ("plan_id", "partner_id") if name in vals}
        if sources and len(sources) < len(vals):
            # What follows from them comes first, so that the other values stay as given.
            super().write(sources)
            self.flush_recordset()
            vals = {name: vals[name] for name in vals if name not in sources}
        return super().write(vals)

    @api.model
    def _system_fields(self):
        """Return the fields that only our own methods write."""
        return {
            "state",
            "billing_anchor",
            "trial_end",
            "date_end",
            "commitment_end",
            "date_paused",
            "date_closed",
            "next_period_start",
            "next_billing_date",
            "billing_retry_date",
            "billing_error",
            "is_backlog_released",
            "ledger_difference",
            "cancel_date",
            "cancel_reason",
            "cancel_uid",
            "date_end_before",
            "date_resume",
            "pause_rule",
            "mrr",
            "date_paid",
            "date_handed_over",
            "contract_terms",
            "contract_version",
            "signed_by",
            "signed_on",
            "signature",
            "revivable_until",
            "is_billing_held",
        }

    @api.model
    def _check_system_fields(self, vals):
        """Raise UserError if a user writes what the system keeps."""
        kept = self._system_fields() & vals.keys()
        if self.env.su or not kept:
            return
        raise UserError(
            self.env._(
                "%(fields)s: these are kept by the system. Use the buttons of the "
                "subscription.",
                fields=self._get_labels(kept),
            )
        )

    @api.model
    def _get_labels(self, names):
        """Return the labels of these fields, as one text."""
        labels = (self._fields[name]._description_string(self.env) for name in names)
        return ", ".join(sorted(labels))

    def _check_frozen(self, vals):
        """Raise UserError if `vals` would change agreed terms of a running one."""
        frozen = {*self._terms_fields(), "plan_id", "currency_id", "setup_fee"}
        frozen |= {
            "early_fee",
            "deposit",
            "moved_in_anchor",
            "moved_in_billing_date",
            "company_id",
            "date_start",
            "partner_id",
        }
        touched = frozen & vals.keys()
        begun = self.filtered(lambda subscription: subscription.state != "draft")
        if touched and begun:
            raise UserError(
                self.env._(
                    "%(name)s has begun: %(fields)s can no longer be changed. Cancel it "
                    "and subscribe the customer anew.",
                    name=begun[0].display_name,
                    fields=self._get_labels(touched),
                )
            )
