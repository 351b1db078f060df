from odoo import api, fields, models
from odoo.exceptions import UserError

GONE = ("lost", "stolen")


class SubscriptionIncident(models.Model):
    """What an incident costs the customer, and why (RG5)."""

    _name = "subscription.incident"
    _inherit = ["subscription.incident", "subscription.damage.mixin"]

    decision = fields.Selection(tracking=True)
    amount = fields.Float(tracking=True)
    charge_id = fields.Many2one("subscription.charge", readonly=True, copy=False)

    @api.depends("kind")
    def _compute_damage(self):
        """Set what became of the unit by what happened to it."""
        kinds = {**dict.fromkeys(GONE, "gone"), "broken": "broken"}
        for incident in self:
            incident.damage = kinds.get(incident.kind, "none")

    @api.depends("date")
    def _compute_is_covered(self):
        return super()._compute_is_covered()

    def _get_damage_day(self):
        return self.date or super()._get_damage_day()

    def _settles_damage(self):
        """Return whether what a damage of the unit costs is decided on here.

        It is not by a wish for another unit, by a loss that was undone, nor while nobody
        knew what the repair costs.
        """
        self.ensure_one()
        if self.state == "cancelled" or self.damage == "none" or self.found_on:
            return False
        open_ = self.state == "reported"
        return open_ or self.decision != "none" or not self._is_unpriced()

    def _get_customer_computation(self):
        """Return the sentence on the amount, as this customer is shown prices (PO3)."""
        self.ensure_one()
        with_taxes = self._get_damaged_unit().subscription_id._shows_taxes()
        return self._get_computation(with_taxes=with_taxes)

    def action_decide(self):
        """Decide these incidents: charge the amount; take lost units off the customer."""
        self._check_state("reported")
        for incident in self:
            incident._check_decidable()
            incident._write_kept(incident._prepare_harm_vals())
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
        self._check_amount()
        if self.damage != "none" and self.amount and self._is_charged_by_check():
            raise UserError(
                self.env._(
                    "The check of %(unit)s charged its damage already: enter 0 here, or "
                    "cancel that charge first.",
                    unit=self._get_damaged_unit().display_name,
                )
            )
        unpriced = not self._get_damaged_value() and not self.amount
        if self.damage != "none" and self.decision == "value" and unpriced:
            raise UserError(
                self.env._(
                    "%(product)s has no replacement value: enter it on the product, tab "
                    "Subscription, or enter here what is to be paid.",
                    product=self.product_id.display_name,
                )
            )

    def _is_charged_by_check(self):
        """Return whether a check of the returned unit charged what became of it."""
        self.ensure_one()
        return bool(self._get_damaged_unit()._get_check_charges())

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
            why=here._get_charged_reason(),
        )
        # The ledger of charges is the system's.
        charge = (
            self.env["subscription.charge"]
            .sudo()
            .create(
                {
                    "subscription_id": subscription.id,
                    "assignment_id": self.assignment_id.id,
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
