from odoo import fields, models

from .res_company import LIABILITY


class ProductCategory(models.Model):
    """The account on which revenue of a category's products waits for its months."""

    _inherit = "product.category"

    property_rental_deferral_account_id = fields.Many2one(
        "account.account",
        string="Deferred Revenue Account",
        company_dependent=True,
        domain=f"[('account_type', 'in', {LIABILITY})]",
        help="For the periods of subscriptions to these products; empty: the account in "
        "the settings of Subscriptions.",
    )

    def _get_deferral_account(self, company):
        """Return the account on which revenue of these products waits in `company`."""
        own = self.with_company(company).property_rental_deferral_account_id
        return own or company.subscription_deferral_account_id
