from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...billing import collection


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
    # As chosen: a row goes off the list as soon as its invoice is paid.
    move_ids = fields.Many2many(
        "account.move",
        "subscription_write_off_dialog_move_rel",
        string="Chosen Invoices",
        default=lambda self: self._get_chosen().sudo().move_id,
    )
    date = fields.Date(required=True, default=lambda self: self._get_day())
    row_count = fields.Integer(string="Invoices", compute="_compute_effect")
    effect = fields.Html(string="Entries", compute="_compute_effect", sanitize=False)

    @api.model
    def _get_chosen(self):
        rows = self.env["subscription.write.off"]
        return rows.browse(self.env.context.get("active_ids", [])).exists()

    @api.model
    def _get_day(self):
        company = self._get_chosen().company_id[:1] or self.env.company
        return company._subscription_today()

    @api.model_create_multi
    def create(self, vals_list):
        """Create, without rows that went off the list while the dialog was open."""
        for vals in vals_list:
            if "write_off_ids" in vals:
                known = self._get_rows_left(vals["write_off_ids"])
                vals["write_off_ids"] = [Command.set(known.ids)]
        return super().create(vals_list)

    @api.model
    def _get_rows_left(self, commands):
        """Return the rows that these commands choose, and that still exist."""
        ids = []
        for code, one, *chosen in commands:
            if code == Command.SET:
                ids = list(chosen[0])
            elif code == Command.LINK:
                ids.append(one)
        return self.env["subscription.write.off"].browse(ids).exists()

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
        """Book the entries of the chosen claims, all of them or none.

        Tells which went off the list meanwhile, and why.
        """
        self._do_once()
        rows = self.write_off_ids
        rows._check_may_write_off()
        left_out = self._tell_left_out()
        if not rows:
            raise UserError(left_out or self.env._("Choose what is to be written off."))
        for company, own in rows.grouped("company_id").items():
            own._book_losses(self.date, company._subscription_today())
        close = {"type": "ir.actions.act_window_close"}
        if not left_out:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._("Not written off"),
                "message": left_out,
                "sticky": True,
                "next": close,
            },
        }

    def _tell_left_out(self):
        """Return why chosen invoices are not written off, each in one sentence."""
        # Who has chosen them has seen them.
        gone = self.sudo().move_ids - self.sudo().write_off_ids.move_id
        return " ".join(self._tell_gone(move) for move in gone.sorted("name"))

    def _tell_gone(self, move):
        """Return why this invoice is not on the list any more."""
        name = move.display_name
        if move.state != "posted":
            return self.env._("%(invoice)s was taken back.", invoice=name)
        if move._is_paid_for():
            return self.env._("%(invoice)s was paid in the meantime.", invoice=name)
        if move.payment_state not in collection.UNPAID:
            return self.env._("%(invoice)s was credited in the meantime.", invoice=name)
        today = move.company_id._subscription_today()
        if move in move._get_pending_claims(move.company_id, today):
            return self.env._("Something may still come of %(invoice)s.", invoice=name)
        return self.env._("%(invoice)s is not proposed by the rule any more.", invoice=name)
