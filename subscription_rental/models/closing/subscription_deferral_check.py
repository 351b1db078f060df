from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class SubscriptionDeferral(models.Model):
    """Every night: the ledger of deferred revenue against itself and its accounts."""

    _inherit = "subscription.deferral"

    @api.model
    def _check_deferrals(self, company):
        """Raise UserError, for the accountant, where entries and ledger differ."""
        told = [*self._find_other_entries(company), *self._find_bad_lines(company)]
        if told:
            raise UserError("\n".join(told))

    @api.model
    def _find_other_entries(self, company):
        """Yield a sentence for each entry that says something else than its rows."""
        for closing, account, wanted, booked in self._get_differing_entries(company):
            yield self.env._(
                "%(month)s, %(account)s: the entry says %(booked)s, its rows %(wanted)s. "
                "Undo the month end, and book it again.",
                month=closing.display_name,
                account=account.display_name,
                booked=company.currency_id.format(booked),
                wanted=company.currency_id.format(wanted),
            )

    @api.model
    def _get_differing_entries(self, company):
        """Return [(month end, account, by its rows, as booked)] of what is not the same."""
        rows = self._read_group(
            Domain("company_id", "=", company.id) & Domain("closing_id", "!=", False),
            ["closing_id", "deferral_account_id"],
            ["amount:sum"],
        )
        closings = self.env["subscription.closing"].union(*(row[0] for row in rows))
        groups = self.env["account.move.line"]._read_group(
            Domain("move_id", "in", closings.deferral_move_id.ids)
            & Domain("parent_state", "=", "posted"),
            ["move_id", "account_id"],
            ["balance:sum"],
        )
        booked = {(move, account): balance for move, account, balance in groups}
        return [
            (closing, account, wanted, found)
            for closing, account, wanted in rows
            for found in [booked.get((closing.deferral_move_id, account), 0.0)]
            if not company.currency_id.is_zero(wanted - found)
        ]

    @api.model
    def _find_bad_lines(self, company):
        """Yield a sentence for each invoice whose rows do not come to nothing together,
        or stand for a line that is not posted any more.
        """
        self.flush_model()
        self.env["account.move.line"].flush_model(["parent_state"])
        query = SQL(
            """SELECT DISTINCT line.move_id FROM subscription_deferral row
                 JOIN account_move_line line ON line.id = row.move_line_id
                WHERE row.company_id = %(company)s
                GROUP BY line.id, line.move_id, line.parent_state
               HAVING line.parent_state != 'posted' OR SUM(row.amount) != 0""",
            company=company.id,
        )
        ids = [move_id for (move_id,) in self.env.execute_query(query)]
        for move in self.env["account.move"].browse(ids):
            yield self.env._(
                "%(invoice)s: what was put off of it is not what is given back.",
                invoice=move.display_name,
            )

    @api.model
    def _get_booked(self, company, day):
        """Return {account: balance as of `day`} of the accounts of deferred revenue,
        all entries of theirs.
        """
        return self._read_balances(
            Domain("company_id", "=", company.id)
            & Domain("account_id", "in", self._get_accounts(company).ids)
            & Domain("date", "<=", day)
        )

    @api.model
    def _read_balances(self, domain):
        """Return {account: balance} of posted items."""
        items = self.env["account.move.line"].sudo()
        domain &= Domain("parent_state", "=", "posted")
        return dict(items._read_group(domain, ["account_id"], ["balance:sum"]))
