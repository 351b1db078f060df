from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import collection


class SubscriptionSubscription(models.Model):
    """What a subscription's ledgers say: periods, charges, what was invoiced."""

    _inherit = "subscription.subscription"

    period_ids = fields.One2many("subscription.period", "subscription_id", readonly=True)
    charge_ids = fields.One2many("subscription.charge", "subscription_id", readonly=True)
    is_past_due = fields.Boolean(
        string="Past Due",
        compute="_compute_is_past_due",
        search="_search_is_past_due",
        help="An invoice is unpaid after its due date.",
    )
    invoice_count = fields.Integer(compute="_compute_invoice_totals")
    amount_invoiced = fields.Monetary(
        string="Total Invoiced",
        compute="_compute_invoice_totals",
        help="Before taxes: posted invoices less credit notes.",
    )

    def _compute_is_past_due(self):
        lines = self.env["account.move.line"].sudo()  # a fact about the user's own record
        groups = lines._read_group(
            self._late_lines_domain(Domain("id", "in", self.ids)),
            ["rental_subscription_id"],
        )
        late = self.browse([subscription.id for (subscription,) in groups])
        for subscription in self:
            subscription.is_past_due = subscription in late

    def _search_is_past_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        lines = self.env["account.move.line"].sudo()  # a fact about the user's own record
        found = lines._search(self._late_lines_domain(Domain.TRUE))
        owing = found.subselect("account_move_line.rental_subscription_id")
        late = Domain("id", "in", owing)
        return Domain.OR([late if flag else ~late for flag in value])

    @api.model
    def _late_lines_domain(self, domain):
        """Return the domain of invoice lines of subscriptions in `domain`, unpaid late."""
        today = self.env.company._subscription_today()
        return (
            Domain("rental_subscription_id", "any", domain)
            # Of the invoice, as its index has it: then no line need be read.
            & Domain("move_id.state", "=", "posted")
            & Domain("move_id.move_type", "=", "out_invoice")
            & Domain("move_id.payment_state", "in", collection.OWED)
            & Domain("move_id.invoice_date_due", "<", today)
        )

    def _compute_invoice_totals(self):
        # Bare facts about records that the user may read.
        lines = self.env["account.move.line"].sudo()
        domain = [("rental_subscription_id", "in", self.ids)]
        counts = lines._read_group(
            domain, ["rental_subscription_id"], ["move_id:count_distinct"]
        )
        sums = lines._read_group(
            [*domain, ("parent_state", "=", "posted")],
            ["rental_subscription_id"],
            ["amount_currency:sum"],
        )
        by_count = {subscription.id: count for subscription, count in counts}
        by_sum = {subscription.id: amount for subscription, amount in sums}
        for subscription in self:
            subscription.invoice_count = by_count.get(subscription.id, 0)
            subscription.amount_invoiced = -by_sum.get(subscription.id, 0.0)

    def _get_billed_slots(self):
        """Return the live ledger rows that were billed."""
        return self.period_ids.filtered(
            lambda slot: slot.kind == "billed" and not slot.voided_at
        )

    def _get_free_periods(self):
        """Return the periods that stay unbilled: a trial, days of a pause."""
        free = self.period_ids.filtered(
            lambda slot: slot.kind in ("trial", "skipped") and not slot.voided_at
        )
        return [slot._get_period() for slot in free]

    def _get_pending_charges(self):
        """Return the charges that wait for an invoice."""
        self.ensure_one()
        return self.charge_ids.filtered(lambda charge: charge.state == "pending")

    def _was_billed(self):
        """Return whether a period of this subscription was billed and is not voided."""
        self.ensure_one()
        return bool(self._get_billed_slots())

    def _add_charge(self, kind, product, amount, taxes=None):
        """Add a charge of this kind for the next invoice: each kind once a subscription.

        :param taxes: in place of the product's, also none at all
        """
        self.ensure_one()
        lang = self.partner_invoice_id.lang
        # The ledger is the system's: users read it.
        self.env["subscription.charge"].sudo().create(
            {
                "subscription_id": self.id,
                "kind": kind,
                "product_id": product.id,
                "name": product.with_context(lang=lang).name,
                "amount": amount,
                "source_key": kind,
                "tax_ids": [fields.Command.set(taxes.ids if taxes else [])],
                "without_taxes": taxes is not None and not taxes,
            }
        )

    def _get_period_amount(self, timeline, period):
        """Return what the lines cost in `period`, before taxes, at prices as planned."""
        planned = self._get_planned_prices(period)
        base_lines = [
            line._prepare_untaxed_line(line._get_unit_price(share, planned.get(line)))
            for line, share in self._get_shares(timeline, period)
        ]
        return float(self._get_tax_totals(base_lines)[0])

    def _get_planned_prices(self, period):  # noqa: ARG002
        """Return {line: the price that is planned for it} in `period`.

        Runs whenever a period to come is priced; an override adds what it plans.
        """
        self.ensure_one()
        return {}

    @api.depends("ledger_difference", "next_billing_date", "trial_end")
    def _compute_alert(self):
        return super()._compute_alert()

    def _get_alerts(self):
        """Add the alerts for a trial, a late payment and a difference from the ledger."""
        facts = {
            "ledger": self.ledger_difference,
            "past_due": self.is_past_due,
            "trial": self.is_in_trial,
        }
        return super()._get_alerts() | {name for name, fact in facts.items() if fact}
