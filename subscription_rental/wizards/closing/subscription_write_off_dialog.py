from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class SubscriptionWriteOffDialog(models.TransientModel):
    """Write the chosen claims off, after a look at what it costs (BI16)."""

    _name = "subscription.write.off.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Write Off"

    write_off_ids = fields.Many2many(
        "subscription.write.off",
        "subscription_write_off_dialog_rel",
        string="Write-Offs",
        required=True,
        default=lambda self: self._get_chosen(),
    )
    date = fields.Date(required=True, default=lambda self: self._get_day())
    row_count = fields.Integer(string="Invoices", compute="_compute_effect")
    effect = fields.Html(string="Entries", compute="_compute_effect", sanitize=False)

    @api.model
    def _get_chosen(self):
        rows = self.env["subscription.write.off"]
        return rows.browse(self.env.context.get("active_ids", []))

    @api.model
    def _get_day(self):
        company = self._get_chosen().company_id[:1] or self.env.company
        return company._subscription_today()

    @api.depends("write_off_ids")
    def _compute_effect(self):
        for ask in self:
            rows = ask.write_off_ids
            ask.row_count = len(rows)
            ask.effect = False
            if rows and rows._may_write_off():
                rows.check_access("read")
                ask.effect = ask._show_effect(rows)

    @api.model
    def _show_effect(self, rows):
        """Return what the entries come to, account by account, as a table."""
        body = Markup().join(
            Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>")
            % (account.display_name, company.currency_id.format(balance))
            for company, sums in rows._sum_entries().items()
            for account, balance in sums.items()
        )
        head = Markup("<tr><th>%s</th><th class='text-end'>%s</th></tr>") % (
            self.env._("Account"),
            self.env._("Balance"),
        )
        return Markup("<table class='table table-sm w-auto'>%s%s</table>") % (head, body)

    def action_write_off(self):
        """Book the entries of the chosen claims, all of them or none."""
        self._do_once()
        rows = self.write_off_ids
        if not rows:
            raise UserError(self.env._("Choose what is to be written off."))
        for company, own in rows.grouped("company_id").items():
            own._book_losses(self.date, company._subscription_today())
        return {"type": "ir.actions.act_window_close"}
