from odoo import fields, models


class MailActivity(models.Model):
    """What is planned and done for due dates: it stays listed, with who did it (DD6).

    Odoo archives an activity that is done, and does not say by whom.
    """

    _inherit = "mail.activity"

    rental_done_by_id = fields.Many2one(
        "res.users", string="Done By", readonly=True, copy=False, ondelete="set null"
    )

    def _action_done(self, feedback=False, attachment_ids=None):
        """Note who did what is done of due dates."""
        of_due_dates = self.filtered(lambda one: one.res_model == "subscription.due.date")
        of_due_dates.rental_done_by_id = self.env.user
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
