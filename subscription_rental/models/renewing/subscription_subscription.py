from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...billing import lifecycle
from ...billing.renewal_offer import ONE_DAY
from .subscription_renewal_offer import ACCEPTED, LAPSED, OPEN

# What an offer does not outlive as it is.
OFFERED = {"date_end", "cancel_date", "partner_id"}


class SubscriptionSubscription(models.Model):
    """A subscription whose customer renews it by paying: its offers follow it."""

    _inherit = "subscription.subscription"

    renewal_offer_ids = fields.One2many(
        "subscription.renewal.offer",
        "subscription_id",
        string="Offers of Renewals",
        readonly=True,
        copy=False,
    )
    renewal_offer_id = fields.Many2one(
        "subscription.renewal.offer",
        string="Open Offer",
        compute="_compute_renewal_offer_id",
        help="The offer of the next term that the customer can pay now.",
    )
    renewal_offer_problem = fields.Char(
        compute="_compute_renewal_offer_id",
        help="Why the next term cannot be offered now.",
    )

    @api.depends("renewal_offer_ids.state", "state", "date_end", "next_billing_date")
    @api.depends_context("lang")
    def _compute_renewal_offer_id(self):
        for subscription in self:
            subscription.renewal_offer_id = subscription._get_open_offer()
            subscription.renewal_offer_problem = (
                subscription.renewal != "on_payment" and " "
            ) or subscription._get_offer_problem()

    def _get_open_offers(self):
        """Return the open offers of these subscriptions."""
        # Whoever changes a subscription may have no right to its offers.
        renewing = self.sudo().filtered(lambda one: one.renewal == "on_payment")
        offers = self.env["subscription.renewal.offer"].sudo()
        if not renewing:
            return offers
        return offers.search(
            [("subscription_id", "in", renewing.ids), ("state", "=", OPEN)]
        )

    # === what offers follow === #

    def write(self, vals):
        """Withdraw offers that do not hold any more: wherever an end moves, it is here."""
        result = super().write(vals)
        if OFFERED & vals.keys():
            self._get_open_offers()._review_offers()
        return result

    def _after_change(self, day, today):
        """Withdraw the offer of what costs another price now."""
        result = super()._after_change(day, today)
        # Of a plan that renews otherwise, too.
        offers = self.sudo().renewal_offer_ids
        offers._review_offers()
        return result

    def _after_move(self, before, day):
        """Close the offers of what was finished, paused, suspended or cancelled."""
        result = super()._after_move(before, day)
        offers = self._get_open_offers()
        lapsed = offers.filtered(
            lambda one: one.subscription_id.state == lifecycle.FINISHED
        )
        lapsed._close_offer(LAPSED, self.env._("It was not paid in time."))
        (offers - lapsed)._review_offers()
        self._tell_of_terms_never_offered()
        return result

    def _tell_of_terms_never_offered(self):
        """Ask the owners of those that are finished, and could never be renewed, to look.

        A bill that failed, or was held for long, keeps the next term from being offered.
        """
        # Whoever ends a subscription may have no right to its offers.
        finished = self.sudo().filtered(
            lambda one: one.state == lifecycle.FINISHED and one.renewal == "on_payment"
        )
        for one in finished:
            if one.date_end not in one.renewal_offer_ids.mapped("term_end"):
                here = one._in_owner_language()
                here._ask_owner(
                    here.env._("Finished without an offer"),
                    here.env._(
                        "%(customer)s was to be offered the next term, and never was: ask "
                        "whether it is to go on, and subscribe the customer anew.",
                        customer=one.partner_id.display_name,
                    ),
                )

    def _renew(self, intervals):
        """Renew; an open offer is taken up with it, also by hand."""
        offer = self._get_open_offers()
        today = self.company_id._subscription_today()
        # First: a renewal moves the end, and what is open would be withdrawn.
        offer._write_kept({"state": ACCEPTED, "answered_on": today})
        result = super()._renew(intervals)
        for one in offer:
            one._bill_renewal(today)
        return result

    def _get_due_day(self, today):
        """Let what was offered be paid as long as the offer said, without payment terms."""
        day = super()._get_due_day(today)
        # Until its first period is billed, the cursor stands at the end of the old term.
        taken_up = self.sudo().renewal_offer_ids.filtered(
            lambda one: (
                one.state == ACCEPTED
                and not one.slot_id
                and one.term_end == self.next_period_start
            )
        )
        return max([day, *taken_up.mapped("last_day")])

    # === what is told === #

    def _get_term_sentence(self):
        """Say until when the next term can be paid."""
        if self.renewal != "on_payment" or self.cancel_date or not self.date_end:
            return super()._get_term_sentence()
        return self.env._(
            "Renewed up to %(end)s if it is paid; else it ends on %(day)s.",
            end=format_date(self.env, self._get_offered_term().renewed_end() - ONE_DAY),
            day=format_date(self.env, self.finish_date - ONE_DAY),
        )

    def _get_headline_parts(self, next_amount):
        """Add the offer that waits for the customer's payment."""
        parts = super()._get_headline_parts(next_amount)
        if offer := self._get_open_offer():
            parts.append(
                self.env._(
                    "renewal offered for %(amount)s, to pay by %(day)s",
                    amount=offer._show_offered(),
                    day=format_date(self.env, offer.last_day),
                )
            )
        return parts

    def _get_own_rows(self):
        """Add the mails about offers: each offer is an event of its own."""
        return super()._get_own_rows() | self._origin.renewal_offer_ids.message_id

    def _get_history(self):
        """Add the offers of renewals to the events."""
        events = super()._get_history()
        events += [
            self._prepare_event(
                offer,
                day=offer.offered_on,
                what=self.env._(
                    "The next term was offered for %(amount)s", amount=offer._show_offered()
                ),
                why=dict(offer._fields["state"]._description_selection(self.env))[
                    offer.state
                ],
            )
            for offer in self._origin.renewal_offer_ids
        ]
        return sorted(events, key=lambda event: event["moment"], reverse=True)
