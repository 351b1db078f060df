from odoo import models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_prepaid_pos_method(self):
        """Return the payment method of packs and credit, made if there is none yet.

        Raises UserError where no liability is set, on which it books.
        """
        self.ensure_one()
        # Who sets up a till need not be an accountant.
        methods = self.env["pos.payment.method"].sudo().with_company(self)
        known = methods.search(
            [("company_id", "=", self.id), ("rental_is_prepaid", "=", True)], limit=1
        )
        # A branch has the accounts of its head company.
        chain = self.sudo().parent_ids
        account = chain.mapped("rental_prepaid_liability_account_id")[-1:]
        if not known and not account:
            raise UserError(
                self.env._(
                    "Choose the liability of packs and credit in the settings of "
                    "Subscriptions first: what is used is booked on it."
                )
            )
        return known or methods.create(
            {
                "name": self.env._("Packs and Credit"),
                "journal_id": self._get_prepaid_journal(account).id,
                "outstanding_account_id": account.id,
                "split_transactions": True,
                "rental_is_prepaid": True,
                "company_id": self.id,
                "sequence": 99,
            }
        )
