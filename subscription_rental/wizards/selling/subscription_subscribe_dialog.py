from odoo import api, fields, models
from odoo.exceptions import UserError

# What the dialog can ask for: the settings that ask for it, and the fields that hold it.
REQUIRED = {
    "subscription_require_email": ("email",),
    "subscription_require_phone": ("phone",),
    "subscription_require_address": ("street", "zip", "city", "country_id"),
    "subscription_require_vat": ("vat",),
}
INLINE = [name for names in REQUIRED.values() for name in names]


class SubscriptionSubscribeDialog(models.TransientModel):
    """Subscribe a customer without a quotation; asks for missing facts of the customer."""

    _name = "subscription.subscribe.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Subscribe a Customer"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    plan_id = fields.Many2one(
        "subscription.plan",
        required=True,
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
    )
    start = fields.Selection(
        [("now", "Now"), ("later", "On a later day"), ("draft", "Not yet: keep a draft")],
        default="now",
        required=True,
    )
    date_start = fields.Date(string="Starts On")
    offer = fields.Char(compute="_compute_offer", help="What the customer pays, and when.")
    missing = fields.Char(
        compute="_compute_missing", help="What is to be known of the customer first."
    )
    missing_fields = fields.Json(compute="_compute_missing")
    email = fields.Char(compute="_compute_inline", store=True, readonly=False)
    phone = fields.Char(compute="_compute_inline", store=True, readonly=False)
    street = fields.Char(compute="_compute_inline", store=True, readonly=False)
    zip = fields.Char(string="ZIP", compute="_compute_inline", store=True, readonly=False)
    city = fields.Char(compute="_compute_inline", store=True, readonly=False)
    country_id = fields.Many2one(
        "res.country", compute="_compute_inline", store=True, readonly=False
    )
    vat = fields.Char(
        string="Tax ID", compute="_compute_inline", store=True, readonly=False
    )
    ask_email = fields.Boolean(compute="_compute_asked")
    ask_phone = fields.Boolean(compute="_compute_asked")
    ask_address = fields.Boolean(compute="_compute_asked")
    ask_vat = fields.Boolean(compute="_compute_asked")
    is_refused = fields.Boolean(
        compute="_compute_is_refused",
        help="Something is missing that the user may not write on the customer.",
    )

    @api.depends("partner_id")
    def _compute_inline(self):
        for wizard in self:
            for name in INLINE:
                wizard[name] = wizard.partner_id[name]

    @api.depends("partner_id", "company_id")
    def _compute_asked(self):
        for wizard in self:
            for setting, names in REQUIRED.items():
                asked = wizard.partner_id and wizard.company_id[setting]
                lacks = not all(wizard.partner_id[name] for name in names)
                wizard[setting.replace("subscription_require", "ask")] = asked and lacks

    @api.depends("ask_email", "ask_phone", "ask_address", "ask_vat")
    @api.depends_context("uid")
    def _compute_is_refused(self):
        for wizard in self:
            asked = any(
                wizard[setting.replace("subscription_require", "ask")]
                for setting in REQUIRED
            )
            wizard.is_refused = asked and not wizard.partner_id._origin.has_access("write")

    @api.depends("partner_id", "company_id", *INLINE)
    def _compute_missing(self):
        for wizard in self:
            names = wizard._get_missing_facts()
            labels = (wizard._fields[name]._description_string(self.env) for name in names)
            wizard.missing_fields = names
            wizard.missing = ", ".join(labels)

    def _get_missing_facts(self):
        """Return the names of the required fields of the customer that are empty."""
        if not self.partner_id:
            return []
        asked = (names for setting, names in REQUIRED.items() if self.company_id[setting])
        return [name for names in asked for name in names if not self[name]]

    @api.depends("plan_id")
    @api.depends_context("lang")
    def _compute_offer(self):
        for wizard in self:
            wizard.offer = wizard.plan_id._get_offer_sentence() if wizard.plan_id else False

    def action_subscribe(self):
        """Subscribe the customer; open the new subscription."""
        self._do_once()
        if self.missing:
            raise UserError(
                self.env._(
                    "%(customer)s lacks: %(missing)s. Fill it in here, then subscribe.",
                    customer=self.partner_id.display_name,
                    missing=self.missing,
                )
            )
        if self.is_refused:
            raise UserError(
                self.env._(
                    "You may not change %(customer)s: ask somebody who may to fill in what "
                    "is missing.",
                    customer=self.partner_id.display_name,
                )
            )
        if self.start == "later" and not self.date_start:
            raise UserError(self.env._("Choose the day on which it starts."))
        self._complete_customer()
        subscription = self.env["subscription.subscription"].create(
            self._prepare_subscription_vals()
        )
        if self.start != "draft":
            subscription.action_activate()
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.subscription",
            "res_id": subscription.id,
            "view_mode": "form",
        }

    def _prepare_subscription_vals(self):
        """Return the values of the new subscription; an override adds those of its room."""
        return {
            "partner_id": self.partner_id.id,
            "plan_id": self.plan_id.id,
            "company_id": self.company_id.id,
            "date_start": self.start == "later" and self.date_start,
        }

    def _complete_customer(self):
        """Write what was filled in here on the customer, with the user's own rights."""
        values = {
            name: self[name].id if name == "country_id" else self[name]
            for name in INLINE
            if self[name] != self.partner_id[name]
        }
        if values:
            self.partner_id.write(values)

    def action_open_partner(self):
        """Open the customer, to fix there what is missing."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "view_mode": "form",
        }
