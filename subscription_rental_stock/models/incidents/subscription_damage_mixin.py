from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from odoo.addons.subscription_rental.billing import goods
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionDamageMixin(models.AbstractModel):
    """What harm to a unit costs the customer, and why: one rule for all of it (RG5, RG6).

    Incidents and the check of a returned unit use it. They have `assignment_id`,
    `quantity` and `currency_id`, and say in `damage` what became of the unit.
    """

    _name = "subscription.damage.mixin"
    _description = "Decision on a Damage"

    damage = fields.Selection(
        [("none", "None"), ("broken", "Broken"), ("gone", "Gone")],
        compute="_compute_damage",
        help="What became of the unit: it can be mended, or it is gone.",
    )
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
        precompute=True,
    )
    amount = fields.Float(
        string="To Pay",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        min_display_digits="Product Price",
        help="Before taxes.",
    )
    computation = fields.Char(compute="_compute_computation")

    def _compute_damage(self):
        """Set that no harm is done; an override says what became of the units."""
        self.damage = "none"

    # === the cover === #

    @api.depends("assignment_id")
    def _compute_is_covered(self):
        for record in self:
            record.is_covered = bool(record._get_cover_line())

    def _get_damage_day(self):
        """Return the day on which it happened, or False; an override knows it."""
        return False

    def _get_cover_line(self):
        """Return the line of the cover that held on the day it happened."""
        unit, day = self._get_damaged_unit(), self._get_damage_day()
        cover = unit.product_id.product_tmpl_id.rental_cover_product_id
        return unit.subscription_id.line_ids.filtered(
            lambda line: (
                cover
                and line.product_id == cover
                and not (day and line.date_from and line.date_from > day)
                and not (day and line.date_to and line.date_to <= day)
            )
        )[:1]

    def _get_damaged_unit(self):
        """Return the unit, read as the system: units are the warehouse's.

        Who checks what came back need not be who looks after its subscription.
        """
        unit = self.assignment_id.sudo()
        return unit.with_company(unit.company_id)

    # === the decision === #

    @api.depends("is_covered", "damage", "assignment_id", "repair_cost")
    def _compute_decision(self):
        for record in self:
            record.decision = record._get_decision()

    def _get_decision(self):
        """Return the decision by what was agreed on.

        What is covered costs the deductible, broken or gone. What is not costs its repair
        or replacement; a broken unit that nobody has priced yet costs nothing.
        """
        subscription = self._get_damaged_unit().subscription_id
        if self.damage == "none" or not subscription:
            return "none"
        if self.is_covered:
            return "deductible" if subscription.deductible else "none"
        return "none" if self._is_unpriced() else "value"

    def _is_unpriced(self):
        """Return whether it costs what the repair does, and nobody has entered that."""
        return self.damage == "broken" and not self.is_covered and not self.repair_cost

    @api.depends("decision", "damage", "repair_cost", "assignment_id", "quantity")
    def _compute_amount(self):
        for record in self:
            record.amount = record._get_fee()

    def _get_fee(self):
        """Return what the decision costs the customer, before taxes."""
        unit = self._get_damaged_unit()
        if not unit or self.decision in (False, "none"):
            return 0.0
        fee = self._get_damage_fee(covered=self.decision == "deductible")
        return unit.subscription_id.currency_id.round(float(fee))

    def _get_damage_fee(self, *, covered):
        """Return what the damage costs the customer with a cover or without, exactly."""
        return goods.incident_fee(
            self._get_damaged_value() or None,
            covered=covered,
            deductible=exact(self._get_damaged_unit().subscription_id.deductible),
            repair=None if self._is_total() else exact(self.repair_cost),
        )

    def _prepare_harm_vals(self):
        """Return what the damage came to, and what the cover pays of it, to keep.

        Of a broken unit whose repair nobody has priced, and of one that is gone and has
        no replacement value, no more is known than what the customer pays.
        """
        self.ensure_one()
        unit = self._get_damaged_unit()
        if self.damage == "none" or not unit:
            return {"loss": 0.0, "cover_paid": 0.0}
        is_gone = self.damage == "gone"
        is_known = self._get_damaged_value() if is_gone else self.repair_cost
        whole = float(self._get_damage_fee(covered=False)) if is_known else self.amount
        covered = max(whole - self.amount, 0.0) if self.is_covered else 0.0
        company = unit.company_id
        own = unit.subscription_id.currency_id
        # At the rate at which the replacement value was agreed on.
        return {
            name: own._convert(amount, company.currency_id, company, unit.date_from)
            for name, amount in {"loss": whole, "cover_paid": covered}.items()
        }

    def _is_total(self):
        """Return whether the unit is not mended: it is gone, or not worth a repair."""
        return self.damage == "gone" or not self.repair_cost

    def _get_damaged_value(self):
        """Return the replacement value of the units, exactly; 0 where none is known."""
        unit = self._get_damaged_unit()
        if not unit:
            return exact(0)
        return exact(unit._get_replacement_value()) * exact(self.quantity)

    # === in words === #

    @api.depends("decision", "amount", "is_covered", "repair_cost", "damage", "quantity")
    @api.depends_context("lang")
    def _compute_computation(self):
        for record in self:
            record.computation = bool(record.assignment_id) and record._get_computation()

    def _get_computation(self, *, with_taxes=False):
        """Return the sentence on how the amount comes about.

        :param with_taxes: with the amounts as an invoice of today has them in total
        """
        cover = self._get_cover_line().product_id.display_name or "-"
        shown = self._get_shown_amounts(with_taxes=with_taxes)
        if self.decision == "deductible":
            sentence = self._get_deductible_sentence(cover, shown)
        elif self.decision == "value":
            sentence = self._get_value_sentence(shown)
        else:
            return self._get_free_sentence(cover)
        note = self.env._("With taxes.") if with_taxes else self.env._("Before taxes.")
        return f"{sentence} {note}"

    def _get_shown_amounts(self, *, with_taxes):
        """Return {what: its amount as text}; an amount that nobody knows is ""."""
        subscription = self._get_damaged_unit().subscription_id
        whole = self._get_damage_fee(covered=False)
        amounts = {
            "deductible": subscription.deductible,
            "value": float(self._get_damaged_value()),
            "repair": self.repair_cost,
            "most": float(whole),
        }
        return {
            name: self._show_amount(self._get_with_taxes(amount) if with_taxes else amount)
            if amount
            else ""
            for name, amount in amounts.items()
        }

    def _get_with_taxes(self, amount):
        """Return an amount of this unit's product as an invoice has it in total."""
        unit = self._get_damaged_unit()
        subscription = unit.subscription_id
        line = subscription._prepare_product_base_line(
            unit.product_id, subscription._get_product_taxes(unit.product_id), amount
        )
        return float(subscription._get_tax_totals([line])[1])

    def _get_deductible_sentence(self, cover, shown):
        if not shown["most"]:
            return self.env._(
                "Covered by %(cover)s: the customer pays the deductible of %(deductible)s.",
                cover=cover,
                deductible=shown["deductible"],
            )
        return self.env._(
            "Covered by %(cover)s: the customer pays the deductible of %(deductible)s, "
            "%(value)s at most.",
            cover=cover,
            deductible=shown["deductible"],
            value=shown["most"],
        )

    def _get_value_sentence(self, shown):
        if self._is_total():
            return self.env._(
                "Not covered: the replacement value is %(value)s.",
                value=shown["value"] or self.env._("not known"),
            )
        if not shown["value"]:
            return self.env._(
                "Not covered: the repair costs %(repair)s.", repair=shown["repair"]
            )
        return self.env._(
            "Not covered: the repair costs %(repair)s, %(value)s at most.",
            repair=shown["repair"],
            value=shown["value"],
        )

    def _get_free_sentence(self, cover):
        """Return the sentence on why this costs the customer nothing."""
        if self.damage == "none":
            return self.env._("Nothing is charged.")
        if self.is_covered:
            return self.env._("Covered by %(cover)s, without a deductible.", cover=cover)
        if self._is_unpriced():
            return self.env._("Nothing is charged: no repair costs are entered.")
        return self.env._("Nothing is charged.")

    def _get_charged_reason(self):
        """Return why the amount is charged: by the rule, unless a person chose another."""
        if self.currency_id.is_zero(self.amount - self._get_fee()):
            return self._get_computation()
        return self.env._("as it was decided")

    def _show_amount(self, amount):
        currency = self._get_damaged_unit().subscription_id.currency_id
        return formatLang(self.env, amount, currency_obj=currency)

    # === what may be charged === #

    def _check_amount(self):
        """Raise UserError unless the amount is from 0 to the replacement value."""
        self.ensure_one()
        value = float(self._get_damaged_value())
        if self.amount < 0 or (value and self.amount > value):
            if not value:
                raise UserError(self.env._("Enter what it costs: not less than 0."))
            raise UserError(
                self.env._(
                    "Charge from 0 to the replacement value of %(value)s.",
                    value=self._show_amount(value),
                )
            )
