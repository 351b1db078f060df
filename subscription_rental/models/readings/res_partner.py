from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ...billing import statement


class ResPartner(models.Model):
    """The customer's account with a company, as a statement (SE11)."""

    _inherit = "res.partner"

    def _get_statements(self, company, first, last, today):
        """Return the statements of this customer's account, one for each currency.

        Each is (currency, `Statement`, rows). Whoever calls it has checked that the account
        may be seen.
        """
        self.ensure_one()
        lines = self._get_account_lines(company, last)
        matched = self._get_matched(lines, last)
        made = []
        for currency, owned in lines.grouped("currency_id").items():
            entries = [
                statement.Entry(
                    day=line.date,
                    amount=currency.round(line.amount_currency),
                    open_amount=currency.round(line.amount_currency - matched[line]),
                    due=line.date_maturity or None,
                    source=line,
                )
                for line in owned
            ]
            found = statement.statement(entries, first, last, today)
            if found.entries or found.opening:
                made.append((currency, found, self._prepare_statement_rows(found)))
        return made

    def _get_billing_companies(self):
        """Return the companies in which this customer has an account, or subscriptions."""
        self.ensure_one()
        customer = self.commercial_partner_id.id
        items = self.env["account.move.line"].sudo()
        booked = items._read_group(
            Domain("partner_id", "child_of", customer)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted"),
            ["company_id"],
        )
        subscriptions = self.env["subscription.subscription"].sudo()
        rented = subscriptions._read_group(
            Domain("partner_id", "child_of", customer), ["company_id"]
        )
        companies = self.env["res.company"].sudo()
        return companies.union(*(company for (company,) in [*booked, *rented])).sorted()

    def _get_account_lines(self, company, last):
        """Return the posted receivable items of this customer up to `last`, in order."""
        # A statement is made of items that clerks and customers have no rights on.
        items = self.env["account.move.line"].sudo()
        found = items.search(
            Domain("company_id", "=", company.id)
            & Domain("partner_id", "child_of", self.commercial_partner_id.id)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("date", "<=", last),
            order="date, id",
        )
        # Exchange differences are of no amount in the customer's currency.
        return found.filtered(
            lambda line: not line.currency_id.is_zero(line.amount_currency)
        )

    def _get_matched(self, lines, last):
        """Return {item: what it was matched with by `last`}, signed like the item."""
        partials = self.env["account.partial.reconcile"].sudo()
        found = partials.search(
            Domain("max_date", "<=", last)
            & (
                Domain("debit_move_id", "in", lines.ids)
                | Domain("credit_move_id", "in", lines.ids)
            )
        )
        matched = defaultdict(float)
        for partial in found:
            matched[partial.debit_move_id] += partial.debit_amount_currency
            matched[partial.credit_move_id] -= partial.credit_amount_currency
        return matched

    def _prepare_statement_rows(self, found):
        """Return the entries of a statement as rows of its table."""
        return [
            {
                "day": entry.day,
                "due": entry.due if entry.amount > 0 else None,
                "number": entry.source.move_id.name,
                "kind": self._get_entry_kind(entry.source.move_id),
                "debit": max(entry.amount, 0.0),
                "credit": max(-entry.amount, 0.0),
                "balance": float(balance),
            }
            for entry, balance in zip(found.entries, found.balances, strict=True)
        ]

    def _get_entry_kind(self, move):
        """Return what `move` is to the customer: an invoice, a payment …"""
        if move.move_type != "entry":
            return move.type_name
        if move.origin_payment_id or move.statement_line_id:
            return self.env._("Payment")
        return self.env._("Booking")
