from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...billing import due_dates, reminders
from .subscription_reminder import SENT, SKIPPED

# What stops all further reminders of a due date.
STOPS = {due_dates.RENEWED: reminders.RENEWED, due_dates.CLOSED: reminders.CLOSED}


class SubscriptionDueDate(models.Model):
    """Reminders of what is due: each step once, for each due date (DD9)."""

    _inherit = "subscription.due.date"

    reminder_ids = fields.One2many(
        "subscription.reminder", "due_date_id", string="Reminders", readonly=True
    )
    last_reminder_on = fields.Date(
        string="Last Reminder", compute="_compute_last_reminder_on"
    )
    is_unreminded = fields.Boolean(
        string="Not Reminded",
        compute="_compute_is_unreminded",
        search="_search_is_unreminded",
        help="No reminder of the present due date was sent.",
    )
    reminder_note = fields.Char(compute="_compute_reminder_note")

    @api.depends("reminder_ids")
    def _compute_last_reminder_on(self):
        last = self.env["subscription.reminder"]._read_group(
            [("due_date_id", "in", self.ids), ("state", "=", SENT)],
            ["due_date_id"],
            ["handled_on:max"],
        )
        days = {row.id: day for row, day in last}
        for row in self:
            row.last_reminder_on = days.get(row.id, False)

    @api.depends("reminder_ids", "date_due")
    def _compute_is_unreminded(self):
        for row in self:
            row.is_unreminded = not row.reminder_ids.filtered(
                lambda one, due=row.date_due: one.state == SENT and one.date_due == due
            )

    def _search_is_unreminded(self, operator, value):
        if operator != "in":
            return NotImplemented
        reminded = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "EXISTS (SELECT FROM subscription_reminder told WHERE told.state = %s"
                " AND told.due_date_id = %s AND told.date_due = %s)",
                SENT,
                model._field_to_sql(alias, "id", query),
                model._field_to_sql(alias, "date_due", query),
            )
        )
        return ~reminded if True in value else reminded

    # === which === #

    def _renews_by_itself(self):
        """Return whether it is a term that renews by itself: of that there is a notice."""
        self.ensure_one()
        return bool(self.sudo().subscription_id.renewal_date)

    def _ends_by_itself(self):
        """Return whether it is a term that nobody renews: it ends, as was agreed."""
        self.ensure_one()
        subscription = self.sudo().subscription_id
        ends = subscription.renewal == "none" or subscription.cancel_date
        return bool(subscription and ends)

    def _waits_for_customer(self):
        """Return whether it goes on only if its customer, or a clerk, does something."""
        self.ensure_one()
        return not (self._renews_by_itself() or self._ends_by_itself())

    def _get_due_policy(self):
        """Return the policy by which the customer is reminded of this; or none."""
        self.ensure_one()
        if not self._waits_for_customer():
            return self.env["subscription.reminder.policy"]
        # Whoever keeps due dates need not see settings of the company.
        row = self.sudo()
        return row.product_id.product_tmpl_id._get_reminder_policy(row.company_id)

    @api.depends("product_id", "partner_id", "state")
    @api.depends_context("lang")
    def _compute_reminder_note(self):
        silent = self._get_silent_customers()
        for row in self:
            row.reminder_note = row._get_reminder_note(silent)

    def _get_reminder_note(self, silent):
        """Return why the customer is not reminded of this at all, as a sentence; or ''."""
        self.ensure_one()
        if told := self._get_term_note():
            return told
        if not self._get_due_policy():
            return self.env._(
                "No reminders are sent: neither the product nor the company has a policy."
            )
        if not self.partner_id.active:
            return self.env._("The customer is archived: no reminders are sent.")
        if (self.company_id, self.partner_id) in silent:
            return self.env._("The customer wants no reminders.")
        return ""

    def _get_term_note(self):
        """Return why nobody is reminded of the end of this term, as a sentence; or ''."""
        self.ensure_one()
        if self._renews_by_itself():
            return self.env._(
                "It renews by itself: in place of reminders the customer gets the notice "
                "of the renewal."
            )
        if self._ends_by_itself():
            return self.env._(
                "It ends with its term: there is nothing to renew, and no reminder of it."
            )
        return ""

    def _get_silent_customers(self):
        """Return the (company, customer) of these due dates who want no reminders."""
        optouts = self.env["subscription.reminder.optout"]
        return {
            (company, partner)
            for company, owned in self.grouped("company_id").items()
            for partner in optouts._get_silent(company, owned.partner_id)
        }

    def _get_reminder_refusal(self, policy, silent):
        """Return the rule that says of a step why this customer does not get it, or ''."""
        self.ensure_one()
        steps = policy.step_ids.grouped("offset_days")
        unreachable = self._get_unreachable_reason()
        stopped = STOPS.get(self.state, "")

        def refusal(offset):
            optional = reminders.lets_opt_out(offset, policy.optout)
            if stopped or (silent and optional):
                return stopped or reminders.OPTED_OUT
            if unreachable:
                return unreachable
            template = steps[offset][:1]._get_reminder_template()
            return "" if template else reminders.NO_TEMPLATE

        return refusal

    def _get_unreachable_reason(self):
        """Return the rule that says why no mail reaches the customer of this, or ''."""
        self.ensure_one()
        if not self.partner_id.active:
            return reminders.ARCHIVED
        return "" if self.partner_id.email_normalized else reminders.NO_EMAIL

    def _forecast_reminders(self, today, until, policy=None):
        """Return {due date: [(day, outcome)]} of its reminders from today to `until`.

        :param policy: of those with this policy only
        """
        handled = self.env["subscription.reminder"]._get_handled(self)
        silent = self._get_silent_customers()
        found = {}
        for row in self:
            own = row._get_due_policy()
            if own and (not policy or own == policy):
                is_silent = (row.company_id, row.partner_id) in silent
                found[row] = reminders.forecast(
                    own._get_reminder_ladder(),
                    row.date_due,
                    today,
                    until,
                    handled=handled[row],
                    refusal=row._get_reminder_refusal(own, is_silent),
                )
        return {row: outcomes for row, outcomes in found.items() if outcomes}

    @api.model
    def _remindable_domain(self, company, today, ahead=0):
        """Return the domain of what a reminder may be due of, up to so many days ahead."""
        usable = self.env["subscription.reminder.policy"]._get_usable(company)
        ladder = usable._get_reminder_ladder()
        if not ladder.offsets:
            return Domain.FALSE
        first, last = reminders.window(ladder, today, ahead)
        own = Domain("company_id", "=", company.id)
        return own & Domain("date_due", ">=", first) & Domain("date_due", "<=", last)

    @api.model
    def _get_to_remind(self, company, today):
        """Return the due dates of `company` of which a reminder comes out today."""
        rows = self.search(self._remindable_domain(company, today))
        return self.browse().union(*rows._forecast_reminders(today, today))

    # === doing it === #

    def _remind_customers(self, today):
        """Queue the reminders of these due dates that come out today, and keep them.

        What is kept and the mails in the queue are of one transaction.
        """
        self.invalidate_recordset()
        due = self._forecast_reminders(today, today)
        self.env["subscription.reminder"]._create_kept(
            [
                row._prepare_reminder(outcome, today)
                for row, outcomes in due.items()
                for _day, outcome in outcomes
            ]
        )._queue_mails()

    def _prepare_reminder(self, outcome, today):
        """Return the values of what became today of one step for this due date."""
        self.ensure_one()
        step = self._get_due_policy().step_ids.filtered(
            lambda one: one.offset_days == outcome.offset
        )
        return {
            "due_date_id": self.id,
            "partner_id": self.partner_id.id,
            "step_id": step[:1].id,
            "offset_days": outcome.offset,
            "date_due": self.date_due,
            "planned_on": outcome.day,
            "state": SKIPPED if outcome.reason else SENT,
            "skip_reason": outcome.reason or False,
            "handled_on": today,
            "sent_to": not outcome.reason and self.partner_id.email_normalized,
        }

    def _is_untouched(self):
        """Add that the customer was not reminded of it."""
        told = self.sudo().reminder_ids.filtered(lambda one: one.state == SENT)
        return super()._is_untouched() and not told
