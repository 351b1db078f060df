from odoo import fields, models

from ...billing import dunning, lifecycle, recipients
from ...locking import lock


class SubscriptionDunningCase(models.Model):
    """The actions of the steps of a dunning case."""

    _inherit = "subscription.dunning.case"

    def _do(self, step, today):
        """Perform `step` in this case; return a note on it, None if it has to wait."""
        self.ensure_one()
        actions = {
            dunning.RETRY: self._do_retry,
            dunning.SUSPEND: self._do_suspend,
            dunning.TERMINATE: self._do_terminate,
        }
        note = actions[step.action](today) if step.action in actions else ""
        nothing = step.action == dunning.SUSPEND and not self.suspended_ids
        if note is not None and not nothing:
            self._copy_mail(self._send_mail(step._get_template()))
        return note

    def _copy_mail(self, mail):
        """Send the other invoice contacts what a step told the customer (BI18).

        Without its links: with them the customer pays by their stored method.
        """
        self.ensure_one()
        others = self.move_id._get_rental_payers().filtered("email")
        if mail and others:
            text = recipients.without_links(mail.sudo().body_html or "")
            mail.sudo().copy(
                {
                    "recipient_ids": [fields.Command.set(others.ids)],
                    "email_to": False,
                    "email_cc": False,
                    "body": text,
                    "body_html": text,
                }
            )

    def _do_retry(self, today):
        """Have the job charge the stored method again; return what prevents it, or ""."""
        if not self.move_id._get_collecting_token():
            return self.env._("No payment method to charge")
        self.move_id._collect_on(today)
        self.env["subscription.collection.job"]._wake()
        return ""

    def _do_suspend(self, today):
        """Suspend the case's subscriptions from their first unpaid day on.

        Returns None, and sets the case's next date, while all of them have paid days left.
        """
        running = self.subscription_ids.filtered(
            lambda one: one.state in (lifecycle.ACTIVE, lifecycle.PAUSED)
        )
        days = {one: one._get_suspension_day(today) for one in running}
        due = running.filtered(lambda one: days[one] <= today)
        if running and not due:
            self._write_kept({"next_date": min(days.values())})
            return None
        # The job must not bill it at the same time.
        lock(due)
        for subscription in due:
            subscription._stop(lifecycle.SUSPENDED, today)
        # What another invoice has suspended waits for this one, too.
        stopped = self.subscription_ids & self._get_suspended_elsewhere()
        suspended = self.suspended_ids | due | stopped
        self._write_kept({"suspended_ids": [fields.Command.set(suspended.ids)]})
        return ", ".join(due.mapped("name"))

    def _do_terminate(self, today):
        """Cancel the case's subscriptions; for some days full payment revives them."""
        living = self.subscription_ids.filtered(lambda one: not one.is_closed)
        step_label = self.next_step_id._get_label()
        lock(living)
        living._terminate(self.policy_id.revive_days, today)
        over = {"state": "terminated", "next_step_id": False, "next_date": False}
        self._write_kept(over)
        # Their other invoices have nothing left to take away.
        others = self.subscription_ids.dunning_case_ids - self
        for case in others.filtered(lambda one: one.state in ("open", "held")):
            if all(one.is_closed for one in case.subscription_ids):
                case._write_kept({**over, "previous_date": today})
                case._add_event(today, step_label, self.move_id.name)
        return ", ".join(living.mapped("name"))

    def _write_off(self, today):
        """Credit the invoice if none of it was paid; return a note for the timeline.

        A person is asked to credit the rest of an invoice that was paid in part.
        """
        move = self.move_id
        if move.payment_state != "not_paid":
            here = self.with_env(self.subscription_ids._in_owner_language().env)
            here._ask_to_write_off(
                here.env._("It is paid in part: credit the rest by hand.")
            )
            return self.env._("Paid in part: to be written off by hand")
        reason = self.env._("Written off: never paid.")
        refund = move._reverse_moves([{"invoice_date": today, "ref": reason}], cancel=True)
        return refund.name

    def _ask_to_write_off(self, note):
        """Ask the owner of the subscription to write off what is left; `note` says why."""
        self.ensure_one()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Write off the rest"),
            note=note,
            user_id=self.subscription_ids[0]._get_billing_owner().id,
        )
