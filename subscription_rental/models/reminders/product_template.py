from odoo import api, fields, models

OWN = "own"
NONE = "none"


class ProductTemplate(models.Model):
    """Which reminders customers get of due dates of this product (DD9)."""

    _inherit = "product.template"

    rental_reminders = fields.Selection(
        [(OWN, "By a policy of its own"), (NONE, "No reminders")],
        string="Reminders",
        company_dependent=True,
        help="Empty: as the company does it.",
    )
    rental_reminder_policy_id = fields.Many2one(
        "subscription.reminder.policy",
        string="Reminder Policy",
        company_dependent=True,
        check_company=True,
        ondelete="restrict",
    )

    def _get_reminder_policy(self, company):
        """Return the policy of due dates of this product in `company`, or none."""
        here = self.with_company(company)
        if here.rental_reminders == NONE:
            return here.env["subscription.reminder.policy"]
        own = here.rental_reminders == OWN
        policy = (
            here.rental_reminder_policy_id
            if own
            else company.subscription_reminder_policy_id
        )
        return policy.filtered(lambda one: one._is_usable(company))

    @api.constrains("rental_reminder_policy_id")
    def _check_product_policy(self):
        # Odoo checks companies of the product, and it may belong to none.
        for product in self.filtered("rental_reminder_policy_id"):
            product.rental_reminder_policy_id._check_usable(self.env.company)
