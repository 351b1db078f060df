from odoo import api, fields, models


class SubscriptionRenewalNotice(models.Model):
    """The proof that a customer was told of a tacit renewal: once a term (PL3)."""

    _name = "subscription.renewal.notice"
    _description = "Notice of a Renewal"
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
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Who was told: the customer of that day.",
    )
    sent_to = fields.Char(readonly=True)
    term_end = fields.Date(
        string="End of the Term",
        required=True,
        readonly=True,
        help="The first day after the term that renews by itself.",
    )
    refuse_by = fields.Date(
        string="Last Day to Refuse",
        required=True,
        readonly=True,
        help="Who cancels up to this day is not renewed.",
    )
    told_on = fields.Date(required=True, readonly=True)
    is_late = fields.Boolean(
        string="Told Late",
        readonly=True,
        help="Later than the law of the company's country wants consumers to be told.",
    )
    message_id = fields.Many2one(
        "mail.message",
        string="Message",
        readonly=True,
        ondelete="set null",
        help="What was sent, as it stands in the subscription's conversation.",
    )
    _once_per_term = models.UniqueIndex(
        "(subscription_id, term_end, partner_id)",
        "The customer was told of this renewal already.",
    )

    @api.model
    def _get_told(self, subscriptions):
        """Return those of `subscriptions` whose customer was told of the present term."""
        told = self.search_fetch(
            [("subscription_id", "in", subscriptions.ids)],
            ["subscription_id", "term_end", "partner_id"],
        )
        known = {(one.subscription_id, one.term_end, one.partner_id) for one in told}
        # Whoever it was transferred to was not told.
        return subscriptions.filtered(
            lambda one: (one, one.date_end, one.partner_id) in known
        )
