from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date


class SubscriptionMovingCredit(models.TransientModel):
    """A row of a file of what another system owed its customers (SE12).

    Importing it posts an opening entry: the customer's credit against the account of
    opening balances, without taxes or sales, which the former books have already. The
    customer's next invoices are paid with it (BI17).
    """

    _name = "subscription.moving.credit"
    _inherit = ["subscription.moving.mixin"]
    _description = "Credit Moved In"

    amount = fields.Float(string="Credit", required=True)
    date = fields.Date(required=True)
    reference = fields.Char()
    currency_id = fields.Many2one("res.currency")
    account_id = fields.Many2one("account.account", string="Counterpart")
    move_id = fields.Many2one("account.move", string="Opening Entry", readonly=True)

    def _take_over(self):
        """Post the opening entry of this row."""
        company = super()._take_over()
        self._check_keeps_books()
        self._check_meant()
        currency = self.currency_id or self.company_id.currency_id
        amount = currency.round(self.amount)
        customer = self.partner_id.commercial_partner_id
        if currency.compare_amounts(amount, 0) <= 0:
            raise UserError(
                self.env._(
                    "Credit is what you owe the customer, more than 0: what the customer "
                    "owes is an invoice."
                )
            )
        self._check_not_moved_in(customer, currency)
        moves = self.env["account.move"].with_company(self.company_id)
        # Nobody is told by mail of what was theirs before.
        move = moves.with_context(tracking_disable=True).create(
            {
                "move_type": "entry",
                "journal_id": self._get_opening_journal().id,
                "partner_id": customer.id,
                "date": self.date,
                "ref": self.reference or self.env._("Credit moved in"),
                "line_ids": [
                    Command.create(one)
                    for one in self._prepare_opening_lines(customer, amount, currency)
                ],
            }
        )
        move._write_kept({"rental_opening_credit": True})
        move.action_post()
        self.move_id = move
        return company

    def _check_keeps_books(self):
        """Raise AccessError unless the user keeps the books of the row's company."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(
                self.env._("Credit is an entry in the books: let an accountant import it.")
            )

    def _check_meant(self):
        """Raise UserError unless amount and day of this row can be meant."""
        sane = self.env["subscription.typed.mixin"]
        sane._check_number(self._get_column_label("amount"), self.amount)
        sane._check_day(self._get_column_label("date"), self.date)
        if self.date > self.company_id.sudo()._subscription_today():
            raise UserError(
                self.env._(
                    "%(day)s is yet to come: give the day of the former system's balance.",
                    day=format_date(self.env, self.date),
                )
            )

    def _check_not_moved_in(self, customer, currency):
        """Raise UserError if this customer's credit was moved in before."""
        moves = self.env["account.move"].sudo()
        known = moves.search(
            Domain("rental_opening_credit", "=", True)
            & Domain("partner_id", "=", customer.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("line_ids.currency_id", "=", currency.id)
            & Domain("state", "=", "posted")
        ).filtered(lambda move: "posted" not in move.reversal_move_ids.mapped("state"))
        if known:
            raise UserError(
                self.env._(
                    "The credit of %(customer)s was moved in already, by %(entry)s: add up "
                    "rows of one customer, or reverse that entry first.",
                    customer=customer.display_name,
                    entry=known[0].name,
                )
            )

    def _get_opening_journal(self):
        """Return the journal of opening entries: the company's first for sundry ones."""
        journals = self.env["account.journal"].sudo()
        journal = journals.search(
            Domain(journals._check_company_domain(self.company_id))
            & Domain("type", "=", "general"),
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for miscellaneous operations: make one.",
                    company=self.company_id.name,
                )
            )
        return journal

    def _prepare_opening_lines(self, customer, amount, currency):
        """Return the values of the opening entry's two items."""
        company = self.company_id
        balance = currency._convert(amount, company.currency_id, company, self.date)
        local = customer.with_company(company)
        # Odoo's own opening balances are booked against this one.
        opening = self.account_id or company.sudo().get_unaffected_earnings_account()
        common = {
            "partner_id": customer.id,
            "currency_id": currency.id,
            "name": self.env._("Credit moved in"),
        }
        return [
            {
                **common,
                "account_id": local.property_account_receivable_id.id,
                "amount_currency": -amount,
                "balance": -balance,
                "date_maturity": self.date,
            },
            {
                **common,
                "account_id": opening.id,
                "amount_currency": amount,
                "balance": balance,
            },
        ]

    @api.model
    def get_import_templates(self):
        """Offer the sample file on the import screen."""
        return [
            {
                "label": self.env._("Sample file: what you owe your customers"),
                "template": "/subscription_rental/static/import/customer_credit.csv",
            }
        ]
