from odoo import api, fields, models

from ...billing import refusal


class SubscriptionDunningCase(models.Model):
    """Cases whose charge was refused for a reason that more of the same does not cure."""

    _inherit = "subscription.dunning.case"

    stopped_by_id = fields.Many2one(
        "payment.transaction",
        string="Held For",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The refused charge for which the case was put on hold, once.",
    )

    @api.model
    def _open_case(self, move, trigger, since, today):
        """Open the case; put it on hold at once where a person has to talk first."""
        case = super()._open_case(move, trigger, since, today)
        case._stop_if_refused(today)
        return case

    def _take_step(self, today):
        """Wait while a person has to talk to the customer, or to correct our mistake."""
        self.ensure_one()
        if self.move_id._waits_for_us() or self._stop_if_refused(today):
            return
        super()._take_step(today)

    def _stop_if_refused(self, today):
        """Hold this open case if its last charge was stopped; return whether it was."""
        self.ensure_one()
        charge = self.move_id._get_refused()
        stops = charge.rental_refusal in (refusal.STOP, refusal.HALT)
        if not stops or self.state != "open" or self.stopped_by_id == charge:
            return False
        self._write_kept({"stopped_by_id": charge.id})
        self._hold(charge.state_message or charge.rental_reason, today)
        return True

    def _send_mail(self, template):
        """Send nothing by itself where everything was stopped, as after a death."""
        if self.move_id._get_refused().rental_refusal == refusal.HALT:
            return self.env["mail.mail"]
        return super()._send_mail(template)

    def _do_retry(self, today):
        """Have the job charge again, unless the reason of the refusal speaks against it."""
        charge = self.move_id._get_refused()
        if charge and not self.move_id._may_charge_again():
            reason = charge.state_message or charge.rental_reason
            return self.env._("Not charged again: %(reason)s", reason=reason)
        return super()._do_retry(today)
