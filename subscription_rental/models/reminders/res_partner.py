from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...billing import due_dates
from .subscription_reminder import SENT

# What falls due so soon should have been reminded of.
SOON_DAYS = 30
# Read by SQL: no rights on the rows would keep others from it.
READERS = "subscription_rental.group_user_own,subscription_rental.group_billing_reader"
COMPARED = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


class ResPartner(models.Model):
    """When a customer was last reminded, of what not yet, and who wants none (DD7)."""

    _inherit = "res.partner"

    rental_last_reminder = fields.Date(
        string="Last Reminder",
        compute="_compute_rental_last_reminder",
        search="_search_rental_last_reminder",
        groups=READERS,
        help="The last day on which this customer, or a contact of it, was reminded of "
        "something due.",
    )
    rental_is_unreminded = fields.Boolean(
        string="Due in 30 Days, Not Reminded",
        compute="_compute_rental_is_unreminded",
        search="_search_rental_is_unreminded",
    )
    rental_reminder_ids = fields.Many2many(
        "subscription.reminder", string="Reminders", compute="_compute_rental_reminders"
    )
    rental_optout_id = fields.Many2one(
        "subscription.reminder.optout", compute="_compute_rental_optout_id"
    )

    # === the last one === #

    @api.depends_context("allowed_company_ids")
    def _compute_rental_last_reminder(self):
        days = {}
        if self.ids:
            day = self._get_last_reminder_sql("res_partner")
            query = SQL(
                "SELECT id, %s FROM res_partner WHERE id IN %s", day, tuple(self.ids)
            )
            self.env["subscription.reminder"].flush_model()
            self.flush_model(["commercial_partner_id"])
            days = dict(self.env.execute_query(query))
        for partner in self:
            partner.rental_last_reminder = days.get(partner.id)

    def _get_last_reminder_sql(self, alias):
        """Return the SQL of the last day on which a customer in `alias` was reminded."""
        told = SQL(
            "told.state = %s AND told.company_id IN %s",
            SENT,
            tuple(self.env.companies.ids) or (0,),
        )
        return SQL(
            """GREATEST(
                (SELECT MAX(told.handled_on) FROM subscription_reminder told
                  WHERE told.partner_id = %(id)s AND %(told)s),
                (SELECT MAX(told.handled_on) FROM subscription_reminder told
                   JOIN res_partner held ON held.id = told.partner_id
                  WHERE held.commercial_partner_id = %(id)s AND %(told)s)
            )""",
            id=SQL.identifier(alias, "id"),
            told=told,
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists be sorted by the last reminder, which is in no column."""
        if field_expr == "rental_last_reminder":
            self._check_field_access(self._fields[field_expr], "read")
            return self._get_last_reminder_sql(alias)
        return super()._field_to_sql(alias, field_expr, query)

    def _search_rental_last_reminder(self, operator, value):
        # Odoo looks at the groups of a field that is read or sorted by, not of this one.
        self._check_field_access(self._fields["rental_last_reminder"], "read")
        if operator == "in":
            return Domain.OR(self._last_reminder_is(day) for day in value)
        if operator not in COMPARED:
            return NotImplemented
        return self._last_reminder_domain(SQL(COMPARED[operator]), value)

    def _last_reminder_is(self, day):
        """Return the domain of those last reminded on `day`, or never if it is False."""
        operator = SQL("=") if day else SQL("IS NOT DISTINCT FROM")
        return self._last_reminder_domain(operator, day or None)

    def _last_reminder_domain(self, operator, value):
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "%s %s %s", model._get_last_reminder_sql(alias), operator, value
            )
        )

    # === what is due, and nobody was told === #

    def _compute_rental_is_unreminded(self):
        own = Domain("id", "in", self.ids)
        unreminded = self.with_context(active_test=False).search(
            own & Domain("rental_is_unreminded", "=", True)
        )
        for partner in self:
            partner.rental_is_unreminded = partner._origin in unreminded

    def _search_rental_is_unreminded(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.env["subscription.due.date"].search(
            [
                ("state", "=", due_dates.ACTIVE),
                ("date_due", "<=", fields.Date.add(self._get_due_today(), days=SOON_DAYS)),
                ("is_unreminded", "=", True),
            ]
        )
        # Of terms that go on, or end, by themselves nobody is ever reminded.
        rows = rows.filtered(lambda row: row._waits_for_customer())
        found = Domain("id", "parent_of", rows.partner_id.ids)
        return found if True in value else ~found

    def _get_due_today(self):
        return self.env.company._subscription_today()

    # === on the form === #

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_rental_reminders(self):
        found = self.env["subscription.reminder"].search(self._get_due_domain())
        holders = {one: one._get_rental_holders() for one in found.partner_id}
        for partner in self:
            partner.rental_reminder_ids = found.filtered(
                lambda one, top=partner: top in holders[one.partner_id]
            )

    @api.depends_context("uid", "company")
    def _compute_rental_optout_id(self):
        optouts = self.env["subscription.reminder.optout"]
        found = optouts.search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "in", self.ids),
                ("taken_back_on", "=", False),
            ]
        )
        rows = found.grouped("partner_id")
        for partner in self:
            partner.rental_optout_id = rows.get(partner._origin, optouts)
