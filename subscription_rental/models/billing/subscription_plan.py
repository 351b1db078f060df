from odoo import fields, models

from ...kept import Kept

APPROVAL_ACTIVITY = "subscription_rental.mail_activity_type_approval"
MANAGERS = "subscription_rental.group_manager"


class SubscriptionPlan(models.Model):
    """The approval of a plan to send its invoices."""

    _inherit = "subscription.plan"

    approved_company_ids = fields.Many2many(
        "res.company",
        string="Sending Approved In",
        readonly=True,
        copy=False,
        help="Companies in which a person approved the first run that sends.",
    )

    def write(self, vals):
        """Clear the approvals of plans whose invoice mode changes."""
        if "invoice_mode" in vals:
            changing = self.filtered(lambda plan: plan.invoice_mode != vals["invoice_mode"])
            super(SubscriptionPlan, changing).write(
                Kept(approved_company_ids=[fields.Command.clear()])
            )
        return super().write(vals)

    def _approve_sending(self, company):
        """Approve that the job sends the invoices of these plans in `company`."""
        self._write_kept({"approved_company_ids": [fields.Command.link(company.id)]})
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
