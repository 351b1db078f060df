from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...billing import lifecycle


class SubscriptionSubscription(models.Model):
    """The states of a subscription, and the one method that changes them."""

    _inherit = "subscription.subscription"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("scheduled", "Scheduled"),
            ("active", "In Progress"),
            ("paused", "Paused"),
            ("suspended", "Suspended"),
            ("finished", "Finished"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
        kept=True,
    )
    is_closed = fields.Boolean(
        compute="_compute_is_closed",
        search="_search_is_closed",
        help="Finished or cancelled.",
    )
    date_paused = fields.Date(
        string="Stopped On",
        readonly=True,
        copy=False,
        help="Paused or suspended since: days from here on are not billed.",
        kept=True,
    )
    date_closed = fields.Date(string="Closed On", readonly=True, copy=False, kept=True)
    _closed_idx = models.Index("(date_closed) WHERE date_closed IS NOT NULL")

    @api.depends("state")
    def _compute_is_closed(self):
        for subscription in self:
            subscription.is_closed = subscription.state in lifecycle.CLOSED

    def _search_is_closed(self, operator, value):
        if operator != "in":
            return NotImplemented
        closed = Domain("state", "in", list(lifecycle.CLOSED))
        return Domain.OR([closed if flag else ~closed for flag in value])

    # === the door === #

    def _set_state(self, state, reason=None, day=None, **values):
        """Move these subscriptions to `state` with `values`; log `reason` in the chatter.

        :param day: from which day on; empty is today

        Subscriptions that are in that state already are left alone. Raises UserError for
        a move that the lifecycle does not know, and changes nothing then.
        """
        moving = self.filtered(lambda subscription: subscription.state != state)
        moving._check_move(state)
        before = {subscription: subscription.state for subscription in moving}
        moving._write_kept({**values, "state": state})
        if reason:
            moving._message_log_batch(bodies=dict.fromkeys(moving.ids, reason))
        for company, moved in moving.grouped("company_id").items():
            moved._after_move(before, day or company._subscription_today())
        return moving

    def _after_move(self, before, day):
        """Follow the move of these subscriptions to their present state.

        Runs at the end of `_set_state`, on recordsets of one company; an override calls
        `super()` and brings what it keeps up to date.

        :param before: {subscription: its state before the move}
        :param day: from which day on they are in the new state
        """

    def _is_revivable(self):
        """Return whether this cancelled subscription may be put back by full payment.

        Runs whenever a move is checked; an override says when.
        """
        self.ensure_one()
        return False

    def _check_move(self, state):
        """Raise UserError unless each of these subscriptions may move to `state`."""
        for subscription in self:
            revivable = subscription._is_revivable()
            if not lifecycle.can_move(subscription.state, state, revivable=revivable):
                raise UserError(subscription._get_move_problem(state))

    def _get_move_problem(self, state):
        """Return the sentence that this subscription cannot move to `state`."""
        self.ensure_one()
        names = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(name)s is %(state)s: it cannot become %(target)s.",
            name=self.display_name,
            state=names[self.state],
            target=names[state],
        )
