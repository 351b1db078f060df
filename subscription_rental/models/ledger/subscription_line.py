from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import lifecycle
from ...kept import Kept

# A billed line may still be told when it ends, and where it stands.
FREE_FIELDS = {"date_to", "position", "sequence"}


class SubscriptionLine(models.Model):
    """The billed days of a subscription line, which do not change any more.

    What is written or created as kept may lie in them: the calling change settles it.
    """

    _inherit = "subscription.line"

    charge_ids = fields.One2many("subscription.charge", "line_id")
    is_billed = fields.Boolean(compute="_compute_is_billed")

    def _compute_is_billed(self):
        billed = self._get_billed()
        for line in self:
            line.is_billed = line._origin in billed

    @api.model_create_multi
    def create(self, vals_list):
        """Add lines; on a running subscription they begin with its next bill."""
        lines = super().create(vals_list)
        if any(isinstance(vals, Kept) for vals in vals_list):
            return lines
        lines._check_unbilled_from("date_to")
        for line in lines:
            subscription = line.subscription_id
            if not line.date_from and subscription.state in lifecycle.RUNNING:
                line._write_kept({"date_from": subscription._get_first_free_day()})
        lines._check_unbilled_from("date_from")
        lines._tell_change()
        return lines

    def write(self, vals):
        """Refuse to change billed lines, and dates of lines in or into billed days."""
        if isinstance(vals, Kept):
            return super().write(vals)
        self._check_kept(vals)
        changes = vals.keys() - FREE_FIELDS
        billed = self._get_billed() if changes else self.browse()
        if billed:
            raise UserError(
                self.env._(
                    "%(line)s has been billed: end it with a 'To' date, and add a line "
                    "for what follows.",
                    line=billed[0].display_name,
                )
            )
        moved = "subscription_id" in vals
        dates = [name for name in ("date_from", "date_to") if moved or name in vals]
        # What lies before the cursor is billed: neither from there nor to there.
        for name in dates:
            self._check_unbilled_from(name)
        result = super().write(vals)
        for name in dates:
            self._check_unbilled_from(name)
        self._tell_change()
        return result

    def unlink(self):
        """Delete lines, and update their running subscriptions."""
        running = self._get_running_subscriptions()
        result = super().unlink()
        for subscription in running.exists():
            today = subscription.company_id._subscription_today()
            subscription._after_change(today, today)
        return result

    def _unlink_kept(self):
        """Delete line versions that never began, without updating their subscriptions."""
        # Around the checks above, which are for everybody else.
        lines = self.sudo()
        return super(SubscriptionLine, lines).unlink()  # pylint: disable=super-method-mismatch

    def _tell_change(self):
        """Update the running subscriptions of these lines after an edit of the lines."""
        for subscription in self._get_running_subscriptions():
            today = subscription.company_id._subscription_today()
            lines = self.filtered(
                lambda line, own=subscription: line.subscription_id == own
            )
            days = (line.date_to or line.date_from or today for line in lines)
            subscription._after_change(max(today, *days), today)

    def _never_begins(self, end):
        """Return whether this line has no day before `end` and was never charged."""
        self.ensure_one()
        empty = self.date_from and end and end <= self.date_from
        return bool(empty and not self._get_billed() and not self.charge_ids)

    def _check_unbilled_from(self, name):
        """Raise UserError if the date in field `name` of a line lies in billed days."""
        for line in self:
            subscription = line.subscription_id
            cursor = subscription.next_period_start
            day = line[name]
            if name == "date_from" and not day:
                # From the start of the subscription.
                day = subscription.date_start
            if cursor and day and day < cursor:
                raise UserError(
                    self.env._(
                        "%(line)s: days before %(day)s are billed. Choose that day or a "
                        "later one.",
                        line=line.display_name,
                        day=format_date(self.env, cursor),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        billed = self._get_billed()
        if billed:
            raise UserError(
                self.env._(
                    "%(line)s has been billed: end it with a 'To' date instead.",
                    line=billed[0].display_name,
                )
            )

    def _get_billed(self):
        """Return those of these lines that stand on a living invoice."""
        # Users see their own lines; whether accounting used them is a bare fact.
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [("rental_line_id", "in", self.ids), ("parent_state", "!=", "cancel")],
                ["rental_line_id"],
            )
        )
        return self.browse([line.id for (line,) in groups])
