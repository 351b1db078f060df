from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from odoo.addons.subscription_rental.billing import goods
from odoo.addons.subscription_rental.billing.proration import exact

GONE = ("lost", "stolen")


class SubscriptionIncident(models.Model):
    """What an incident costs the customer, and why (RG5)."""

    _inherit = "subscription.incident"

    is_covered = fields.Boolean(
        string="Covered", compute="_compute_is_covered", help="On the day it happened."
    )
    repair_cost = fields.Float(
        string="Repair Costs",
        min_display_digits="Product Price",
        help="What mending it costs, before taxes; empty where that is not worth it.",
    )
    decision = fields.Selection(
        [
            ("none", "Nothing to pay"),
            ("deductible", "Deductible"),
            ("value", "Repair or replacement value"),
        ],
        compute="_compute_decision",
        store=True,
        readonly=False,
        tracking=True,
    )
    amount = fields.Float(
        string="To Pay",
        compute="_compute_amount",
        store=True,
        readonly=False,
        tracking=True,
        min_display_digits="Product Price",
        help="Before taxes.",
    )
    computation = fields.Char(compute="_compute_computation")
    charge_id = fields.Many2one("subscription.charge", readonly=True, copy=False)

    @api.depends("assignment_id", "date")
    def _compute_is_covered(self):
        for incident in self:
            incident.is_covered = bool(incident._get_cover_line())

    def _get_cover_line(self):
        """Return the line of the cover that held on the day of the incident."""
        unit = self.assignment_id
        cover = unit.product_id.product_tmpl_id.rental_cover_product_id
        day = self.date
        return unit.subscription_id.line_ids.filtered(
            lambda line: (
                cover
                and line.product_id == cover
                and not (day and line.date_from and line.date_from > day)
                and not (day and line.date_to and line.date_to <= day)
            )
        )[:1]

    @api.depends("is_covered", "kind", "assignment_id", "repair_cost")
    def _compute_decision(self):
        for incident in self:
            incident.decision = incident._get_decision()

    def _get_decision(self):
        """Return the decision on this incident by the plan's rules."""
        if self.kind == "replacement" or (self.kind == "broken" and not self.repair_cost):
            return "none"
        if not self.is_covered:
            return "value"
        return "deductible" if self.assignment_id.subscription_id.deductible else "none"

    @api.depends("decision", "kind", "repair_cost", "assignment_id", "quantity")
    def _compute_amount(self):
        for incident in self:
            incident.amount = float(incident._get_fee())

    def _get_fee(self):
        """Return what the decision costs the customer, before taxes, exactly."""
        if not self.assignment_id or self.decision in (False, "none"):
            return exact(0)
        repair = None if self.kind in GONE else exact(self.repair_cost or 0)
        return goods.incident_fee(
            self._get_incident_value(),
            covered=self.decision == "deductible",
            deductible=exact(self.assignment_id.subscription_id.deductible),
            repair=repair,
        )

    def _get_incident_value(self):
        """Return the replacement value of this incident's units, exactly."""
        self.ensure_one()
        return exact(self.assignment_id._get_replacement_value()) * exact(self.quantity)

    @api.depends("decision", "amount", "is_covered", "repair_cost", "kind")
    @api.depends_context("lang")
    def _compute_computation(self):
        for incident in self:
            known = incident.assignment_id
            incident.computation = known and incident._get_computation()

    def _get_computation(self):
        """Return the sentence on how the amount of this incident is computed."""
        value = self._show_amount(float(self._get_incident_value()))
        cover = self._get_cover_line().product_id.display_name
        subscription = self.assignment_id.subscription_id
        if self.decision == "deductible":
            return self.env._(
                "Covered by %(cover)s: the customer pays the deductible of %(deductible)s, "
                "%(value)s at most.",
                cover=cover or "-",
                deductible=self._show_amount(subscription.deductible),
                value=value,
            )
        if self.decision == "value" and self.kind in GONE:
            return self.env._(
                "Not covered: the replacement value is %(value)s.", value=value
            )
        if self.decision == "value":
            return self.env._(
                "Not covered: the repair costs %(repair)s, %(value)s at most.",
                repair=self._show_amount(self.repair_cost),
                value=value,
            )
        return self._get_free_sentence(cover)

    def _get_free_sentence(self, cover):
        """Return the sentence on why this incident costs the customer nothing."""
        if self.kind == "broken" and not self.repair_cost:
            return self.env._("Nothing is charged: no repair costs are entered.")
        if self.is_covered and self.kind != "replacement":
            return self.env._("Covered by %(cover)s, without a deductible.", cover=cover)
        return self.env._("Nothing is charged.")

    def _show_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def action_decide(self):
        """Decide these incidents: charge the amount; take lost units off the customer."""
        self._check_state("reported")
        for incident in self:
            incident._check_decidable()
            incident._charge_decision()
            if incident.kind in GONE:
                incident._move_unit_away()
            incident._write_kept({"state": "decided"})

    def _check_decidable(self):
        self.ensure_one()
        plan = self.subscription_id.plan_id
        if plan.identity_required and not self.identity_document:
            raise UserError(
                self.env._("Check the customer's identity first: which document was seen?")
            )
        value = float(self._get_incident_value())
        if self.amount < 0 or (value and self.amount > value):
            raise UserError(
                self.env._(
                    "Charge from 0 to the replacement value of %(value)s.",
                    value=self._show_amount(value),
                )
            )
        unpriced = not value and not self.amount
        if self.kind in GONE and self.decision == "value" and unpriced:
            raise UserError(
                self.env._(
                    "%(product)s has no replacement value: enter it on the product, tab "
                    "Subscription, or enter here what is to be paid.",
                    product=self.product_id.display_name,
                )
            )

    def _charge_decision(self):
        """Charge the amount of this incident on the customer's next invoice."""
        self.ensure_one()
        if self.currency_id.is_zero(self.amount):
            return
        subscription = self.subscription_id
        here = self.with_context(lang=subscription.partner_invoice_id.lang)
        name = here.env._(
            "%(incident)s, %(unit)s: %(why)s",
            incident=self.name,
            unit=here.assignment_id.display_name,
            why=here._get_computation(),
        )
        # The ledger of charges is the system's.
        charge = (
            self.env["subscription.charge"]
            .sudo()
            .create(
                {
                    "subscription_id": subscription.id,
                    "kind": "replacement" if self.kind in GONE else "damage",
                    "product_id": self.product_id.id,
                    "name": name,
                    "amount": self.amount,
                    "source_key": f"incident/{self.id}",
                }
            )
        )
        self._write_kept({"charge_id": charge.id})
        if subscription.is_closed:
            subscription._settle_charges(subscription.company_id._subscription_today())
