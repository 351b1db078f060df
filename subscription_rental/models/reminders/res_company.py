from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    subscription_reminder_policy_id = fields.Many2one(
        "subscription.reminder.policy",
        string="Reminders",
        ondelete="set null",
        help="Which e-mails go to customers before and after a due date; a product may "
        "have its own. Empty: none.",
        prefetch="subscription",
    )

    @api.constrains("subscription_reminder_policy_id")
    def _check_company_policy(self):
        for company in self.filtered("subscription_reminder_policy_id"):
            company.subscription_reminder_policy_id._check_usable(company)
