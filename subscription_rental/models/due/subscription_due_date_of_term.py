from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...billing import lifecycle
from ...kept import Kept

# What people add to the due date of a subscription; the rest follows the subscription.
BY_HAND = {"note", "source_id", "bank_id"}


class SubscriptionDueDate(models.Model):
    """The due dates that the system keeps: one for each term of a subscription (DD1)."""

    _inherit = "subscription.due.date"

    subscription_id = fields.Many2one(
        "subscription.subscription",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="It is a term of this subscription, and follows it.",
    )
    _term_uniq = models.UniqueIndex(
        "(subscription_id, date_start) WHERE subscription_id IS NOT NULL",
        "A term of a subscription has one due date.",
    )

    @api.depends("subscription_id.state")
    def _compute_state(self):
        return super()._compute_state()

    def _get_due_state(self, today):
        """Return the state: on the day after its last one, a term may be renewed yet."""
        if self.subscription_id:
            today -= timedelta(days=1)
        return super()._get_due_state(today)

    def _get_due_facts(self):
        """Add whether the subscription ended with its term."""
        over = self.subscription_id.state == lifecycle.FINISHED
        return {**super()._get_due_facts(), "is_over": over}

    @api.depends("subscription_id")
    def _compute_can_renew(self):
        result = super()._compute_can_renew()
        # The subscription says whether it can be renewed, and how.
        self.filtered("subscription_id").can_renew = False
        return result

    def _compute_name(self):
        return super(SubscriptionDueDate, self._without_terms())._compute_name()

    def _compute_duration(self):
        return super(SubscriptionDueDate, self._without_terms())._compute_duration()

    def _compute_date_due(self):
        return super(SubscriptionDueDate, self._without_terms())._compute_date_due()

    def _without_terms(self):
        """Return those of these due dates that people keep."""
        return self.filtered(lambda row: not row.subscription_id)

    def _write_changed(self, vals):
        """Write what differs of `vals` on each of these due dates, as the system."""
        for row in self:
            changed = {
                name: value
                for name, value in vals.items()
                if self._fields[name].convert_to_write(row[name], row) != value
            }
            if changed:
                row._write_kept(changed)

    def write(self, vals):
        """Refuse to change by hand what follows a subscription."""
        if not isinstance(vals, Kept) and vals.keys() - BY_HAND:
            self._check_followed(vals)
        return super().write(vals)

    def _check_followed(self, vals):
        """Raise UserError if `vals` would change one that follows its subscription."""
        own = {
            name
            for name in vals.keys() - BY_HAND
            if name in self._fields and not name.startswith(("message_", "activity_"))
        }
        for row in self.filtered("subscription_id")[:1] if own else ():
            raise UserError(row._get_kept_problem())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for row in self.filtered("subscription_id")[:1]:
            raise UserError(row._get_kept_problem())

    def _get_renewal_problem(self):
        """Name the subscription that renews this due date, if it has one."""
        if self.subscription_id:
            return self._get_kept_problem()
        return super()._get_renewal_problem()

    def _get_kept_problem(self):
        return self.env._(
            "%(name)s follows the subscription %(subscription)s: change, renew or cancel "
            "that.",
            name=self.display_name,
            subscription=self.subscription_id.display_name,
        )

    def action_open_subscription(self):
        """Open the subscription whose term this is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.subscription",
            "res_id": self.subscription_id.id,
            "view_mode": "form",
        }
