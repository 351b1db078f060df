from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import collection


class AccountMove(models.Model):
    """An invoice that is paid with its customer's open credit first (BI17)."""

    _inherit = "account.move"

    rental_pay_back = fields.Boolean(
        string="To Be Paid Back",
        copy=False,
        help="The money of this credit note goes back: it pays no other invoice.",
    )

    rental_opening_credit = fields.Boolean(
        string="Credit Moved In",
        readonly=True,
        copy=False,
        help="What another system owed the customer when the business moved in.",
        kept=True,
    )

    @api.model
    def _open_credit_domain(self, company, today):
        """Return the domain of items that customers of `company` may pay with: posted
        payments on account and credit notes, dated up to `today`.
        """
        return (
            Domain("company_id", "=", company.id)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual_currency", "<", 0)
            & Domain("date", "<=", today)
            & Domain("move_id.rental_pay_back", "=", False)
        )

    def _with_open_credit(self, company, today):
        """Return those of these invoices of `company` whose customers have open credit."""
        if not company.subscription_use_credit:
            return self.browse()
        domain = self._open_credit_domain(company, today)
        domain &= Domain("partner_id", "in", self.commercial_partner_id.ids)
        groups = self.env["account.move.line"].sudo()._read_group(domain, ["partner_id"])
        owners = self.env["res.partner"].union(*(partner for (partner,) in groups))
        return self.filtered(lambda move: move.commercial_partner_id in owners)

    def _get_open_credit(self, today):
        """Return the items that may pay this invoice, the oldest first.

        What was paid for an order that is not this invoice's is left for the order.
        """
        self.ensure_one()
        lines = self.env["account.move.line"].sudo()
        found = lines.search(
            self._open_credit_domain(self.company_id, today)
            & Domain("partner_id", "=", self.commercial_partner_id.id)
            & Domain("currency_id", "=", self.currency_id.id),
            order="date, id",
        )
        own = self.sudo().line_ids.rental_subscription_id
        return found.filtered(
            lambda line: line._is_free_for(own) and not line.move_id._is_being_paid()
        )

    def _use_open_credit(self, today):
        """Pay what is due of this invoice with its customer's open credit, if allowed."""
        self.ensure_one()
        wanted = self.company_id.subscription_use_credit
        if (
            not wanted
            or self.payment_state not in collection.UNPAID
            or self._is_being_paid()
        ):
            return
        before = self.amount_residual
        for credit in self._get_open_credit(today):
            due = self._get_open_terms().filtered(
                lambda term, credit=credit: (
                    term.date_maturity <= today and term.account_id == credit.account_id
                )
            )
            if due:
                (due | credit).reconcile()
        used = before - self.amount_residual
        if not self.currency_id.is_zero(used):
            amount = self.currency_id.format(used)
            self._message_log(
                body=self.env._("Paid by open credit: %(amount)s", amount=amount)
            )
