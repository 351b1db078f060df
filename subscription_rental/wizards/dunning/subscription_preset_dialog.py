from odoo import api, fields, models


class SubscriptionPresetDialog(models.TransientModel):
    """Begin a dunning policy with the steps that suit a country (BI7)."""

    _name = "subscription.preset.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Load a Preset"

    preset = fields.Selection(
        selection=lambda self: self.env["subscription.dunning.policy"]._get_preset_labels(),
        required=True,
        default=lambda self: self.env["subscription.dunning.policy"]._get_preset_code(
            self.env.company
        ),
    )
    notes = fields.Text(compute="_compute_notes")
    timeline_html = fields.Html(string="Steps", compute="_compute_notes", sanitize=False)
    is_for_company = fields.Boolean(
        string="Use It as the Company's Policy",
        help="For what is unpaid from now on, where a plan has no policy of its own.",
    )

    @api.depends("preset")
    @api.depends_context("lang")
    def _compute_notes(self):
        policies = self.env["subscription.dunning.policy"]
        for ask in self:
            ask.notes = ask.preset and policies._get_preset_notes(ask.preset)
            ask.timeline_html = ask.preset and self.env["ir.qweb"]._render(
                "subscription_rental.dunning_timeline",
                {"rows": policies._get_preset_rows(ask.preset)},
            )

    def action_load(self):
        """Make a new policy of the preset, and open it."""
        self._do_once()
        policies = self.env["subscription.dunning.policy"]
        policy = policies._load_preset(self.preset, self.env.company)
        if self.is_for_company:
            # Managers decide on the ladder without keeping the company's other settings.
            self.env.company.sudo().subscription_dunning_policy_id = policy
        return {
            "type": "ir.actions.act_window",
            "res_model": policy._name,
            "res_id": policy.id,
            "view_mode": "form",
        }
