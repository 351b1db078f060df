from odoo import api, models
from odoo.fields import Domain

from ..billing import collection, dunning

CRON = "subscription_rental.ir_cron_dunning"


class SubscriptionDunningJob(models.AbstractModel):
    """The loop of dunning: it decides from what is unpaid, whatever woke it."""

    _name = "subscription.dunning.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Dunning Job"

    @api.model
    def _wake(self):
        """Let the job run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_dun(self):
        """Look after the unpaid invoices of each company."""
        for company in self.env["res.company"].search([]):
            self.with_company(company)._dun_company(company, company._subscription_today())

    @api.model
    def _dun_company(self, company, today):
        """Open and close cases, take the steps that are due; each on its own."""
        cases = self.env["subscription.dunning.case"]
        own = Domain("company_id", "=", company.id)
        for case in cases.search(own & self._settled_domain()):
            if case._is_settled(today):
                self._attempt(case, lambda one: one._close_paid(today), today)
        for move, trigger, since in self._find_new(company, today):
            self._attempt(
                move,
                lambda one, why=trigger, day=since: cases._open(one, why, day, today),
                today,
            )
        due = Domain("state", "=", "open") & Domain("next_date", "<=", today)
        for case in cases.search(own & due):
            self._attempt(case, lambda one: one._take_step(today), today)
        for case in cases.search(own & Domain("state", "=", "terminated")):
            if case._is_final(today):
                self._attempt(case, lambda one: one._end(today), today)

    @api.model
    def _settled_domain(self):
        """Return the cases whose invoice is paid, in part perhaps, credited or gone."""
        live = Domain("state", "in", ("open", "held", "terminated"))
        paid = Domain("move_id.payment_state", "not in", ("not_paid", "blocked"))
        return live & (paid | Domain("move_id.state", "!=", "posted"))

    @api.model
    def _find_new(self, company, today):
        """Return (invoice, why, since when) of what has no open case, and needs one."""
        moves = self.env["account.move"].sudo()
        cases = self.env["subscription.dunning.case"]
        unpaid = moves.search(moves._unpaid_domain(company, today))
        known = cases.search([("move_id", "in", unpaid.ids)])
        live = known.filtered(lambda case: case.state != "paid").move_id
        # Where a part was due, and paid, the next one is a new matter.
        returned = known.filtered(lambda case: not case.is_part_paid).move_id
        found = []
        for move in unpaid - live:
            trigger = self._get_trigger(move, move in returned, today)
            if trigger and move._get_dunning_policy():
                overdue = trigger == dunning.OVERDUE
                found.append((move, trigger, move.invoice_date_due if overdue else today))
        return found

    @api.model
    def _get_trigger(self, move, was_paid, today):
        """Return why a case of an unpaid invoice is to be opened, None if it is not."""
        nothing_due = move.currency_id.compare_amounts(move._get_amount_due(today), 0) <= 0
        if nothing_due or move._is_being_paid():
            return None
        if was_paid:
            # It is no longer.
            return dunning.RETURNED
        if move._get_last_outcome() == collection.DECLINED:
            return dunning.FAILED
        late = move.invoice_date_due < today
        return dunning.OVERDUE if late and not move._waits_for_collection() else None
