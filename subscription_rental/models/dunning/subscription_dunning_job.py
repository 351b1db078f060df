from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import collection, dunning

CRON = "subscription_rental.ir_cron_dunning"
# So many are worked on in one transaction, and each alone where that fails.
BATCH_SIZE = 20


class SubscriptionDunningJob(models.AbstractModel):
    """The loop of dunning: it works from the unpaid invoices, whatever woke it."""

    _name = "subscription.dunning.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Dunning Job"

    @api.model
    def _wake(self):
        """Trigger the cron of the dunning job to run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_dun(self):
        """Close, open and advance the dunning cases of each company."""
        self._run_in_companies("_dun_company")

    @api.model
    def _dun_company(self, company, today):
        """Close, open and advance the dunning cases of `company`, each on its own.

        Returns False when the time is used up.
        """
        if not self._use_credits(company, today):
            return False
        cases = self.env["subscription.dunning.case"].search(
            Domain("company_id", "=", company.id) & self._settled_domain()
        )
        settled = cases.filtered(lambda case: case._is_settled(today))
        return (
            self._do_each(
                settled, lambda case: case._close_paid(today), today, stage="settled"
            )
            and self._open_new(company, today)
            and self._take_steps(company, today)
        )

    @api.model
    def _use_credits(self, company, today):
        """Pay what is late, or dunned, with open credit; return False out of time."""
        moves = self.env["account.move"].sudo()
        live = self.env["subscription.dunning.case"].search(
            Domain("company_id", "=", company.id)
            & Domain("state", "in", ("open", "held", "terminated"))
        )
        owed = moves.search(moves._unpaid_domain(company, today)) | live.move_id.sudo()
        return self._do_each(
            owed._with_open_credit(company, today),
            lambda move: move._use_open_credit(today),
            today,
            stage="credit",
        )

    @api.model
    def _open_new(self, company, today):
        """Open cases for the unpaid invoices that need one; return False out of time."""
        found = {move: facts for move, *facts in self._find_new(company, today)}
        moves = self.env["account.move"].sudo().union(*found)
        cases = self.env["subscription.dunning.case"]

        def open_cases(batch):
            for move in batch:
                cases._open_case(move, *found[move], today)

        return self._do_each(moves, open_cases, today, size=BATCH_SIZE)

    @api.model
    def _take_steps(self, company, today):
        """Take the due steps of cases, and end final cases; return False out of time."""
        cases = self.env["subscription.dunning.case"]
        own = Domain("company_id", "=", company.id)
        due = cases.search(
            own & Domain("state", "=", "open") & Domain("next_date", "<=", today)
        )

        def take_steps(batch):
            for case in batch:
                case._take_step(today)

        if not self._do_each(due, take_steps, today, stage="step", size=BATCH_SIZE):
            return False
        over = cases.search(own & Domain("state", "=", "terminated"))
        final = over.filtered(lambda case: case._is_final(today))
        return self._do_each(
            final, lambda case: case._end_case(today), today, stage="final"
        )

    @api.model
    def _get_subscriptions_of(self, record):
        """Return the subscriptions of a case."""
        if record._name == "subscription.dunning.case":
            return record.subscription_ids
        return super()._get_subscriptions_of(record)

    @api.model
    def _postpone(self, record, today):
        """Set the next step of a failed case to tomorrow."""
        if record._name == "subscription.dunning.case" and record.next_date:
            record.next_date = fields.Date.add(today, days=1)

    @api.model
    def _settled_domain(self):
        """Return the domain of live cases whose invoice is paid, in part too, or gone."""
        live = Domain("state", "in", ("open", "held", "terminated"))
        paid = Domain("move_id.payment_state", "not in", ("not_paid", "blocked"))
        return live & (paid | Domain("move_id.state", "!=", "posted"))

    @api.model
    def _find_new(self, company, today):
        """Return [(invoice, trigger, since)] of the unpaid invoices that need a case."""
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
        if nothing_due or move._is_being_paid() or move._waits_for_us():
            return None
        if was_paid:
            # It is no longer.
            return dunning.RETURNED
        if move._get_last_outcome() == collection.DECLINED:
            return dunning.FAILED
        late = move.invoice_date_due < today
        return dunning.OVERDUE if late and not move._waits_for_collection() else None
