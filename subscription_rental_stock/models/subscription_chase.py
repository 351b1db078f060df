from odoo import api, fields, models
from odoo.fields import Domain

REMINDER = "subscription_rental_stock.mail_template_return_reminder"
REMIND_EVERY = 7  # days


class SubscriptionAssignment(models.Model):
    """Units that do not come back: reminded, then invoiced (RG6)."""

    _inherit = "subscription.assignment"

    reminded_on = fields.Date(readonly=True)
    replaced_on = fields.Date(
        string="Replacement Invoiced On",
        readonly=True,
        help="It did not come back: its value was invoiced, and is credited if it does.",
    )

    @api.model
    def _cron_chase(self):
        """Remind of units that should be back, and invoice those that stay away."""
        for company in self.env["res.company"].search([]):
            today = company._subscription_today()
            late = self.with_company(company).search(self._late_domain(company))
            for subscription, units in late.grouped("subscription_id").items():
                claimed = units.try_lock_for_update(allow_referencing=True)
                claimed._chase(subscription, today)
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _late_domain(self, company):
        """Return the units that are out although their subscription is over."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("date_to", "=", False)
            & Domain("subscription_id.is_closed", "=", True)
            & Domain("replaced_on", "=", False)
        )

    def _chase(self, subscription, today):
        """Take the next step for these late units of one subscription."""
        days = (today - (subscription.date_closed or today)).days
        plan = subscription.plan_id
        if plan.replace_after_days and days >= plan.replace_after_days:
            self._invoice_replacement(subscription, today)
            return
        due = self.filtered(
            lambda unit: (
                not unit.reminded_on or (today - unit.reminded_on).days >= REMIND_EVERY
            )
        )
        if due and days >= plan.remind_after_days:
            template = self.env.ref(REMINDER, raise_if_not_found=False)
            if template:
                template.send_mail(subscription.id)
            due.reminded_on = today

    def _invoice_replacement(self, subscription, today):
        """Invoice the value of units that stay away."""
        for unit in self:
            value = unit._get_replacement_value() * unit.quantity
            if subscription.currency_id.is_zero(value):
                continue
            unit._charge_replacement(value)
            unit.replaced_on = today
        subscription._settle_charges(today)

    def _charge_replacement(self, value, *, back=False):
        """Write down the value of a unit that stays away; give it `back` if it returns."""
        self.ensure_one()
        subscription = self.subscription_id
        here = self.with_context(lang=subscription.partner_invoice_id.lang)
        name = (
            here.env._("%(unit)s came back", unit=here.display_name)
            if back
            else here.env._("%(unit)s was not returned", unit=here.display_name)
        )
        return (
            self.env["subscription.charge"]
            .sudo()
            .create(
                {
                    "subscription_id": subscription.id,
                    "kind": "credit" if back else "replacement",
                    "product_id": self.product_id.id,
                    "name": name,
                    "amount": -value if back else value,
                    "source_key": f"{'returned' if back else 'not_returned'}/{self.id}",
                }
            )
        )

    def _take_back_replacement(self, day):
        """Credit the value of units that came back after it was invoiced."""
        for unit in self.filtered("replaced_on"):
            charges = unit.subscription_id.sudo().charge_ids
            charge = charges.filtered(
                lambda one, own=unit: one.source_key == f"not_returned/{own.id}"
            )
            if charge:
                credit = unit._charge_replacement(charge.amount, back=True)
                unit.subscription_id._invoice_charges(credit, day)
