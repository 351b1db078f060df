from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """A salesperson who leaves: tasks about subscriptions go to who looks after them."""

    _name = "res.users"
    _inherit = ["subscription.archiving.mixin", "res.users"]

    def action_archive(self):
        """Archive users; hand on their open tasks, which Odoo would delete (B4)."""
        self._hand_on_tasks()
        return super().action_archive()

    def _hand_on_tasks(self):
        """Give the open tasks of these users about subscriptions to who is next in line."""
        # Whoever archives users need not see what they worked on.
        tasks = self.env["mail.activity"].sudo()
        subscriptions = self.env["subscription.subscription"].sudo()
        domain = [("user_id", "in", self.ids), ("res_model", "=", subscriptions._name)]
        for task in tasks.search(domain):
            owner = subscriptions.browse(task.res_id)._get_billing_owner(without=self)
            if owner not in self:
                task.user_id = owner

    def _archived_with_domain(self):
        return Domain("user_id", "in", self.ids)

    def _get_archived_advice(self):
        return self.env._(
            "Their tasks and mails go to the team leader, else to whom the settings name "
            "under Who Is Told. Choose another salesperson on each."
        )
