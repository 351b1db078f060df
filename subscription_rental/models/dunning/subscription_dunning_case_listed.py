from markupsafe import Markup

from odoo import api, fields, models

from ...retold import told

NO_POLICY = Markup(
    '<p class="o_view_nocontent_empty_folder">%(nothing)s</p><p>%(advice)s</p>'
)


class SubscriptionDunningCase(models.Model):
    """What the list of cases says of each, so that a person can work it off (BI7)."""

    _inherit = "subscription.dunning.case"

    rung = fields.Char(
        compute="_compute_rung", help="How many of the steps of its policy were taken."
    )
    refusal_reason = fields.Char(
        string="Bank's Reason",
        compute="_compute_refusal_reason",
        compute_sudo=True,
        help="What the provider or the bank said to the last charge.",
    )

    next_told = fields.Char(
        string="What Comes Next",
        compute="_compute_next_told",
        help="The next step; or, where none is left, that a person decides, and why.",
    )

    @api.depends("state", "next_step_id.action", "hold_reason", "subscription_ids.state")
    @api.depends_context("lang")
    def _compute_next_told(self):
        for case in self:
            case.next_told = case._get_next_told()

    def _get_next_told(self):
        """Return what comes next in this case, in the language of the reader."""
        self.ensure_one()
        if self.state == "held":
            return self.env._("On hold: %(reason)s", reason=told(self, "hold_reason"))
        if self.next_step_id:
            return self.next_step_id._get_label()
        return self._get_why_decided()

    @api.depends("event_ids", "round", "policy_id.step_ids")
    @api.depends_context("lang")
    def _compute_rung(self):
        for case in self:
            events = case.event_ids.filtered_domain([("round", "=", case.round)])
            case.rung = self.env._(
                "%(taken)s of %(all)s",
                taken=len(events.step_id),
                all=len(case.policy_id._get_steps()),
            )

    @api.depends("move_id.rental_charge_ids.rental_outcome")
    @api.depends_context("lang")
    def _compute_refusal_reason(self):
        for case in self:
            last = case.move_id.rental_charge_ids.sorted("id")[-1:]
            paid = last.state in ("done", "pending", "draft")
            case.refusal_reason = not paid and last._get_told_reason()

    @api.model
    def get_empty_list_help(self, help_message):
        """Say that nobody looks after what is unpaid, where there is no policy to do so."""
        message = super().get_empty_list_help(help_message)
        plans = self.env["subscription.plan"].sudo()
        company = self.env.company.sudo()
        has_policy = company.subscription_dunning_policy_id or plans.search_count(
            [("dunning_policy_id", "!=", False)], limit=1
        )
        if not message or has_policy:
            return message
        return NO_POLICY % {
            "nothing": self.env._("Nothing happens when an invoice is not paid"),
            "advice": self.env._(
                "No dunning policy is chosen: choose one in the settings, under Payments."
            ),
        }
