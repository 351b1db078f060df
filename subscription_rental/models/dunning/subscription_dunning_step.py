from odoo import fields, models

from ...billing import dunning

# The mail that goes with each action, unless the step has one of its own.
TEMPLATES = {
    dunning.REMIND: "subscription_rental.mail_template_reminder",
    dunning.SUSPEND: "subscription_rental.mail_template_suspended",
    dunning.WARN: "subscription_rental.mail_template_warning",
    dunning.TERMINATE: "subscription_rental.mail_template_terminated",
}


class SubscriptionDunningStep(models.Model):
    """One step of a policy: what is done so many days after the failure."""

    _name = "subscription.dunning.step"
    _description = "Dunning Step"
    _order = "days, sequence, id"

    policy_id = fields.Many2one(
        "subscription.dunning.policy", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    days = fields.Integer(
        required=True, help="So many days after the failure, or after the due date."
    )
    action = fields.Selection(
        [
            (dunning.RETRY, "Charge again"),
            (dunning.REMIND, "Remind"),
            (dunning.SUSPEND, "Suspend"),
            (dunning.WARN, "Warn of the termination"),
            (dunning.TERMINATE, "Terminate"),
        ],
        required=True,
        default=dunning.REMIND,
    )
    active = fields.Boolean(string="Active", default=True)
    mail_template_id = fields.Many2one(
        "mail.template",
        string="E-mail",
        domain=[("model", "=", "subscription.dunning.case")],
        help="Leave empty for the one that goes with the action.",
    )
    _days_positive = models.Constraint(
        "CHECK(days >= 0)", "A step is so many days after the failure: 0 or more."
    )

    def _get_rung(self):
        """Return the `Rung` that the rules work with."""
        self.ensure_one()
        return dunning.Rung(self.days, self.action)

    def _get_label(self):
        """Return what the step does, in a person's words."""
        self.ensure_one()
        return dict(self._fields["action"]._description_selection(self.env))[self.action]

    def _get_template(self):
        """Return the mail that goes with this step, if there is one."""
        self.ensure_one()
        own = TEMPLATES.get(self.action)
        default = own and self.env.ref(own, raise_if_not_found=False)
        return self.mail_template_id or default or self.env["mail.template"]
