from odoo import api, fields, models
from odoo.tools.misc import format_date

from ... import retold
from ...billing import lifecycle

OPEN = "open"
ACCEPTED = "accepted"
WITHDRAWN = "withdrawn"
DECLINED = "declined"
LAPSED = "lapsed"
UNDONE = "undone"


class SubscriptionRenewalOffer(models.Model):
    """The next term, offered to the customer: paying for it renews, once (PL3, LC5)."""

    _name = "subscription.renewal.offer"
    _description = "Offer of a Renewal"
    _inherit = ["subscription.kept.mixin"]
    _order = "term_end desc, id desc"
    _rec_name = "subscription_id"

    subscription_id = fields.Many2one(
        "subscription.subscription",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="To whom it was offered: the customer of that day.",
    )
    kind = fields.Selection(
        [("quotation", "Quotation"), ("invoice", "Invoice")], required=True, readonly=True
    )
    state = fields.Selection(
        [
            (OPEN, "To pay"),
            (ACCEPTED, "Renewed"),
            (WITHDRAWN, "Withdrawn"),
            (DECLINED, "Taken back"),
            (LAPSED, "Not paid"),
            (UNDONE, "Undone"),
        ],
        required=True,
        readonly=True,
        default=OPEN,
        help="Withdrawn: something changed, a new offer follows. Taken back: by a person, "
        "no offer follows. Undone: renewed, but the payment was returned.",
    )
    term_start = fields.Date(
        string="Start of the Term",
        readonly=True,
        help="The first day of the term that ends.",
    )
    term_end = fields.Date(
        string="End of the Term",
        required=True,
        readonly=True,
        help="The first day after the term: the renewal counts from here.",
    )
    next_term_end = fields.Date(string="Renewed To", required=True, readonly=True)
    last_day = fields.Date(
        string="Last Day to Pay",
        required=True,
        readonly=True,
        help="With the grace time; the next day it is finished.",
    )
    amount = fields.Monetary(
        readonly=True, help="With taxes: the first period of the new term."
    )
    offered_on = fields.Date(required=True, readonly=True)
    answered_on = fields.Date(
        readonly=True, help="The day on which it was paid, withdrawn or taken back."
    )
    closed_reason = retold.Char(readonly=True)
    is_paid = fields.Boolean(
        string="Renewed by a Payment",
        readonly=True,
        help="A payment renewed it: a return of that payment undoes it while that is "
        "possible.",
    )
    quotation_id = fields.Many2one(
        "sale.order",
        string="Quotation",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Of the first period of the new term.",
    )
    slot_id = fields.Many2one(
        "subscription.period",
        string="First Period",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    message_id = fields.Many2one(
        "mail.message",
        string="Message",
        readonly=True,
        ondelete="set null",
        help="What was sent, as it stands in the subscription's conversation.",
    )
    _one_living = models.UniqueIndex(
        "(subscription_id, term_end) WHERE state IN ('open', 'accepted')",
        "The next term was offered already.",
    )

    @api.depends("subscription_id", "term_end")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = self.env._(
                "%(subscription)s from %(day)s",
                subscription=offer.subscription_id.name,
                day=format_date(self.env, offer.term_end),
            )

    @api.model
    def _get_answered(self, subscriptions):
        """Return those of `subscriptions` whose present term has an offer, or had one.

        What the system withdrew or undid is offered anew; what a person took back is not.
        """
        known = self.search_fetch(
            [
                ("subscription_id", "in", subscriptions.ids),
                ("state", "in", [OPEN, ACCEPTED, DECLINED]),
            ],
            ["subscription_id", "term_end"],
        )
        terms = {(one.subscription_id, one.term_end) for one in known}
        return subscriptions.filtered(lambda one: (one, one.date_end) in terms)

    def _is_open(self):
        """Return whether this offer can be taken up."""
        self.ensure_one()
        return self.state == OPEN

    def _is_stale(self):
        """Return whether its subscription is not any more what this offer offers."""
        self.ensure_one()
        subscription = self.subscription_id
        if (
            subscription.state != lifecycle.ACTIVE
            or subscription.cancel_date
            or subscription.renewal != "on_payment"
            or subscription.partner_id != self.partner_id
            or {subscription.date_end, subscription.next_period_start} != {self.term_end}
        ):
            return True
        term = subscription._get_offered_term()
        amount = subscription._get_offered_amount(term)
        same = self.currency_id.compare_amounts(amount, self.amount) == 0
        return not same or term.renewed_end() != self.next_term_end

    def _review_offers(self):
        """Withdraw those of these offers that do not fit their subscription any more.

        A new one follows where the subscription can still be renewed so.
        """
        stale = self.filtered(lambda offer: offer._is_open() and offer._is_stale())
        stale._close_offer(WITHDRAWN, self.env._("The subscription has changed."))
        if stale:
            self.env["subscription.renewing.job"]._wake()

    def _close_offer(self, state, reason):
        """Close these open offers, and take back the quotation or invoice of each."""
        for offer in self:
            today = offer.company_id._subscription_today()
            offer._write_kept(
                {"state": state, "answered_on": today, "closed_reason": reason}
            )
            paid = offer._get_part_paid()
            offer._take_back_document(reason, today)
            if not offer.currency_id.is_zero(paid):
                offer._ask_about_part(paid)
            here = offer.subscription_id._in_office_language()
            here._message_log(
                body=here.env._(
                    "The offer to renew for %(amount)s is closed: %(reason)s",
                    amount=offer.with_env(here.env)._show_offered(),
                    reason=reason,
                )
            )
