from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ...billing.terms import ADVANCE, ARREARS
from .subscription_takeover import Part

CONTRACT = "contract.contract"
# {how it repeats: (so many, of which unit)}
INTERVALS = {
    "daily": (1, "day"),
    "weekly": (1, "week"),
    "monthly": (1, "month"),
    "monthlylastday": (1, "month"),
    "quarterly": (3, "month"),
    "semesterly": (6, "month"),
    "yearly": (1, "year"),
}
TIMINGS = {"pre-paid": ADVANCE, "post-paid": ARREARS}
# What lines have in common that are billed together.
RHYTHM = (
    "recurring_rule_type",
    "recurring_interval",
    "recurring_invoicing_type",
    "next_period_date_start",
    "recurring_next_date",
    "date_end",
)


class SubscriptionTakeover(models.AbstractModel):
    """Customers' contracts of the addon `contract`: lines of one rhythm go on together."""

    _inherit = "subscription.takeover"

    @api.model
    def _get_known_models(self):
        return {**super()._get_known_models(), CONTRACT: self.env._("Contract")}

    @api.model
    def _get_old_domain(self, model, company):
        """Return the domain of customers' contracts that have an invoice to come."""
        if model != CONTRACT:
            return super()._get_old_domain(model, company)
        return Domain(
            [
                ("contract_type", "=", "sale"),
                ("company_id", "=", company.id),
                ("recurring_next_date", "!=", False),
            ]
        )

    @api.model
    def _read_old(self, old):
        """Read a contract: what is billed in one rhythm is one part."""
        if old._name != CONTRACT:
            return super()._read_old(old)
        rhythms = {}
        for line in old.contract_line_ids:
            billed = not line.display_type and not line.is_canceled
            if billed and line.recurring_next_date:
                key = tuple(line[name] for name in RHYTHM)
                rhythms.setdefault(key, []).append(line)
        return [self._read_contract_part(old, lines) for lines in rhythms.values()]

    @api.model
    def _read_contract_part(self, contract, lines):
        """Return the part of a contract that these lines are: all of one rhythm."""
        first = lines[0]
        count, unit = INTERVALS.get(first.recurring_rule_type, (1, ""))
        interval, problem = self._read_interval(count * first.recurring_interval, unit)
        return Part(
            interval=interval,
            timing=TIMINGS[first.recurring_invoicing_type],
            period_start=first.next_period_date_start,
            billing_date=first.recurring_next_date,
            end=first.date_end and first.date_end + timedelta(days=1),
            values={
                "partner_id": contract.partner_id.id,
                "partner_invoice_id": (
                    contract.invoice_partner_id or contract.partner_id
                ).id,
                "date_start": min(
                    first.recurring_next_date, *(line.date_start for line in lines)
                ),
                "currency_id": contract.currency_id.id,
                "client_order_ref": contract.code or contract.name,
                "payment_term_id": contract.payment_term_id.id,
                "journal_id": contract.journal_id.id,
                "user_id": contract.user_id.id,
            },
            lines=tuple(self._read_contract_line(contract, line) for line in lines),
            problem=problem or self._get_contract_problem(lines),
        )

    @api.model
    def _read_contract_line(self, contract, line):
        """Return the values of the line that bills what a line of a contract did."""
        vals = {
            "product_id": line.product_id.id,
            "quantity": line.quantity,
            "product_uom_id": (line.uom_id or line.product_id.uom_id).id,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "analytic_distribution": line.analytic_distribution,
        }
        # What stands between these is put in by that addon, invoice by invoice.
        if line.name and "#" not in line.name:
            vals["name"] = line.name
        position = contract.fiscal_position_id
        if not position:
            # Its invoices have the customer's own, as ours have.
            return vals
        partner = contract.partner_id
        delivery = partner.browse(partner.address_get(["delivery"])["delivery"])
        billed = contract.invoice_partner_id or partner, delivery
        company, product = contract.company_id, line.product_id
        taxes = position.map_tax(product.taxes_id._filter_taxes_by_company(company))
        return {**vals, **self._prepare_taxes_by_hand(billed, company, product, taxes)}

    @api.model
    def _get_contract_problem(self, lines):
        """Return what keeps these lines from going on here; "" if nothing does."""
        if not all(line.product_id for line in lines):
            return self.env._("A line has no product: give it one there.")
        first = lines[0]
        last_day = first.recurring_rule_type == "monthlylastday"
        if last_day and first.next_period_date_start.day != 1:
            return self.env._(
                "Its next period does not begin on the first of a month: bill it there, "
                "and open this again."
            )
        if last_day and TIMINGS[first.recurring_invoicing_type] == ARREARS:
            return self.env._(
                "It is invoiced on a period's last day, and in arrears here on the day "
                "after: change the recurrence to months there."
            )
        return ""

    @api.model
    def _close_old(self, old):
        """Cancel the lines of a contract, and archive it."""
        if old._name != CONTRACT:
            return super()._close_old(old)
        old.contract_line_ids.write({"is_canceled": True})
        return old.write({"active": False})
