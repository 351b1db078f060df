from contextlib import closing

from odoo.api import SUPERUSER_ID
from odoo.tools import mute_logger

from .common import SubscriptionCommon

LOOP = "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin"
TROUBLE = "subscription_rental.mail_activity_type_trouble"


class Killed(BaseException):
    """The server's process ends in the middle of a call."""


class SettlingCommon(SubscriptionCommon):
    """What subscriptions give access to, and the job that gives and withdraws it."""

    def _settle(self):
        """Run the job of access as Odoo does."""
        self.env.flush_all()
        cron = self.env.ref("subscription_rental.ir_cron_settle_access")
        with self.enter_registry_test_mode(), mute_logger(LOOP, "odoo.sql_db"):
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _settle_and_die(self):
        """Run the job until its process is killed; what it committed stays."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), closing(self.registry.cursor()) as cursor:
            system = self.env(cr=cursor, user=SUPERUSER_ID)
            is_killed = False
            # `assertRaises` would undo what was committed, too.
            try:
                system["subscription.access.job"]._cron_settle_access()
            except Killed:
                is_killed = True
        self.assertTrue(is_killed, "Nothing was called.")
        self.env.invalidate_all()

    def _record_calls(self):
        """Return a list that each call of a system from now on is added to.

        Each is (what is done, its row's id, the key of the call).
        """
        calls = []
        model = self.registry["subscription.access"]

        def record(method, word):
            working = getattr(model, method)

            def call(row):
                calls.append((word, row.id, row._get_call_key()))
                return working(row)

            self.patch(model, method, call)

        record("_grant_access", "give")
        record("_withdraw_access", "withdraw")
        return calls

    def _break(self, method, error, row_ids=None):
        """Let calls end in `error`, of certain rows only; return how to mend that."""
        model = self.registry["subscription.access"]
        working = getattr(model, method)
        broken = [True]

        def call(row):
            result = working(row)
            if broken and (row_ids is None or row.id in row_ids):
                raise error
            return result

        self.patch(model, method, call)
        return broken.clear

    def assertAccess(self, subscription, *states):
        """Check the states of what a subscription gives, in the order of its rows."""
        rows = subscription.access_ids.sorted("id")
        self.assertEqual(tuple(rows.mapped("state")), states)
