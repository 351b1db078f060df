from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import due_dates
from ...locking import lock


class SubscriptionDueDate(models.Model):
    """Renewing, closing and opening again: each renewal is the next row (DD3)."""

    _inherit = "subscription.due.date"

    previous_id = fields.Many2one(
        "subscription.due.date",
        string="Renewed From",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    next_ids = fields.One2many(
        "subscription.due.date", "previous_id", string="Renewed By", readonly=True
    )
    date_renewed = fields.Date(
        string="Renewed On",
        readonly=True,
        copy=False,
        help="The day of the payment, or on which a person renewed what was before.",
    )
    can_renew = fields.Boolean(compute="_compute_can_renew")
    _previous_uniq = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL", "It was renewed already."
    )

    @api.depends("state", "next_ids")
    def _compute_can_renew(self):
        for row in self:
            row.can_renew = row.state in due_dates.OPEN

    @api.depends("next_ids")
    def _compute_state(self):
        return super()._compute_state()

    def _get_due_facts(self):
        """Add whether it was renewed."""
        return {**super()._get_due_facts(), "is_renewed": bool(self.next_ids)}

    # === the buttons === #

    def action_renew(self):
        """Open the dialog that renews these due dates."""
        self.check_access("write")
        self._check_renewable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Renew"),
            "res_model": "subscription.due.renew.dialog",
            "view_mode": "form",
            "target": "new",
            "context": {"default_due_date_ids": self.ids},
        }

    def action_close(self):
        """Close these due dates: what they are of goes on no more."""
        self.check_access("write")
        for row in self.filtered(lambda one: one.state == due_dates.RENEWED)[:1]:
            raise UserError(row._get_renewed_problem())
        for company, owned in self.grouped("company_id").items():
            owned.date_closed = company._subscription_today()

    def action_reopen(self):
        """Open closed due dates again."""
        self.check_access("write")
        self.date_closed = False

    # === what they do === #

    def _renew_held(self, day, values=None):
        """Renew these due dates on `day`, once each; return the rows that follow.

        :param day: of the payment, or on which a person renews
        :param values: {due date: what its next row has, in place of the same once more}

        Raises UserError where one of them cannot be renewed, and renews none then.
        """
        # Neither a payment nor a colleague may renew one of them at the same time.
        lock(self.sudo())
        self.invalidate_recordset(["state", "next_ids", "date_due", "date_closed"])
        self._check_renewable()
        prepared = [
            row._prepare_next_vals(day) | (values or {}).get(row, {}) for row in self
        ]
        following = self._create_kept(prepared).with_env(self.env)
        # Unique in SQL, too, before anything follows from it.
        following.flush_recordset(["previous_id"])
        self.sudo()._message_log_batch(
            bodies={row.previous_id.id: row._get_renewed_sentence() for row in following}
        )
        return following

    def _get_next_held(self, day):
        """Return what a renewal on `day` makes of this due date."""
        self.ensure_one()
        held = due_dates.Held(self.date_start, self.date_due, self.anchor_date)
        lapse = self.company_id.subscription_lapse_days
        return due_dates.renewed(held, self._get_duration(), day, lapse)

    def _prepare_next_vals(self, day):
        """Return the values of the row that follows this one if it is renewed on `day`."""
        self.ensure_one()
        found = self._get_next_held(day)
        return {
            "previous_id": self.id,
            "date_renewed": day,
            "date_start": found.start,
            "date_due": found.due,
            "anchor_date": found.anchor,
            "note": self.note,
            **{name: self[name] for name in ("name", "quantity", "amount")},
            **{name: self[name] for name in ("duration_count", "duration_unit")},
            **{
                f"{name}_id": self[f"{name}_id"].id
                for name in (
                    "partner",
                    "product",
                    "currency",
                    "source",
                    "bank",
                    "user",
                    "company",
                )
            },
        }

    def _check_renewable(self):
        """Raise UserError unless each of these due dates can be renewed."""
        for row in self:
            problem = row._get_renewal_problem()
            if problem:
                raise UserError(problem)

    def _get_renewal_problem(self):
        """Return why this due date cannot be renewed, as a sentence; or nothing."""
        self.ensure_one()
        if self.next_ids:
            return self._get_renewed_problem()
        if self.date_closed:
            return self.env._(
                "%(name)s is closed: open it again to renew it.", name=self.display_name
            )
        return ""

    def _get_renewed_problem(self):
        return self.env._(
            "%(name)s was renewed up to %(day)s already: look at that row.",
            name=self.display_name,
            day=format_date(self.env, self.sudo().next_ids[:1].date_due),
        )

    def _get_renewed_sentence(self):
        """Return the sentence that the row before this one was renewed."""
        return self.env._(
            "Renewed up to %(day)s.", day=format_date(self.env, self.date_due)
        )

    # === undone === #

    def unlink(self):
        """Delete due dates; what they were renewed from can be renewed once more."""
        before = (self.previous_id - self).sudo()
        result = super().unlink()
        before.invalidate_recordset(["next_ids"])
        before._refresh_states()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_renewed(self):
        for row in self:
            if row.next_ids - self:
                raise UserError(row._get_renewed_problem())

    def _refresh_states(self):
        """Compute the states of these due dates anew: a day, or a row, has gone."""
        self.env.add_to_compute(self._fields["state"], self)
        self._recompute_recordset(["state"])

    def _is_untouched(self):
        """Return whether nothing happened on this due date since it was made."""
        self.ensure_one()
        known = self.sudo()
        told = known.message_ids.filtered(
            lambda message: (
                message.message_type in ("comment", "email")
                or message.tracking_value_ids.filtered(
                    lambda value: value.field_id.name != "state"
                )
            )
        )
        return not (known.next_ids or known.date_closed or known.activity_ids or told)

    def _ask_responsible(self, summary, note):
        """Ask whoever looks after each of these due dates to do something."""
        for row in self:
            row.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=note,
                user_id=row._get_responsible().id,
            )

    def _get_responsible(self):
        """Return who looks after this due date: never who left, and never a customer."""
        self.ensure_one()
        company = self.sudo().company_id
        for user in (self.sudo().user_id, company.subscription_owner_id):
            if user.active and not user.share:
                return user.with_env(self.env)
        return company._get_subscription_manager() or self.env.user
