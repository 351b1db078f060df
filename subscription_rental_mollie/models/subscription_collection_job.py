import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import collection

from ..mollie import waiting
from .payment_provider import MOLLIE

_logger = logging.getLogger(__name__)

# So many are asked about in one run; the others are asked about by the next one.
BATCH = 200


class SubscriptionCollectionJob(models.AbstractModel):
    """The collection job asks Mollie first about what it has heard nothing of."""

    _inherit = "subscription.collection.job"

    @api.model
    def _collect_company(self, company, today):
        """Look up charges whose answers were lost; collect; then ask about the others.

        What is only waited for must not keep the job from charging.
        """
        lost = self._find_to_look_up(company, Domain("provider_reference", "=", False))
        if not self._loop(lost, lambda one: self._look_up_payment(one, today)):
            return False
        if super()._collect_company(company, today) is False:
            return False
        waiting_for = self._find_to_look_up(company, Domain.TRUE)
        if not self._loop(waiting_for, lambda one: self._look_up_payment(one, today)):
            return False
        return self._loop(self._find_to_revoke(company), self._revoke)

    @api.model
    def _find_to_look_up(self, company, domain):
        """Return the payments at Mollie of `company` in `domain` to ask about now."""
        return self.env["payment.transaction"].search(
            domain
            & Domain("rental_look_at", "<=", fields.Datetime.now())
            & Domain("company_id", "=", company.id)
            & Domain("provider_id.state", "!=", "disabled"),
            order="rental_look_at, id",
            limit=BATCH,
        )

    @api.model
    def _look_up_payment(self, payment, today):
        """Ask Mollie about one payment; if that fails, ask again later."""

        def ask():
            claimed = payment.try_lock_for_update(allow_referencing=True)
            if claimed:
                claimed._look_up(today)

        if self._try_asking(payment.reference, ask):
            if payment.rental_outcome == collection.DONE:
                self._book_charge(payment)
        else:
            now = fields.Datetime.now()
            later = waiting.next_look(payment.create_date, now) or False
            payment._write_kept({"rental_look_at": later})
            self._commit()

    @api.model
    def _try_asking(self, name, ask):
        """Call `ask` and commit; return False, all undone, if Mollie did not answer.

        :param name: what is asked about, for the log
        """
        try:
            ask()
            self._commit()
        except UserError as error:
            # Not reached, or refused: no fault of ours.
            self.env.cr.rollback()
            _logger.warning("Mollie did not answer for %s: %s", name, error)
            return False
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Mollie could not be asked about %s", name)
            return False
        return True

    @api.model
    def _find_to_revoke(self, company):
        """Return the removed methods of `company` whose mandates Mollie still has."""
        every = self.env["payment.token"].with_context(active_test=False)
        return every.search(
            Domain("rental_to_revoke", "=", True)
            & Domain("active", "=", False)
            & Domain("provider_id.code", "=", MOLLIE)
            & Domain("provider_id.state", "!=", "disabled")
            & Domain("company_id", "=", company.id),
            limit=BATCH,
        )

    @api.model
    def _revoke(self, token):
        """Revoke the mandate of one removed method at Mollie; the next run tries again."""
        active = token.with_context(active_test=True)
        self._try_asking(token.display_name, active._revoke_at_mollie)
