from odoo import api, fields, models

from odoo.addons.subscription_rental.billing import prepaid

from .subscription_prepaid import DIGITS


class SubscriptionPrepaidBatch(models.Model):
    """One grant: what was sold with one line, or credited for one period."""

    _name = "subscription.prepaid.batch"
    _description = "Grant of a Pack or Credit"
    _order = "date_expiry, id"
    _rec_name = "prepaid_id"

    prepaid_id = fields.Many2one(
        "subscription.prepaid",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="prepaid_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(related="prepaid_id.kind", store=True, precompute=True)
    partner_id = fields.Many2one(
        related="prepaid_id.partner_id", string="Customer", store=True, index=True
    )
    product_id = fields.Many2one(related="prepaid_id.product_id", store=True)
    granted = fields.Float(digits=DIGITS, readonly=True, required=True)
    left = fields.Float(digits=DIGITS, readonly=True, required=True)
    amount = fields.Monetary(
        string="Paid", readonly=True, help="As booked on its account, in company currency."
    )
    amount_left = fields.Monetary(
        string="Outstanding", readonly=True, help="What of it still stands on its account."
    )
    account_id = fields.Many2one(
        "account.account", readonly=True, required=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date(
        string="From", readonly=True, help="The day of the payment; empty: not paid yet."
    )
    date_expiry = fields.Date(string="Last Day", readonly=True)
    is_frozen = fields.Boolean(
        string="Frozen", readonly=True, help="It is not paid, or not any more."
    )
    _counted = models.Constraint(
        'CHECK("left" >= 0 AND "left" <= granted)', "More would be used than was granted."
    )
    _living = models.Index('(prepaid_id, date_expiry) WHERE "left" > 0')

    def _as_rule(self):
        """Return this batch as the rules know it."""
        self.ensure_one()
        return prepaid.Batch(
            self.id,
            self.granted,
            self.left,
            self.amount,
            self.amount_left,
            self.date_expiry or None,
            self.is_frozen,
        )

    @api.model
    def _over_domain(self, company, today):
        """Return the domain of what has expired in `company`, and is not written off."""
        return [
            ("company_id", "=", company.id),
            ("left", ">", 0),
            ("date_expiry", "<", today),
        ]

    def _set_frozen(self, is_frozen, today):
        """Freeze what is not paid, or let it be used; the first time it begins to count."""
        for batch in self:
            vals = {"is_frozen": is_frozen}
            begins = not is_frozen and not batch.date_from
            if begins:
                terms = batch.prepaid_id
                vals["date_from"] = today
                vals["date_expiry"] = prepaid.last_day(
                    today, terms.validity_count, terms.validity_unit
                )
            batch.write(vals)
            if begins:
                batch._after_begun(today)

    def _after_begun(self, today):  # noqa: ARG002
        """Do what follows when this batch was paid first; an override adds to it.

        It runs on one batch, after its days are written.
        """
        self.ensure_one()
