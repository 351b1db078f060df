from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPrepaid(models.Model):
    """Which packs and credit a customer can spend on what."""

    _inherit = "subscription.prepaid"

    @api.model
    def _get_spendable(self, partner, company, products=None):
        """Return what `partner` can spend today: first what expires first, packs first.

        :param products: that it must pay for one of; None: whatever it pays for
        """
        if not partner:
            return self.sudo().browse()
        # Whoever serves the customer need not know their other packs.
        found = self.sudo().search(
            self._owner_domain(partner)
            & Domain("company_id", "=", company.id)
            & Domain("left", ">", 0)
        )
        today = company._subscription_today()
        found = found.filtered(
            lambda one: one._get_free(today) > 0 and one._pays_for(products)
        )
        return found.sorted(lambda one: one._get_spending_order(today))

    @api.model
    def _owner_domain(self, partner):
        """Return the domain of what `partner` may spend; an override adds what is shared.

        It is asked where something is offered, and again where it is spent.
        """
        return Domain("partner_id", "=", partner._origin.id)

    def _get_spending_order(self, today):
        """Return the key by which packs come first, and of them what expires first."""
        usable = self.batch_ids.filtered(lambda one: one._as_rule().is_usable(today))
        last = min(filter(None, usable.mapped("date_expiry")), default=None)
        is_credit = self.kind == prepaid.AMOUNT
        return is_credit, last is None, last or today, self.id

    def _pays_for(self, products):
        """Return whether it pays for one of these products; credit may for everything."""
        self.ensure_one()
        covered = self.service_ids.product_id
        anything = self.kind == prepaid.AMOUNT and not covered
        return products is None or anything or bool(covered & products)

    def _get_sessions_for(self, product, quantity):
        """Return how many sessions `quantity` of a product takes."""
        self.ensure_one()
        service = self.service_ids.filtered(lambda row: row.product_id == product)[:1]
        return prepaid.sessions_needed(quantity, service.quantity or 1.0)

    def _get_worth(self, quantity, today):
        """Return what using `quantity` today would take: what was paid for it."""
        self.ensure_one()
        return float(sum(part.amount for part in self._choose(quantity, today)))

    def _check_spender(self, partner):
        """Raise UserError unless `partner` may spend this."""
        if not self.sudo().filtered_domain(self._owner_domain(partner)):
            raise UserError(
                self.env._(
                    "%(name)s is another customer's: choose one of %(customer)s.",
                    name=self.sudo().name,
                    customer=partner.display_name,
                )
            )

    def _get_hint(self):
        """Return the sentence with which it is offered."""
        self.ensure_one()
        if self.kind == prepaid.AMOUNT:
            return self.env._(
                "%(left)s are left of %(name)s.", left=self.left_display, name=self.name
            )
        if self.free == 1:
            return self.env._("One session left of %(name)s: use it.", name=self.name)
        return self.env._(
            "%(left)s sessions left of %(name)s: use one.",
            left=self._format_quantity(self.free),
            name=self.name,
        )
