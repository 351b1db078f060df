from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_date

from ...billing import deferral

# Who books and ticks; others who reach it read it.
MAY_CLOSE = (
    "subscription_rental.group_manager",
    "account.group_account_manager",
    "account.group_account_user",
)


class SubscriptionClosing(models.Model):
    """The end of one month in one company: what was compared and booked, and by whom."""

    _name = "subscription.closing"
    _description = "Month End"
    _inherit = ["mail.thread"]
    _order = "date_month desc, id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_month = fields.Date(
        string="Month", required=True, readonly=True, help="The first day of the month."
    )
    last_day = fields.Date(compute="_compute_last_day")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    closed_by_id = fields.Many2one("res.users", string="Closed By", readonly=True)
    closed_at = fields.Datetime(string="Closed On", readonly=True)
    deferral_move_id = fields.Many2one(
        "account.move",
        string="Entry of Deferred Revenue",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    _one_per_month = models.UniqueIndex(
        "(company_id, date_month)", "This month has its month end already."
    )
    _is_a_month = models.Constraint(
        "CHECK(EXTRACT(DAY FROM date_month) = 1)", "A month begins on its first day."
    )

    @api.depends("date_month")
    def _compute_last_day(self):
        for closing in self:
            closing.last_day = (
                deferral.month_end(closing.date_month) if closing.date_month else False
            )

    @api.depends("date_month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for closing in self:
            closing.display_name = format_date(
                self.env, closing.date_month, date_format="MMMM yyyy"
            )

    @api.model
    def _get_for(self, company, day):
        """Return the month end of `company` for the month of `day`, made if missing."""
        month = deferral.month_of(day)
        # Whoever may close books through it; nobody writes it by hand.
        closings = self.sudo()
        key = {"company_id": company.id, "date_month": month}
        domain = [(name, "=", value) for name, value in key.items()]
        found = closings.search(domain) or closings.create(key)
        return found.with_env(self.env)

    @api.model
    def _may_close(self):
        """Return whether the user books, ticks and closes; or only reads."""
        return any(self.env.user.has_group(group) for group in MAY_CLOSE)

    def _check_role(self):
        """Raise AccessError for who may not see these month ends, or only reads them."""
        self.check_access("read")
        if not self._may_close():
            raise AccessError(
                self.env._(
                    "Month ends are for accountants and for administrators of "
                    "Subscriptions: ask one of them."
                )
            )

    def _check_may_close(self):
        """Check the role of the user; raise UserError for a month that is closed."""
        self._check_role()
        for closing in self:
            if closing.state == "closed":
                raise UserError(
                    self.env._(
                        "%(month)s is closed: open it again first.",
                        month=closing.display_name,
                    )
                )

    def _get_month(self, months):
        """Return the first day of the month so many `months` later, or before."""
        self.ensure_one()
        return fields.Date.add(self.date_month, months=months)

    def _get_neighbour(self, months):
        """Return the month end so many `months` later, or before if below 0."""
        return self._get_for(self.company_id, self._get_month(months))
