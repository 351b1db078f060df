from odoo import api, fields, models


class SubscriptionArchivedDialog(models.TransientModel):
    """What was archived just now, the subscriptions that run with it, and what to do."""

    _name = "subscription.archived.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Archived with Running Subscriptions"

    message = fields.Text(readonly=True)
    subscription_ids = fields.Many2many(
        "subscription.subscription", string="Running Subscriptions", readonly=True
    )
    archived_model = fields.Char(readonly=True)
    archived_ids = fields.Json(readonly=True)

    @api.model
    def _tell_archived(self, records, running, told):
        """Return the action that tells what `told` says of archived `records`.

        Who may not see subscriptions gets a notification; others, those that they may see.
        """
        own = running.with_env(self.env)
        if own.browse().has_access("read"):
            return self._open_archived(records, own._filtered_access("read"), told)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": told,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _open_archived(self, records, subscriptions, told):
        """Return the action that shows a new dialog of archived `records`."""
        dialog = self.create(
            {
                "message": told,
                "subscription_ids": [fields.Command.set(subscriptions.ids)],
                "archived_model": records._name,
                "archived_ids": records.ids,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Archived, with Running Subscriptions"),
            "res_model": self._name,
            "res_id": dialog.id,
            # The browser archives by no button, so that the server adds none of these.
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
        }

    def action_take_back(self):
        """Take the archiving back, with the rights of who archived it."""
        self._do_once()
        self.env[self.archived_model].browse(self.archived_ids).action_unarchive()
        return {"type": "ir.actions.act_window_close"}
