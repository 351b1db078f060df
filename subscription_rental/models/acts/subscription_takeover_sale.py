from odoo import api, models
from odoo.fields import Domain

from ...billing.terms import ADVANCE
from .subscription_takeover import Part

SALE = "sale.subscription"
UNITS = {"days": "day", "weeks": "week", "months": "month", "years": "year"}
# What becomes of the invoices it makes.
MODES = {"invoice": "post", "invoice_send": "send", "sale_and_invoice": "post"}


class SubscriptionTakeover(models.AbstractModel):
    """Subscriptions of the addon `subscription_oca`: each goes on as one."""

    _inherit = "subscription.takeover"

    @api.model
    def _get_known_models(self):
        return {**super()._get_known_models(), SALE: self.env._("Subscription (OCA)")}

    @api.model
    def _get_old_domain(self, model, company):
        """Return the domain of subscriptions that are in progress."""
        if model != SALE:
            return super()._get_old_domain(model, company)
        return Domain(
            [
                ("company_id", "=", company.id),
                ("in_progress", "=", True),
                ("recurring_next_date", "!=", False),
            ]
        )

    @api.model
    def _read_old(self, old):
        """Read a subscription of the other addon: it is one part."""
        if old._name != SALE:
            return super()._read_old(old)
        if not old.in_progress or not old.recurring_next_date:
            return []
        return [self._read_sale_part(old)]

    @api.model
    def _read_sale_part(self, old):
        """Return the one part of a subscription: it is billed in advance."""
        due, template = old.recurring_next_date, old.template_id
        interval, problem = self._read_interval(
            template.recurring_interval or 1, UNITS.get(template.recurring_rule_type)
        )
        return Part(
            interval=interval,
            timing=ADVANCE,
            period_start=due,
            billing_date=due,
            # It says whether it is without a boundary.
            end=None if old.recurring_rule_boundary else old.date or None,
            invoice_mode=MODES.get(template.invoicing_mode, "draft"),
            values={
                "partner_id": old.partner_id.id,
                "partner_invoice_id": (old.partner_invoice_id or old.partner_id).id,
                "partner_shipping_id": (old.partner_shipping_id or old.partner_id).id,
                "date_start": min(old.date_start or due, due),
                "currency_id": old.currency_id.id,
                "client_order_ref": old.code or old.name,
                "user_id": old.user_id.id,
                "team_id": old.crm_team_id.id,
                "journal_id": old.journal_id.id,
            },
            lines=tuple(
                self._read_sale_line(old, line) for line in old.sale_subscription_line_ids
            ),
            problem=problem or self._get_sale_problem(old),
        )

    @api.model
    def _read_sale_line(self, old, line):
        """Return the values of the line that bills what a line of the other addon did."""
        partner = old.partner_id
        billed = old.partner_invoice_id or partner, old.partner_shipping_id or partner
        by_hand = self._prepare_taxes_by_hand(
            billed, old.company_id, line.product_id, line.tax_ids
        )
        return {
            "product_id": line.product_id.id,
            "name": line.name or line.product_id.display_name,
            "quantity": line.product_uom_qty,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "analytic_distribution": line.analytic_distribution,
            **by_hand,
        }

    @api.model
    def _get_sale_problem(self, old):
        """Return what keeps a subscription from going on here; "" if nothing does."""
        if old.is_paused:
            return self.env._("It is paused: resume it there first.")
        if not all(line.product_id for line in old.sale_subscription_line_ids):
            return self.env._("A line has no product: give it one there.")
        return ""

    @api.model
    def _close_old(self, old):
        """Close a subscription of the other addon as its own button does."""
        if old._name != SALE:
            return super()._close_old(old)
        return old.close_subscription()
