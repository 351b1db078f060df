from odoo import models
from odoo.fields import Domain

from .subscription_closing_figure import Figure
from .subscription_closing_money import ITEM_COLUMNS

MOVE_COLUMNS = (
    "date",
    "name",
    "partner_id/name",
    "invoice_origin",
    "state",
    "amount_untaxed_signed",
)


class SubscriptionClosing(models.Model):
    """What is left to be done before a month is closed, and its VAT by rate."""

    _inherit = "subscription.closing"

    def _get_month_figures(self):
        """Add drafts, failed runs, what lacks its other half, and VAT."""
        return [
            *super()._get_month_figures(),
            *self._get_open_figures(),
            *self._get_unmatched_figures(),
            *self._get_tax_figures(),
        ]

    def _get_open_figures(self):
        drafts = (
            self._own_domain()
            & Domain("state", "=", "draft")
            & Domain("line_ids.rental_subscription_id", "!=", False)
            & (Domain("date", "=", False) | self._until_last_day("date"))
        )
        failed = Domain("is_interrupted", "=", True) | Domain("failure_ids", "!=", False)
        return [
            Figure(
                "drafts",
                self.env._("Drafts left"),
                model="account.move",
                domain=drafts,
                columns=MOVE_COLUMNS,
                is_bad=True,
            ),
            Figure(
                "runs_failed",
                self.env._("Runs with failures"),
                model="subscription.billing.run",
                domain=self._own_domain() & self._within_month("date") & failed,
                columns=("date", "is_interrupted", "failure_count"),
                is_bad=True,
            ),
            Figure(
                "billing_errors",
                self.env._("Subscriptions that could not be billed"),
                model="subscription.subscription",
                domain=self._own_domain() & Domain("billing_error", "!=", False),
                columns=("name", "partner_id/name", "billing_error"),
                note=self.env._("As of today."),
                is_bad=True,
            ),
        ]

    def _get_unmatched_figures(self):
        """Return periods without an invoice, and invoices without a period."""
        bare = (
            self._own_domain()
            & self._within_month("date")
            & Domain("parent_state", "=", "posted")
            & Domain("rental_subscription_id", "!=", False)
            & Domain("rental_period_id", "=", False)
            & Domain("display_type", "=", "product")
        )
        return [
            Figure(
                "no_invoice",
                self.env._("Periods without an invoice"),
                model="subscription.period",
                domain=self._own_domain()
                & self._within_month("date_start")
                & Domain("kind", "=", "billed")
                & Domain("voided_at", "=", False)
                & Domain("move_line_ids", "=", False),
                columns=("subscription_id/name", "date_start", "date_end"),
                note=self.env._(
                    "Nothing was to be billed in them: look whether that is so."
                ),
            ),
            Figure(
                "no_period",
                self.env._("Invoice lines without a period"),
                model="account.move.line",
                domain=bare,
                columns=ITEM_COLUMNS,
                amount=-self._sum_items(bare),
                note=self.env._("Fees, deposits and other charges that have no days."),
            ),
        ]

    def _get_tax_figures(self):
        """Return the taxes of invoices of subscriptions, one figure for each tax."""
        ours = Domain("move_id.line_ids.rental_subscription_id", "!=", False)
        in_month = (
            self._own_domain()
            & self._within_month("date")
            & Domain("parent_state", "=", "posted")
        )
        taxes = self._sum_by("tax_line_id", in_month & ours)
        bases = self._sum_by("tax_ids", in_month & ours)
        booked = self._sum_by(
            "tax_line_id", in_month & Domain("tax_line_id", "in", [one.id for one in taxes])
        )
        return [
            Figure(
                f"tax_{tax.id}",
                self.env._("Tax: %(tax)s", tax=tax.display_name),
                model="account.move.line",
                domain=in_month & ours & Domain("tax_line_id", "=", tax.id),
                columns=(*ITEM_COLUMNS, "tax_base_amount"),
                amount=-total,
                booked=-booked[tax],
                reasons=(
                    (
                        self.env._("Documents that are none of subscriptions"),
                        booked[tax] - total,
                    ),
                ),
                note=self.env._(
                    "On %(base)s.", base=self.currency_id.format(-bases.get(tax, 0.0))
                ),
            )
            for tax, total in taxes.items()
        ]

    def _sum_by(self, field, domain):
        """Return {tax: balance} of the items with a tax in `field`."""
        groups = self.env["account.move.line"]._read_group(
            domain & Domain(field, "!=", False), [field], ["balance:sum"]
        )
        return dict(groups)
