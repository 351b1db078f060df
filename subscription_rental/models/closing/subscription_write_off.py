from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...billing import write_off
from ...locking import lock

# Who gives up claims: it is the accountant's.
MAY_WRITE_OFF = ("account.group_account_manager", "account.group_account_user")


class SubscriptionWriteOff(models.Model):
    """An unpaid invoice that is proposed to be written off, and what became of it (BI16).

    One row for each invoice, unique in SQL.
    """

    _name = "subscription.write.off"
    _description = "Write-Off"
    _inherit = ["subscription.kept.mixin"]
    _order = "date_due, id"

    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_due = fields.Date(string="Due", readonly=True)
    days_late = fields.Integer(string="Days Late", compute="_compute_days_late")
    amount = fields.Monetary(
        string="Unpaid",
        readonly=True,
        help="With taxes, in the currency of the company, at the rate of the invoice.",
    )
    move_currency_id = fields.Many2one(
        related="move_id.currency_id", string="Currency of the Invoice", related_sudo=True
    )
    move_amount = fields.Monetary(
        string="In Its Currency", readonly=True, currency_field="move_currency_id"
    )
    ground = fields.Selection(
        [
            (write_off.TERMINATED, "Subscription is over"),
            (write_off.OLD, "Late for long"),
            (write_off.SMALL, "Small amount"),
        ],
        string="Reason",
        readonly=True,
    )
    state = fields.Selection(
        [("proposed", "Proposed"), ("kept", "Claim Kept"), ("booked", "Written Off")],
        required=True,
        readonly=True,
        default="proposed",
        index=True,
    )
    date_proposed = fields.Date(string="Proposed On", readonly=True)
    entry_id = fields.Many2one(
        "account.move",
        string="Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    decided_by_id = fields.Many2one("res.users", string="Decided By", readonly=True)
    decided_at = fields.Datetime(string="Decided On", readonly=True)
    _one_per_invoice = models.UniqueIndex(
        "(move_id)", "This invoice is on the list of write-offs already."
    )

    @api.depends("move_id")
    def _compute_display_name(self):
        for row in self:
            # Who may read the row may know of which invoice it is.
            row.display_name = row.sudo().move_id.display_name

    @api.depends("date_due", "company_id")
    def _compute_days_late(self):
        for company, rows in self.grouped("company_id").items():
            today = company._subscription_today() if company else False
            for row in rows:
                known = today and row.date_due
                row.days_late = (today - row.date_due).days if known else 0

    @api.model
    def _may_write_off(self):
        """Return whether the user gives up claims."""
        return any(self.env.user.has_group(group) for group in MAY_WRITE_OFF)

    def _check_may_write_off(self):
        """Raise AccessError for who may not see these rows, or only reads them."""
        self.check_access("read")
        if not self._may_write_off():
            raise AccessError(
                self.env._("Accountants write off what is not paid: ask one of them.")
            )

    def _claim_rows(self, state):
        """Lock these rows and their invoices; raise UserError unless all are in `state`.

        Two people, or two clicks, decide once.
        """
        lock(self.sudo())
        lock(self.sudo().move_id)
        self.sudo().move_id.invalidate_recordset(["payment_state", "amount_residual"])
        self.invalidate_recordset(["state", "entry_id"])
        for row in self:
            if row.state != state:
                raise UserError(
                    self.env._(
                        "%(invoice)s was decided on in the meantime: load the list again.",
                        invoice=row.sudo().move_id.display_name,
                    )
                )

    def _decide(self, state, **values):
        """Note what the user has decided on these rows."""
        self._write_kept(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                **values,
            }
        )

    def action_keep(self):
        """Go on asking for these claims: they are not proposed any more."""
        self._check_may_write_off()
        self._claim_rows("proposed")
        self._decide("kept")

    def action_propose(self):
        """Let the rule decide again on claims that were kept."""
        self._check_may_write_off()
        self._claim_rows("kept")
        companies = self.company_id
        self._decide("proposed", decided_by_id=False, decided_at=False)
        for company in companies:
            self._propose(company, company._subscription_today())

    def action_view_invoice(self):
        """Open the invoice of this row."""
        self.ensure_one()
        self.check_access("read")
        self.move_id.check_access("read")
        return self.move_id._action_view_rental_invoices()
