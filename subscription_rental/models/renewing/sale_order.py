from odoo import api, fields, models
from odoo.exceptions import UserError

from .subscription_renewal_offer import DECLINED

# What was offered, on a line of a quotation.
OFFERED = ("product_id", "product_uom_id", "product_uom_qty", "price_unit", "discount")


class SaleOrder(models.Model):
    """A quotation that offers the next term of a subscription: confirming it renews.

    Its lines are the first period of that term. The subscription bills it, like all that
    recurs, and no other subscription is made.
    """

    _name = "sale.order"
    _inherit = ["sale.order", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_renews_id = fields.Many2one(
        "subscription.subscription",
        string="Renews",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Confirmed or paid, it renews this subscription from the end of its term.",
        kept=True,
    )

    def _without_renewals(self):
        """Return those of these orders that sell something new."""
        return self.filtered(lambda order: not order.rental_renews_id)

    def _sync_rental_lines(self):
        """Add no fees, deposits or covers to what is renewed: they were charged once."""
        return super(SaleOrder, self._without_renewals())._sync_rental_lines()

    def _get_rental_refusal(self):
        """Refuse no renewal: a plan that is sold no more is renewed all the same."""
        return False if self.rental_renews_id else super()._get_rental_refusal()

    def _create_rental_subscriptions(self):
        """Renew the subscription whose next term this order offers, and make no other."""
        if not self.rental_renews_id:
            return super()._create_rental_subscriptions()
        today = self.company_id._subscription_today()
        offers = self._get_renewal_offers()
        # Money that came too late is the customer's, and somebody is asked about it.
        if not self._has_customer_money():
            offers._check_in_time(today)
        offers._accept_offer(today, paid=False)
        return self.env["subscription.subscription"]

    def _has_customer_money(self):
        """Return whether a provider has, or holds, money of the customer for this order."""
        self.ensure_one()
        # Whoever confirms need not see payments.
        payments = self.sudo().transaction_ids
        return any(one.state in ("authorized", "done") for one in payments)

    def _get_renewal_offers(self):
        """Return the open offers that these orders are."""
        renewing = self.filtered("rental_renews_id")
        # Customers and sellers answer offers without rights on them.
        offers = self.env["subscription.renewal.offer"].sudo()
        return offers.search([("quotation_id", "in", renewing.ids), ("state", "=", "open")])

    @api.constrains("partner_id")
    def _check_offered_to(self):
        self._check_not_offered()

    def _check_not_offered(self):
        """Raise UserError if one of these quotations is an open offer: it is as it is."""
        for offer in self._get_renewal_offers()[:1]:
            raise UserError(
                self.env._(
                    "%(quotation)s offers the next term of %(subscription)s: change the "
                    "subscription, and another offer follows.",
                    quotation=offer.quotation_id.name,
                    subscription=offer.subscription_id.display_name,
                )
            )

    @api.constrains("state")
    def _check_not_taken_up_again(self):
        """Refuse to take up an offer that is closed: the next one has its own quotation."""
        drafts = self.filtered(lambda one: one.rental_renews_id and one.state == "draft")
        offers = self.env["subscription.renewal.offer"].sudo()
        closed = offers.search(
            [("quotation_id", "in", drafts.ids), ("state", "!=", "open")]
        )
        for order in closed.quotation_id[:1]:
            raise UserError(
                self.env._(
                    "%(quotation)s was an offer that is closed: choose Send Offer Now on "
                    "%(subscription)s.",
                    quotation=order.name,
                    subscription=order.rental_renews_id.display_name,
                )
            )

    def _get_renewed_page(self):
        """Lead back to the subscription whose next term was paid."""
        renewed = self.rental_renews_id
        return renewed.get_portal_url() if renewed else super()._get_renewed_page()

    def _action_cancel(self):
        """Take the offers of these quotations back: a person cancels them."""
        offers = self._get_renewal_offers()
        result = super()._action_cancel()
        offers._close_offer(DECLINED, self.env._("Its quotation was cancelled."))
        return result


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.constrains(*OFFERED)
    def _check_offered(self):
        """Refuse to change what an open offer says: its invoice would not be that."""
        self.filtered(lambda line: not line.display_type).order_id._check_not_offered()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        self.filtered(lambda line: not line.display_type).order_id._check_not_offered()

    def _get_offered_terms(self):
        """Return the subscription whose next term is offered: it keeps its terms."""
        return self.order_id.rental_renews_id or super()._get_offered_terms()

    def _get_price_due(self):
        """Return the price that was offered: the new term does not begin today."""
        if self.order_id.rental_renews_id:
            return self.price_unit
        return super()._get_price_due()
