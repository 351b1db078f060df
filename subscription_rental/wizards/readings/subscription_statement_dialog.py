from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SubscriptionStatementDialog(models.TransientModel):
    """Print the statement of a customer's account with a company, over some time (SE11)."""

    _name = "subscription.statement.dialog"
    _inherit = ["subscription.typed.mixin"]
    _description = "Statement of Account"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._get_today().replace(month=1, day=1),
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._get_today()
    )

    @api.model
    def _get_today(self):
        return self.env.company._subscription_today()

    @api.constrains("partner_id", "company_id", "date_from", "date_to")
    def _check_statement(self):
        for dialog in self:
            dialog.partner_id.check_access("read")
            if dialog.company_id not in self.env.companies:
                raise ValidationError(
                    self.env._("Choose the company among those that you work in.")
                )
            if dialog.date_from > dialog.date_to:
                raise ValidationError(
                    self.env._("The statement ends before it begins: choose other days.")
                )

    def action_print(self):
        """Print the statement."""
        self.check_access("read")
        report = self.env.ref("subscription_rental.subscription_statement_report")
        return report.report_action(self)

    def _get_customer_statements(self):
        """Return the statements to print, one for each currency (SE11)."""
        self.ensure_one()
        self.check_access("read")
        customer = self.partner_id.commercial_partner_id
        today = self.company_id._subscription_today()
        return customer._get_statements(
            self.company_id, self.date_from, self.date_to, today
        )
