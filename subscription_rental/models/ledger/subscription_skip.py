from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...locking import lock


class SubscriptionSkip(models.Model):
    """A period to come that is skipped by agreement: nobody pays for it (LC11)."""

    _name = "subscription.skip"
    _description = "Skipped Period"
    _order = "date_start, id"

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    date_start = fields.Date(
        string="First Day",
        required=True,
        help="The period that this day lies in is skipped, also if it is moved.",
    )
    note = fields.Char(string="Reason")
    is_to_come = fields.Boolean(compute="_compute_is_to_come")
    _once = models.UniqueIndex(
        "(subscription_id, date_start)", "This period is skipped already."
    )

    @api.depends("date_start", "subscription_id.next_period_start")
    def _compute_is_to_come(self):
        for skip in self:
            cursor = skip.subscription_id.next_period_start
            skip.is_to_come = bool(cursor) and skip.date_start >= cursor

    def action_bill_again(self):
        """Bill these periods after all: they are not skipped any more."""
        subscriptions = self.subscription_id
        subscriptions.check_access("write")
        # The job may be leaving that period out at this moment.
        lock(subscriptions.sudo())
        for skip in self:
            if not skip.is_to_come:
                raise UserError(
                    self.env._(
                        "The period from %(day)s on has passed: add a charge instead.",
                        day=format_date(self.env, skip.date_start),
                    )
                )
        for subscription, skips in self.grouped("subscription_id").items():
            days = [format_date(self.env, skip.date_start) for skip in skips]
            # The ledger is the system's; who may write the subscription was checked.
            skips.sudo().unlink()
            subscription._after_skips()
            subscription._message_log(
                body=self.env._(
                    "Billed after all: the period from %(days)s on.", days=", ".join(days)
                )
            )
