from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import deferral


class SubscriptionClosing(models.Model):
    """Where the screen opens, its ways to other months, and what it offers (BI16)."""

    _inherit = "subscription.closing"

    may_act = fields.Boolean(
        compute="_compute_offers", help="The user books, ticks and closes."
    )
    has_begun = fields.Boolean(compute="_compute_offers")
    is_month_over = fields.Boolean(compute="_compute_offers")
    has_previous = fields.Boolean(compute="_compute_ways")
    has_next = fields.Boolean(compute="_compute_ways")

    @api.depends("date_month", "company_id")
    @api.depends_context("uid")
    def _compute_offers(self):
        may_act = self._may_close()
        for closing in self:
            closing.may_act = may_act
            closing.has_begun = closing.date_month <= closing._get_company_day()
            closing.is_month_over = closing._is_month_over(closing.date_month)

    @api.depends("date_month", "company_id")
    @api.depends_context("uid")
    def _compute_ways(self):
        """Offer the months around that are over; to who only reads, those that exist."""
        days = {one: (one._get_month(-1), one._get_month(1)) for one in self}
        known = None if self._may_close() else self._find_month_ends(days.values())
        for closing, (before, after) in days.items():
            company = closing.company_id
            closing.has_previous = known is None or (company, before) in known
            is_known = known is None or (company, after) in known
            closing.has_next = is_known and closing._is_month_over(after)

    def _find_month_ends(self, days):
        """Return {(company, month)} of the month ends that exist of these months."""
        wanted = {day for pair in days for day in pair}
        found = self.search(
            [("company_id", "in", self.company_id.ids), ("date_month", "in", list(wanted))]
        )
        return {(one.company_id, one.date_month) for one in found}

    def _get_company_day(self):
        """Return the day that it is for the company."""
        return self.company_id.sudo()._subscription_today()

    def _is_month_over(self, month):
        """Return whether all days of `month` are past for the company."""
        return deferral.is_over(month, self._get_company_day())

    @api.model
    def action_open_month(self):
        """Open the month that is to be closed next; for who only reads, the list."""
        self.check_access("read")
        if not self._may_close():
            return self.env["ir.actions.act_window"]._for_xml_id(
                "subscription_rental.subscription_closing_action"
            )
        company = self.env.company
        closing = self._get_next_to_close(company, company._subscription_today())
        if not closing.counted_at:
            closing._count_figures()
        return closing._action_open()

    @api.model
    def _get_next_to_close(self, company, today):
        """Return the first month that is open after those that were closed.

        The first time that is the month before this one. A month that has not begun is
        none: the one that was closed last stands there until then.
        """
        domain = [("company_id", "=", company.id), ("state", "=", "closed")]
        closed = self.search(domain, order="date_month desc", limit=1)
        if closed:
            has_begun = closed._get_month(1) <= today
            return closed._get_neighbour(1) if has_begun else closed
        before = fields.Date.subtract(deferral.month_of(today), months=1)
        return self._get_for(company, before)

    def _action_open(self):
        """Return the action that shows this month end."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_closing_action"
        )
        return action | {"views": [(False, "form")], "res_id": self.id}

    def action_previous(self):
        """Open the month before."""
        return self._open_neighbour(-1)

    def action_next(self):
        """Open the month after; refuse it as long as that month is not over."""
        self.ensure_one()
        self.check_access("read")
        self._check_over(self._get_month(1))
        return self._open_neighbour(1)

    def _open_neighbour(self, months):
        self.ensure_one()
        self.check_access("read")
        month = self._get_month(months)
        closing = self.search(
            [("company_id", "=", self.company_id.id), ("date_month", "=", month)]
        )
        if not closing:
            self._check_role()
            closing = self._get_neighbour(months)
        if not closing.counted_at and self._may_close():
            closing._count_figures()
        return closing._action_open()

    def _check_over(self, month):
        """Raise UserError as long as `month` is not over for the company."""
        self.ensure_one()
        if not self._is_month_over(month):
            day = fields.Date.add(deferral.month_end(month), days=1)
            raise UserError(
                self.env._(
                    "%(month)s is not over yet: it can be closed from %(day)s on.",
                    month=format_date(self.env, month, date_format="MMMM yyyy"),
                    day=format_date(self.env, day),
                )
            )
