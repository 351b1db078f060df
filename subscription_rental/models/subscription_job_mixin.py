import logging

from psycopg2 import InterfaceError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import LockError

_logger = logging.getLogger(__name__)


class SubscriptionJobMixin(models.AbstractModel):
    """A loop over records of which one that fails stops no other."""

    _name = "subscription.job.mixin"
    _description = "Job of Subscriptions"

    @api.model
    def _attempt(self, record, work, today):
        """Do `work` on a locked record and commit; trouble stays with that one."""
        try:
            claimed = record.try_lock_for_update(allow_referencing=True)
            if claimed:
                work(claimed)
            self._commit()
        except (OperationalError, InterfaceError, LockError):
            # Another process is at it: the next run looks again.
            self.env.cr.rollback()
        except Exception as error:
            # The edge of one record: whatever it is stops no other.
            self.env.cr.rollback()
            _logger.exception("A job failed for %s", record)
            self._keep_trouble(record, error, today)

    @api.model
    def _keep_trouble(self, record, error, today):
        """Say on the record what went wrong; where it has a next day, that is tomorrow."""
        message = self.env["subscription.billing.job"]._get_message(error)
        told = record if "message_ids" in record._fields else record.subscription_id
        told._message_log(body=message)
        if "next_date" in record._fields and record.next_date:
            record.next_date = fields.Date.add(today, days=1)
        self._commit()

    @api.model
    def _commit(self):
        """End a transaction of the job: what it did so far is not lost any more."""
        self.env.cr.commit()  # pylint: disable=invalid-commit
