import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ...billing import collection

_logger = logging.getLogger(__name__)

# Nobody needs so long between writing a charge down and locking it.
INTERRUPTED_AFTER = timedelta(minutes=1)

CRON = "subscription_rental.ir_cron_collect"


class SubscriptionCollectionJob(models.AbstractModel):
    """The loop that charges stored methods: one invoice at a time, never twice.

    A charge is written down and committed before the provider is asked, the provider's
    answer right after that, and the payment last. A process that dies in between leaves a
    charge whose state says how far it came.
    """

    _name = "subscription.collection.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Collection Job"

    @api.model
    def _wake(self):
        """Trigger the cron of the collection job to run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_collect(self):
        """Collect the due invoices of each company, unless this database is a copy."""
        if not self.env["subscription.collection.guard"]._claim_database():
            return
        self._commit()
        self._run_in_companies("_collect_company")

    @api.model
    def _collect_company(self, company, today):
        """Collect the due invoices of `company`; return False when the time is used up."""
        self._doubt_interrupted(company)
        charges = self._find_unbooked(company)
        # One by one: after each commit, none of them reads the others anew.
        if not self._loop(
            split_every(1, charges.ids), lambda ids: self._book_charge(charges.browse(ids))
        ):
            return False
        moves = self.env["account.move"]
        due = moves.search(
            moves._collectable_domain(company, today), order="rental_collect_date, id"
        )
        troubled = self._get_troubled(due)
        return self._loop(
            split_every(1, due.ids),
            lambda ids: self._collect(moves.browse(ids), today, troubled),
        )

    @api.model
    def _collect(self, move, today, troubled=()):
        """Charge one invoice to its stored method; return the charge, if there was one.

        :param troubled: ids of invoices of which an activity says that they failed
        """
        charge = self._write_charge_down(move, today, troubled)
        if charge:
            self._send_charge(charge, today)
            self._book_charge(charge)
        return charge

    @api.model
    def _write_charge_down(self, move, today, troubled):
        """Return the new charge of one invoice, committed and not sent yet."""
        charges = []
        done, error = self._attempt(
            move, lambda one: charges.append(one._start_charge(today))
        )
        if error:
            self._keep_trouble(move, error, today)
        elif done.id in troubled:
            self._forget_trouble(move)
        # Where another process was in the way, what was written is gone again.
        return self.env["payment.transaction"].union(*charges if done else ())

    @api.model
    def _send_charge(self, charge, today):
        """Send a charge to the provider, and commit its outcome or that it is unknown."""
        # While this lock is held, others see that somebody waits for the answer.
        claimed = charge.try_lock_for_update(allow_referencing=True)
        if claimed.rental_outcome != collection.ASKED:
            return
        try:
            charge._charge_with_token()
            charge._end_charge(today)
            charge.flush_recordset()
        except Exception:
            # Whatever happened, it happened around the moment when money moved.
            _logger.exception("The charge %s broke off", charge.reference)
            self.env.cr.rollback()
            charge._doubt(self.env._("It broke off: the server's log says more."))
        self._commit()

    @api.model
    def _book_charge(self, charge):
        """Make the payment of a charge that was done, and reconcile it."""
        try:
            claimed = charge.try_lock_for_update(allow_referencing=True)
            if claimed.state == "done" and not claimed.is_post_processed:
                claimed._post_process()
            self._commit()
        except Exception:
            # The money is noted: Odoo's own cron, and the next run, try again.
            _logger.exception("The payment of %s was not booked", charge.reference)
            self.env.cr.rollback()

    @api.model
    def _postpone(self, record, today):
        """Set the collection date of an invoice that failed one day later."""
        planned = record.rental_collect_date or today
        record._collect_on(fields.Date.add(planned, days=1))

    @api.model
    def _doubt_interrupted(self, company):
        """Set charges to unknown whose process died before the provider answered."""
        since = fields.Datetime.now() - INTERRUPTED_AFTER
        asked = self.env["payment.transaction"].search(
            Domain("rental_outcome", "=", collection.ASKED)
            & Domain("last_state_change", "<=", since)
            & Domain("company_id", "=", company.id)
        )
        for charge in asked.try_lock_for_update(allow_referencing=True):
            charge._doubt(self.env._("The server stopped while the provider was asked."))
        self._commit()

    @api.model
    def _find_unbooked(self, company):
        """Return the successful charges of `company` whose payment is not booked."""
        return self.env["payment.transaction"].search(
            Domain("rental_outcome", "=", collection.DONE)
            & Domain("is_post_processed", "=", False)
            & Domain("company_id", "=", company.id)
        )

    @api.model
    def _retry_by_hand(self, moves):
        """Charge these invoices now; return a notification of the outcome."""
        if warning := self.env["subscription.collection.guard"]._get_warning():
            raise UserError(warning)
        for move in moves:
            system = move.sudo()
            today = move.company_id._subscription_today()
            self._check_chargeable(system)
            self.sudo().with_company(move.company_id)._collect(
                system, max(today, system._get_next_due_date() or today)
            )
        return self._show_result(moves)

    @api.model
    def _check_chargeable(self, move):
        """Raise UserError unless a charge of this invoice can be asked for now."""
        if not move._get_collecting_token() or move.state != "posted":
            raise UserError(
                self.env._(
                    "%(invoice)s has no payment method to charge: ask the customer.",
                    invoice=move.display_name,
                )
            )
        if move._is_being_paid():
            raise UserError(
                self.env._(
                    "A payment of %(invoice)s is on its way: wait for its outcome.",
                    invoice=move.display_name,
                )
            )

    @api.model
    def _show_result(self, moves):
        """Return the notification of the outcome of these invoices' last charge."""
        moves.invalidate_recordset(["payment_state"])
        charges = moves.sudo().rental_charge_ids.sorted("id")[-1:]
        names = dict(charges._fields["rental_outcome"]._description_selection(self.env))
        paid = charges.rental_outcome == collection.DONE
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if paid else "warning",
                "message": names.get(charges.rental_outcome, ""),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
