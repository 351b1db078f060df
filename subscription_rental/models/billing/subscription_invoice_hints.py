from odoo import api, fields, models
from odoo.fields import Domain


class SubscriptionInvoiceHints(models.AbstractModel):
    """Values that Odoo would find for each new invoice, found once for a batch.

    The invoices are the same, in every stored column, with these values or without: a test
    compares them. Values of which that is not sure are left out.
    """

    _name = "subscription.invoice.hints"
    _description = "Hints for Making Invoices"

    @api.model
    def _add_to(self, vals_list):
        """Return the values of new invoices, with the hints that are safe for them."""
        companies = {vals["company_id"] for vals in vals_list}
        facts = {company: self._get_facts(company) for company in companies}
        journals = {}
        return [
            self._add_to_one(vals, facts[vals["company_id"]], journals)
            for vals in vals_list
        ]

    @api.model
    def _get_facts(self, company_id):
        """Return the facts of a company that decide which hints are safe."""
        company = self.env["res.company"].browse(company_id)
        models_ = self.env["account.analytic.distribution.model"]
        for_company = Domain("company_id", "in", [False, *company.parent_ids.ids])
        return {
            "company": company,
            # Any of them may apply to a line: Odoo decides then.
            "no_analytic": not models_.search_count(for_company, limit=1),
            # Storno turns the sides of negative lines: Odoo decides then.
            "currency": None if company.account_storno else company.currency_id,
        }

    @api.model
    def _add_to_one(self, vals, facts, journals):
        lines = []
        sign = 1 if vals["move_type"] == "out_refund" else -1
        # In another currency the balance is Odoo's, at the rate of the day.
        own = facts["currency"] and vals["currency_id"] == facts["currency"].id
        for _command, _id, line in vals["invoice_line_ids"]:
            hints = {}
            if "display_type" not in line:
                if facts["no_analytic"]:
                    hints["analytic_distribution"] = False
                if own:
                    amount = sign * self._get_hinted_amount(line, facts["currency"])
                    hints |= {"balance": amount, "amount_currency": amount}
            elif own:
                # Odoo would write the amounts of each section twice.
                hints = {"balance": 0.0, "amount_currency": 0.0}
            lines.append(fields.Command.create({**hints, **line}))
        return {
            **vals,
            "journal_id": vals.get("journal_id") or self._find_journal(vals, journals),
            "invoice_line_ids": lines,
        }

    @api.model
    def _get_hinted_amount(self, line, currency):
        price = line["price_unit"] * line.get("quantity", 1.0)
        return currency.round(price * (1 - line.get("discount", 0.0) / 100))

    @api.model
    def _find_journal(self, vals, known):
        """Return the id of the journal that Odoo chooses for an invoice of `vals`."""
        key = vals["company_id"], vals["currency_id"]
        if key not in known:
            company = self.env["res.company"].browse(key[0])
            moves = self.env["account.move"].with_company(company)
            draft = moves.new(
                {
                    "move_type": vals["move_type"],
                    "company_id": key[0],
                    "currency_id": key[1],
                }
            )
            known[key] = draft._search_default_journal().id
        return known[key]
