from odoo import api, models

from ...billing import collection, write_off


class SubscriptionDunningCase(models.Model):
    """What a dunning policy writes off, where the company books losses (BI7, BI16)."""

    _inherit = "subscription.dunning.case"

    def _write_off(self, today):
        """Book the loss as on *Month End* where the company has an account for it.

        Otherwise, as ever, what was never paid is credited. Of a claim of which something
        may still come a person is asked; of one that an accountant keeps nothing is booked.
        """
        self.ensure_one()
        if not self.company_id.sudo()._books_losses():
            return super()._write_off(today)
        # It is final: only what others wait for keeps its claim.
        self._write_kept({"state": "ended"})
        # The policy decides, whoever runs the job.
        rows = self.env["subscription.write.off"].sudo()
        if rows._may_still_come(self.move_id, today):
            here = self.with_env(self.subscription_ids._in_owner_language().env)
            here._ask_to_write_off(here._get_pending_note())
            return self._get_pending_note()
        return rows._write_off_by_policy(self.move_id, today)

    def _get_pending_note(self):
        """Return why nothing is written off of what may still come."""
        return self.env._("Not written off: something may still come of it")


class SubscriptionWriteOff(models.Model):
    """A claim that a dunning policy gives up."""

    _inherit = "subscription.write.off"

    @api.model
    def _may_still_come(self, move, today):
        """Return whether something may still come of `move`, or accountants block it."""
        is_owed = move.payment_state in collection.UNPAID
        return not is_owed or move in move._get_pending_claims(move.company_id, today)

    @api.model
    def _write_off_by_policy(self, move, today):
        """Book the loss of `move` today; return what was done, for its timeline."""
        company, reason = move.company_id, write_off.TERMINATED
        self._insert_proposals([move._get_write_off_row(company, reason, today)])
        row = self.search([("move_id", "=", move.id)])
        if row.state == "kept":
            return self.env._("Not written off: an accountant keeps the claim")
        row._claim_rows("proposed")
        row._check_bookable(today, today)
        row._book_loss(today, today)
        return row.entry_id.name
