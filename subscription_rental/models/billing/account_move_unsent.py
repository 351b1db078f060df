from odoo import fields, models

from ..jobs.subscription_job_mixin import TROUBLE_ACTIVITY


class AccountMove(models.Model):
    """An invoice of a subscription that could not be sent is tried again every day."""

    _inherit = "account.move"

    rental_unsent_on = fields.Date(
        string="Could Not Be Sent On",
        readonly=True,
        copy=False,
        kept=True,
        help="The last day on which sending this invoice of a subscription failed.",
    )
    _rental_unsent_idx = models.Index(
        "(company_id, rental_unsent_on) WHERE rental_unsent_on IS NOT NULL"
    )

    def _tell_unsent(self, reason):
        """Ask the owner of the subscription to see why its invoice could not be sent."""
        self.ensure_one()
        # Accountants send invoices without knowing subscriptions.
        subscription = self.sudo().line_ids.rental_subscription_id[:1]
        if not subscription:
            return
        today = self.company_id._subscription_today()
        self._write_kept({"rental_unsent_on": today})
        known = self._get_unsent_activities()
        here = subscription._in_owner_language()
        note = here.env._(
            "%(invoice)s could not be sent: %(reason)s",
            invoice=self._get_html_link(),
            reason=reason,
        )
        known.note = note
        if not known:
            here.activity_schedule(
                TROUBLE_ACTIVITY,
                date_deadline=today,
                summary=here.env._("Invoice not sent"),
                note=note,
                user_id=subscription._get_billing_owner().id,
                rental_trouble=self._get_unsent_key(),
            )

    def _forget_unsent(self):
        """Close the activities of these invoices, which were sent after all."""
        for move in self.filtered("rental_unsent_on"):
            move._write_kept({"rental_unsent_on": False})
            move._get_unsent_activities().action_feedback(
                feedback=self.env._("It was sent after all.")
            )

    def _get_unsent_key(self):
        """Return what names the sending of this invoice, in its activity."""
        return f"account.move.send/{self._name},{self.id}"

    def _get_unsent_activities(self):
        """Return the open activities that tell that this invoice could not be sent."""
        activities = self.env["mail.activity"].sudo()
        return activities.search([("rental_trouble", "=", self._get_unsent_key())])

    def _get_unsent(self, company, today):
        """Return the invoices of `company` whose sending failed before `today`."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("rental_unsent_on", "<", today),
                ("state", "=", "posted"),
                ("is_move_sent", "=", False),
            ]
        )
