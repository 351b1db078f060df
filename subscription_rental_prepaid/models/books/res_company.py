from odoo import Command, fields, models

# As much of a name as journals have for a code.
CODE = "PACK"


class ResCompany(models.Model):
    _inherit = "res.company"

    rental_prepaid_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Packs and Credit",
        domain="[('type', '=', 'bank'), ('company_id', '=', id)]",
        check_company=True,
        help="Uses of packs and credit are booked here. Made by itself when the first "
        "is used.",
    )

    def _get_prepaid_journal(self, account):
        """Return the journal of packs and credit, made if there is none yet.

        :param account: on which they stand, for a journal that is made
        """
        self.ensure_one()
        if not self.rental_prepaid_journal_id:
            # Whoever sells the first pack is no accountant.
            journals = self.env["account.journal"].sudo().with_company(self)
            self.sudo().rental_prepaid_journal_id = journals.create(
                {
                    "name": self.env._("Packs and Credit"),
                    "code": journals._get_next_prepaid_code(self),
                    "type": "bank",
                    "company_id": self.id,
                    "default_account_id": account.id,
                    "show_on_dashboard": False,
                }
            )
        return self.rental_prepaid_journal_id.sudo()

    def _get_prepaid_method(self, account, payment_type):
        """Return the method with which `account` pays; no person is offered it.

        :param payment_type: `inbound`, or `outbound` for what is given back
        """
        journal = self._get_prepaid_journal(account)
        field = f"{payment_type}_payment_method_line_ids"
        lines = journal[field].filtered(lambda one: one.payment_account_id == account)
        if not lines:
            method = self.env["account.payment.method"].sudo()
            method = method.search(
                [("code", "=", "manual"), ("payment_type", "=", payment_type)], limit=1
            )
            known = {one.name for one in journal[field]}
            free = journal[field].filtered(lambda one: not one.payment_account_id)[:1]
            name = account.name if account.name not in known else account.display_name
            values = {"name": name, "payment_account_id": account.id}
            if free:
                free.write(values)
            else:
                values["payment_method_id"] = method.id
                journal.write({field: [Command.create(values)]})
            lines = journal[field].filtered(lambda one: one.payment_account_id == account)
        return lines[:1]


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _get_next_prepaid_code(self, company):
        """Return a code that no journal of `company` has."""
        taken = set(self.search([("company_id", "=", company.id)]).mapped("code"))
        codes = [CODE, *(f"{CODE}{number}" for number in range(2, 10))]
        return next(code for code in codes if code not in taken)
