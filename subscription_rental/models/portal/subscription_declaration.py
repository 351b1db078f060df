from odoo import api, fields, models


class SubscriptionDeclaration(models.Model):
    """The proof of what a customer declared to end a contract, and when (PO4)."""

    _name = "subscription.declaration"
    _description = "Declaration of a Customer"
    _inherit = ["subscription.kept.mixin"]
    _order = "declared_at desc, id desc"
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
        help="The customer of that day.",
    )
    kind = fields.Selection(
        [
            ("withdrawal", "Withdrawal"),
            ("cancellation", "Cancellation"),
            ("extraordinary", "Cancellation for a reason"),
        ],
        required=True,
        readonly=True,
    )
    declared_at = fields.Datetime(string="Received", required=True, readonly=True)
    declared_by = fields.Char(string="Declared By", readonly=True, help="The name given.")
    sent_to = fields.Char(
        string="Receipt Sent To", readonly=True, help="The e-mail address given."
    )
    declared_reason = fields.Char(string="Reason", readonly=True)
    declared_end = fields.Date(
        string="Ends",
        readonly=True,
        help="The first day without it. Empty: a person decides.",
    )
    is_carried_out = fields.Boolean(
        string="Carried Out",
        readonly=True,
        help="What follows was done at once; else a person decides.",
    )
    receipt_id = fields.Many2one(
        "mail.message",
        string="Receipt",
        readonly=True,
        ondelete="set null",
        help="What was sent, as it stands in the subscription's conversation.",
    )
    _one_withdrawal = models.UniqueIndex(
        "(subscription_id, partner_id) WHERE kind = 'withdrawal'",
        "The customer has withdrawn from this contract already.",
    )

    @api.model
    def _find_same(self, vals):
        """Return the declaration of that day that says the same, if there is one."""
        day = fields.Datetime.to_datetime(vals["declared_at"]).date()
        return self.search(
            [
                ("subscription_id", "=", vals["subscription_id"]),
                ("partner_id", "=", vals["partner_id"]),
                ("kind", "=", vals["kind"]),
                ("declared_reason", "=", vals["declared_reason"]),
                ("is_carried_out", "=", False),
                ("declared_at", ">=", fields.Datetime.to_datetime(day)),
            ],
            limit=1,
        )
