from odoo import api, fields, models
from odoo.exceptions import UserError

from ...kept import Kept

# Taken over from the plan once, in place of the mixin's own defaults.
COPIED = {
    "compute": "_compute_terms",
    "store": True,
    "readonly": False,
    "precompute": True,
    "default": None,
}


class SubscriptionSubscription(models.Model):
    """The fields of a subscription that users do not change once it has begun."""

    _inherit = "subscription.subscription"

    plan_id = fields.Many2one(
        "subscription.plan",
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        frozen=True,
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
    closed_in_1 = fields.Boolean(**COPIED)
    closed_in_2 = fields.Boolean(**COPIED)
    closed_in_3 = fields.Boolean(**COPIED)
    closed_in_4 = fields.Boolean(**COPIED)
    closed_in_5 = fields.Boolean(**COPIED)
    closed_in_6 = fields.Boolean(**COPIED)
    closed_in_7 = fields.Boolean(**COPIED)
    closed_in_8 = fields.Boolean(**COPIED)
    closed_in_9 = fields.Boolean(**COPIED)
    closed_in_10 = fields.Boolean(**COPIED)
    closed_in_11 = fields.Boolean(**COPIED)
    closed_in_12 = fields.Boolean(**COPIED)
    currency_id = fields.Many2one(**COPIED | {"compute": "_compute_currency_id"})
    # Each by its own method: a fee that is given must not keep the others from the plan.
    setup_fee = fields.Monetary(compute="_compute_setup_fee", store=True, readonly=False)
    early_fee = fields.Monetary(compute="_compute_early_fee", store=True, readonly=False)
    deposit = fields.Monetary(compute="_compute_deposit", store=True, readonly=False)

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
    def _compute_setup_fee(self):
        self._copy_fee("setup_fee")

    @api.depends("plan_id", "currency_id")
    def _compute_early_fee(self):
        self._copy_fee("early_fee")

    @api.depends("plan_id", "currency_id")
    def _compute_deposit(self):
        self._copy_fee("deposit")

    def _copy_fee(self, name):
        """Set a fee of drafts to what their plan asks for, in their own currency."""
        for subscription in self:
            plan = subscription.plan_id
            if not plan or subscription.state != "draft":
                subscription[name] = subscription[name]
                continue
            subscription[name] = plan.currency_id._convert(
                plan[name],
                subscription.currency_id,
                subscription.company_id,
                subscription.date_start or fields.Date.context_today(subscription),
            )

    def write(self, vals):
        """Refuse what would change the past: terms are frozen once it runs."""
        self._check_kept(vals)
        if not isinstance(vals, Kept):
            self._check_frozen(vals)
        return super().write(self._write_sources(vals))

    def _write_sources(self, vals):
        """Write plan and customer, if other values come with them; return the others.

        What follows from plan and customer would replace the other values otherwise.
        """
        sources = {name: vals[name] for name in ("plan_id", "partner_id") if name in vals}
        if not sources or len(sources) == len(vals):
            return vals
        super().write(type(vals)(sources))  # pylint: disable=super-method-mismatch
        self.flush_recordset()
        return type(vals)((name, vals[name]) for name in vals if name not in sources)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Make agreed and frozen fields read-only in the form of a begun subscription."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            fixed = self._get_marked_fields("agreed") | self._get_marked_fields("frozen")
            for node in arch.xpath("//field[not(ancestor::field)]"):
                if node.get("name") in fixed and not node.get("readonly"):
                    node.set("readonly", "state != 'draft'")
        return arch, view

    def _differs(self, name, value):
        """Return whether `value`, as given to `write`, changes one of these records."""
        field = self._fields[name]
        try:
            return any(
                field.convert_to_cache(value, record)
                != field.convert_to_cache(record[name], record)
                for record in self
            )
        except (ValueError, TypeError, OverflowError):
            # Whatever it is, it is not what is there.
            return bool(self)

    def _check_frozen(self, vals):
        """Raise UserError if `vals` changes the terms of a subscription that has begun."""
        frozen = self._get_marked_fields("agreed") | self._get_marked_fields("frozen")
        begun = self.filtered(lambda subscription: subscription.state != "draft")
        touched = {
            name for name in frozen & vals.keys() if begun._differs(name, vals[name])
        }
        if touched:
            raise UserError(
                self.env._(
                    "%(name)s has begun: %(fields)s can no longer be changed. Cancel it "
                    "and subscribe the customer anew.",
                    name=begun[0].display_name,
                    fields=self._get_labels(touched),
                )
            )
