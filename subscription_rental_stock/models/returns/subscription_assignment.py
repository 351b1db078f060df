from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.words import format_days

from .stock_picking import LABEL

REMINDER = "subscription_rental_stock.mail_template_return_reminder"

REMIND_EVERY = 7  # days


class SubscriptionAssignment(models.Model):
    """Units that do not come back: reminders, further rent, then their value (RG6)."""

    _inherit = "subscription.assignment"

    reminded_on = fields.Date(readonly=True)
    replaced_on = fields.Date(
        string="Replacement Invoiced On",
        readonly=True,
        help="It did not come back: its value was invoiced, and is credited if it does.",
    )
    replaced_value = fields.Float(
        readonly=True, help="What was invoiced for each of it, before taxes."
    )

    replacement_charge_id = fields.Many2one(
        "subscription.charge",
        string="Charge of Its Value",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    is_asked_back = fields.Boolean(
        string="Return Asked For", compute="_compute_is_asked_back"
    )

    @api.depends("date_to", "subscription_id.rental_picking_ids.state")
    def _compute_is_asked_back(self):
        coming = self.subscription_id._get_open_moves("in").rental_assignment_id
        for unit in self:
            unit.is_asked_back = unit in coming

    def action_print_label(self):
        """Print the label of the return that is to bring this unit back."""
        self.check_access("read")
        moves = self.subscription_id._get_open_moves("in").filtered(
            lambda move: move.rental_assignment_id in self
        )
        if not moves:
            raise UserError(
                self.env._("No return is asked for: choose Return, then Announce.")
            )
        return self.env.ref(LABEL).report_action(moves.picking_id)

    def _chase(self, subscription, today):
        """Take the next steps for these late units of one subscription."""
        end = subscription._get_end_of_rent()
        if not end or end >= today:
            return
        days = (today - end).days
        plan = subscription.plan_id
        lasting = self.filtered(lambda unit: not unit.replaced_on)
        if plan.late_fee:
            lasting._bill_late_intervals(subscription, end, today)
        replaced = lasting.browse()
        if plan.replace_after_days and days >= plan.replace_after_days:
            replaced = lasting._invoice_replacement(subscription, end, today)
        if days >= plan.remind_after_days:
            (lasting - replaced)._remind(subscription, today)

    def _remind(self, subscription, today):
        """Remind the customer of these units, once a week."""
        due = self.filtered(
            lambda unit: (
                not unit.reminded_on or (today - unit.reminded_on).days >= REMIND_EVERY
            )
        )
        template = self.env.ref(REMINDER, raise_if_not_found=False)
        if due and template:
            template.send_mail(subscription.id)
            due.reminded_on = today

    def _bill_late_intervals(self, subscription, end, today):
        """Charge the rent that goes on after the end, an interval at a time."""
        interval = subscription._get_timeline().slot(end).days
        due = self.filtered(
            lambda unit: (today - (unit.late_billed_to or end)).days >= interval
        )
        due._charge_late(end, today)
        subscription._settle_charges(today)

    def _invoice_replacement(self, subscription, end, today):
        """Invoice the value of units that stay away; return the units with a value."""
        worth = self.filtered(
            lambda unit: not subscription.currency_id.is_zero(unit._get_replacement_value())
        )
        if subscription.plan_id.late_fee:
            worth._charge_late(end, today)
        for unit in worth:
            value = unit._get_replacement_value()
            charge = unit._charge_replacement(value * unit.quantity)
            unit.write(
                {
                    "replaced_on": today,
                    "replaced_value": value,
                    "replacement_charge_id": charge.id,
                }
            )
        subscription._settle_charges(today)
        return worth

    def _charge_late(self, end, day):
        """Charge the rent of these units for the days after `end`, up to `day`."""
        for unit in self:
            fee, days = unit._get_late_fee(end, day)
            if days <= 0:
                continue
            subscription = unit.subscription_id
            if not subscription.currency_id.is_zero(fee):
                here = unit.with_context(lang=subscription.partner_invoice_id.lang)
                name = here.env._(
                    "%(unit)s: %(days)s late",
                    unit=here.display_name,
                    days=format_days(here.env, days),
                )
                unit._charge_for("late", fee, name, f"late/{unit.id}/{day}")
            unit.sudo().write(
                {"late_billed_to": day, "late_billed": unit.late_billed + fee}
            )

    def _get_replacement_charge(self):
        """Return the charge of the value of this unit, which stayed away."""
        self.ensure_one()
        # Of units charged by an earlier version the charge is known by its key alone.
        return self.replacement_charge_id or self.subscription_id.charge_ids.filtered(
            lambda charge: charge.source_key == f"not_returned/{self.id}"
        )

    def _charge_replacement(self, value):
        """Return a new charge of the value of a unit that stays away."""
        self.ensure_one()
        here = self.with_context(lang=self.subscription_id.partner_invoice_id.lang)
        name = here.env._("%(unit)s was not returned", unit=here.display_name)
        return self._charge_for("replacement", value, name, f"not_returned/{self.id}")

    def _charge_for(self, kind, amount, name, source_key):
        """Return a new charge of this unit's customer."""
        self.ensure_one()
        # The ledger of charges is the system's.
        charges = self.env["subscription.charge"].sudo()
        return charges.create(
            {
                "subscription_id": self.subscription_id.id,
                "assignment_id": self.id,
                "kind": kind,
                "product_id": self.product_id.id,
                "name": name,
                "amount": amount,
                "source_key": source_key,
            }
        )

    def _get_check_charges(self):
        """Return what checks of these units charged for damage, and nobody cancelled."""
        checks = self.lot_id.rental_check_ids.filtered(
            lambda check: check.assignment_id in self
        )
        return checks.charge_id.filtered(lambda charge: charge.state != "cancelled")

    def _take_back_replacement(self, day):
        """Credit the value of units that came back after it was invoiced."""
        for unit in self.filtered("replaced_on"):
            value = unit.replaced_value * unit.quantity
            here = unit.with_context(lang=unit.subscription_id.partner_invoice_id.lang)
            name = here.env._("%(unit)s came back", unit=here.display_name)
            # The ledger of charges is the system's.
            charge = unit.sudo()._get_replacement_charge()
            charge._take_back(value, name, f"returned/{unit.id}", day)
