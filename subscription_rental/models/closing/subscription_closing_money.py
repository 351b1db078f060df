from datetime import datetime, time

from pytz import timezone, utc

from odoo import fields, models
from odoo.fields import Domain

from ...billing import collection
from .subscription_closing_figure import Figure

ITEM_COLUMNS = (
    "date",
    "move_id/name",
    "partner_id/name",
    "account_id/code",
    "name",
    "balance",
)


class SubscriptionClosing(models.Model):
    """What is owed to customers at the month end, and money that is on its way."""

    _inherit = "subscription.closing"

    def _get_month_figures(self):
        """Add deferred revenue, deposits, open credit and payments in flight."""
        return [
            *super()._get_month_figures(),
            *self._get_deferral_figures(),
            *self._get_deposit_figures(),
            self._get_advance_figure(),
            self._get_flight_figure(),
        ]

    # === deferred revenue === #

    def _get_deferral_figures(self):
        company = self.company_id
        rows = self.env["subscription.deferral"]
        accounts = rows._get_accounts(company)
        if not accounts:
            return []
        until = rows._until_domain(company, self.date_month)
        booked_in_time = Domain("closing_id.date_month", "<=", self.date_month)
        waiting = rows._sum_of(until & Domain("closing_id", "=", False))
        late = rows._sum_of(until & Domain("closing_id.date_month", ">", self.date_month))
        booked = self._get_balances(accounts)
        others = booked - rows._sum_of(until & booked_in_time)
        return [
            Figure(
                "deferral",
                self.env._("Deferred revenue"),
                model="subscription.deferral",
                domain=until,
                columns=(
                    "date_month",
                    "move_id/name",
                    "partner_id/name",
                    "subscription_id/name",
                    "date_from",
                    "date_until",
                    "revenue_account_id/code",
                    "deferral_account_id/code",
                    "amount",
                    "closing_id/date_month",
                    "is_late",
                ),
                amount=rows._get_deferred(company, self.date_month),
                booked=-booked,
                reasons=(
                    (self.env._("Not booked yet"), -waiting),
                    (self.env._("Late, booked in a later month"), -late),
                    (self.env._("Other entries on the account"), others),
                ),
            )
        ]

    # === deposits === #

    def _get_deposit_figures(self):
        """Return the deposits that are held: what was paid of them, less credit notes."""
        account = self.company_id.subscription_deposit_account_id
        if not account:
            return []
        receipts = (
            self._own_domain()
            & Domain("move_type", "=", "out_receipt")
            & Domain("state", "=", "posted")
            & self._until_last_day("date")
            & Domain("line_ids.account_id", "=", account.id)
            & Domain("line_ids.rental_subscription_id", "!=", False)
        )
        notes = Domain("move_id.reversed_entry_id", "any", receipts)
        on_account = (
            Domain("account_id", "=", account.id)
            & Domain("parent_state", "=", "posted")
            & self._until_last_day("date")
        )
        asked = -self._sum_items(on_account & Domain("move_id", "any", receipts))
        returned = self._sum_items(on_account & notes)
        paid = self._sum_paid(Domain("move_id", "any", receipts))
        booked = -self._get_balances(account)
        return [
            Figure(
                "deposits",
                self.env._("Deposits held"),
                model="account.move",
                domain=receipts,
                columns=("date", "name", "partner_id/name", "amount_total_signed"),
                amount=paid - returned,
                booked=booked,
                reasons=(
                    (self.env._("Asked for and not paid"), paid - asked),
                    (
                        self.env._("Other entries on the account"),
                        (asked - returned) - booked,
                    ),
                ),
            )
        ]

    def _get_next_midnight(self):
        """Return the moment, in UTC, at which the month is over for the company."""
        zone = timezone(self.company_id.subscription_tz or "UTC")
        day = fields.Date.add(self.last_day, days=1)
        local = zone.localize(datetime.combine(day, time.min))
        return local.astimezone(utc).replace(tzinfo=None)

    def _in_company_currency(self, amount, currency):
        """Return `amount` of `currency` at the rate of the last day."""
        company = self.company_id
        return currency._convert(amount, company.currency_id, company, self.last_day)

    def _sum_items(self, domain):
        """Return the sum of the balances of these items."""
        [(total,)] = self.env["account.move.line"]._read_group(domain, [], ["balance:sum"])
        return total or 0.0

    def _sum_paid(self, domain):
        """Return what was paid of these invoices up to the last day."""
        owed = domain & Domain("account_id.account_type", "=", "asset_receivable")
        return self._sum_matched(Domain("debit_move_id", "any", owed))

    def _sum_matched(self, domain):
        """Return what was reconciled of these items up to the last day."""
        domain &= self._until_last_day("max_date")
        parts = self.env["account.partial.reconcile"]
        [(total,)] = parts._read_group(domain, [], ["amount:sum"])
        return total or 0.0

    # === open credit === #

    def _get_advance_figure(self):
        """Return what customers have paid in advance, and credit notes not used yet."""
        later = Domain("matched_debit_ids.max_date", ">", self.last_day)
        receivable = (
            self._own_domain()
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & self._until_last_day("date")
            & Domain("balance", "<", 0)
        )
        still_open = receivable & (Domain("reconciled", "=", False) | later)
        back = Domain("move_id.rental_pay_back", "=", True)
        subscribers = self._get_subscriber_domain(still_open)
        ours = still_open & subscribers & ~back
        amount = self._sum_open(ours)
        booked = self._sum_open(still_open)
        paid_back = self._sum_open(still_open & subscribers & back)
        return Figure(
            "advances",
            self.env._("Advances: customers' open credit"),
            model="account.move.line",
            domain=ours,
            columns=(*ITEM_COLUMNS, "amount_residual"),
            amount=amount,
            booked=booked,
            reasons=(
                (self.env._("To be paid back"), -paid_back),
                (
                    self.env._("Customers without a subscription"),
                    amount + paid_back - booked,
                ),
            ),
        )

    def _get_subscriber_domain(self, items):
        """Return the domain of those of these items whose customers subscribe here."""
        groups = self.env["account.move.line"]._read_group(items, ["partner_id"])
        owners = self.env["res.partner"].union(*(partner for (partner,) in groups))
        paying = "partner_invoice_id.commercial_partner_id"
        found = self.env["subscription.subscription"].search_fetch(
            self._own_domain() & Domain(paying, "in", owners.ids), ["partner_invoice_id"]
        )
        payers = found.partner_invoice_id.commercial_partner_id
        return Domain("partner_id", "in", payers.ids)

    def _sum_open(self, domain):
        """Return what of these credits was open on the last day, as a positive amount."""
        return -self._sum_items(domain) - self._sum_matched(
            Domain("credit_move_id", "any", domain)
        )

    # === in flight === #

    def _get_flight_figure(self):
        """Return the charges that were neither paid nor failed."""
        flying = (
            self._own_domain()
            & Domain("rental_invoice_id", "!=", False)
            & Domain("rental_outcome", "in", sorted(collection.OPEN))
            & Domain("create_date", "<", self._get_next_midnight())
        )
        groups = self.env["payment.transaction"]._read_group(
            flying, ["currency_id"], ["amount:sum"]
        )
        amount = sum(self._in_company_currency(total, one) for one, total in groups)
        return Figure(
            "in_flight",
            self.env._("Payments and debits in flight"),
            model="payment.transaction",
            domain=flying,
            columns=(
                "create_date",
                "reference",
                "partner_id/name",
                "rental_invoice_id/name",
                "amount",
                "currency_id/name",
                "rental_outcome",
            ),
            amount=amount,
            note=self.env._("Of these the outcome is not known today; booked once paid."),
        )
