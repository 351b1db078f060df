from uuid import uuid4

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ...billing.proration import exact


class SubscriptionSubscription(models.Model):
    """A part of the next period that is invoiced by hand, before the rest (BI9)."""

    _inherit = "subscription.subscription"

    def _get_next_amounts(self):
        """Return (the next period, [(line, its amount in that period)])."""
        self.ensure_one()
        _agreed, timeline, cursor = self._get_outlook_billed()
        period = timeline.period(cursor) if self.next_billing_date else None
        return period, self._get_line_amounts(timeline, period) if period else []

    def _get_part_amounts(self, percent):
        """Return {line: `percent` of its amount in the next period}."""
        self.ensure_one()
        _period, amounts = self._get_next_amounts()
        share = exact(percent) / 100
        return {
            line: self.currency_id.round(float(exact(amount) * share))
            for line, amount in amounts
        }

    def _get_invoiced_part(self):
        """Return the amount of the next period that was invoiced in part already."""
        self.ensure_one()
        waiting = self._get_pending_charges().filtered(lambda one: one.kind == "part")
        return -sum(waiting.mapped("amount"))

    def _invoice_part(self, percent, today):
        """Invoice `percent` of the next period now; the period's bill credits it."""
        self.ensure_one()
        period, amounts = self._get_next_amounts()
        if not period:
            raise UserError(
                self.env._("%(name)s has no further period.", name=self.display_name)
            )
        parts = {
            line: part for line, part in self._get_part_amounts(percent).items() if part
        }
        whole = sum(amount for _line, amount in amounts)
        left = whole - self._get_invoiced_part() - sum(parts.values())
        if not parts or self.currency_id.compare_amounts(left, 0) < 0:
            raise ValidationError(
                self.env._("Choose a part that is above 0, and not more than what is left.")
            )
        # The ledger is the system's; the caller checked that the user may write.
        charges = self.env["subscription.charge"].sudo()
        vals = [self._prepare_part_vals(*row, period) for row in parts.items()]
        fees = charges.create(vals)
        charges.create([self._prepare_taken_vals(row) for row in vals])
        return self._invoice_charges(fees, today)

    def _prepare_part_vals(self, line, amount, period):
        """Return the charge of a part of what `line` costs in `period`."""
        here = self.with_context(lang=self.partner_invoice_id.lang)
        return {
            "subscription_id": self.id,
            "kind": "part",
            "product_id": line.product_id.id,
            "line_id": line.id,
            "name": here.env._(
                "%(name)s\nPart of %(first)s to %(last)s",
                name=(line.name or "").split("\n")[0],
                first=format_date(here.env, period.start),
                last=format_date(here.env, period.last_day),
            ),
            "amount": amount,
            "source_key": f"part/{uuid4()}",
        }

    def _prepare_taken_vals(self, vals):
        """Return the credit that takes a part off the bill of its period."""
        here = self.with_context(lang=self.partner_invoice_id.lang)
        return {
            **vals,
            "name": here.env._("%(what)s, invoiced before", what=vals["name"]),
            "amount": -vals["amount"],
            "source_key": f"{vals['source_key']}/taken",
        }
