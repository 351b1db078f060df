import base64

from odoo import fields, models
from odoo.exceptions import UserError


class SubscriptionSepaUploadDialog(models.TransientModel):
    """Files that the bank gave: pain.002, camt.053 and camt.054."""

    _name = "subscription.sepa.upload.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Read Bank Files In"

    content = fields.Binary(string="File", required=True)
    name = fields.Char(string="File Name")

    def action_read(self):
        """Read the file in, do what it says, and show its answers."""
        self.ensure_one()
        files = self.env["subscription.sepa.bank.file"]
        name = self.name or self.env._("File of the bank")
        content = base64.b64decode(self.content)
        if not content:
            raise UserError(self.env._("%(name)s is empty.", name=name))
        file = files._read_in(name, content, self.env.company)
        return {
            "type": "ir.actions.act_window",
            "name": file.name,
            "res_model": files._name,
            "res_id": file.id,
            "view_mode": "form",
        }
