from odoo import models
from odoo.exceptions import ValidationError

from ...billing import selling
from ...billing.errors import BillingRuleError


class SubscriptionPlan(models.Model):
    """What is due of a plan when it is sold."""

    _inherit = "subscription.plan"

    def _get_lines_of(self, template):
        """Look among the few plans of the product, not among all products of the plan."""
        if not self.id or not template.id:
            # What is being typed in stands on the plan alone.
            return super()._get_lines_of(template)
        lines = template.with_env(self.env).rental_plan_line_ids
        return lines.filtered(lambda line: line.plan_id == self)

    def _get_offer(self, product, currency, day, pricelist=None):
        """Add what comes along with the price: trial, fee, deposit, term, and the cover."""
        offer = super()._get_offer(product, currency, day, pricelist)
        company, template = self.env.company, product
        if product._name == "product.product":
            template = product.product_tmpl_id
        extras = self._get_due_extras(
            [(template, 1.0)], currency, company, day, due_now=True
        )
        amounts = {kind: amount for kind, (amount, _due) in extras.items()}
        cover = template.rental_cover_product_id
        return {
            **offer,
            "details": ", ".join(self._get_offer_details(amounts, currency)),
            "cover_price": bool(cover)
            and self._get_recurring_price(
                cover, currency, company, day, pricelist=pricelist
            ),
        }

    def _get_due_share(self, start, today):
        """Return which part of an interval is due if this plan is sold `today`.

        :param start: the agreed first day; empty is as soon as can be
        """
        self.ensure_one()
        try:
            return selling.share_at_signing(
                self._get_terms(),
                max(start or today, today),
                today,
                paid_first=self.start_on_payment,
                handed_over_first=self.start_on_handover,
            )
        except BillingRuleError as error:
            raise ValidationError(
                self.env._("The calendar ends before these terms do: shorten them.")
            ) from error

    def _get_due_extras(self, sold, currency, company, day, *, due_now):
        """Return {kind: (amount, whether it is due now)} of setup fee and deposit.

        A setup fee comes with the first invoice, whenever that is.

        :param sold: [(product template, quantity)]
        :param currency: of the amounts, converted by the rate of `day`
        :param due_now: something that recurs is due at the signing
        """
        self.ensure_one()
        deposit = self.deposit
        for template, quantity in sold:
            deposit += quantity * template.currency_id._convert(
                template.rental_deposit, self.currency_id, company, day
            )
        extras = {"setup_fee": (self.setup_fee, due_now), "deposit": (deposit, True)}
        return {
            kind: (self.currency_id._convert(amount, currency, company, day), due)
            for kind, (amount, due) in extras.items()
            if not self.currency_id.is_zero(amount)
        }
