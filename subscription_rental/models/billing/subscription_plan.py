from odoo import fields, models

APPROVAL_ACTIVITY = "subscription_rental.mail_activity_type_approval"
MANAGERS = "subscription_rental.group_manager"


class SubscriptionPlan(models.Model):
    """Whether a person approved that the invoices of a plan are sent."""

    _inherit = "subscription.plan"

    approved_company_ids = fields.Many2many(
        "res.company",
        string="Sending Approved In",
        readonly=True,
        copy=False,
        help="Companies in which a person approved the first run that sends.",
    )

    def write(self, vals):
        """Ask for approval anew where the plans handle invoices in another way."""
        if "invoice_mode" in vals:
            changing = self.filtered(lambda plan: plan.invoice_mode != vals["invoice_mode"])
            super(SubscriptionPlan, changing).write(
                {"approved_company_ids": [fields.Command.clear()]}
            )
        return super().write(vals)

    def _approve_sending(self, company):
        """Let the job send the invoices of these plans in `company` from now on."""
        self.write({"approved_company_ids": [fields.Command.link(company.id)]})
        done = self.env._("Approved.")
        self.activity_feedback([APPROVAL_ACTIVITY], feedback=done)

    def _ask_for_approval(self, today):
        """Ask whoever set these plans up to look at their first run."""
        for plan in self:
            if plan.activity_search([APPROVAL_ACTIVITY]):
                continue
            people = (plan.write_uid | plan.create_uid).filtered(
                lambda user: user.active and user.has_group(MANAGERS)
            )
            plan.activity_schedule(
                APPROVAL_ACTIVITY,
                date_deadline=today,
                user_id=(people[:1] or self.env.ref("base.user_admin")).id,
            )
