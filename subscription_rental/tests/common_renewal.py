from datetime import date
from unittest.mock import patch

from .common import SubscriptionCommon


class RenewalCommon(SubscriptionCommon):
    """A French company whose customer's term renews by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.fr")
        cls.partner_a.email = "ada@example.com"
        cls.plan = cls._plan(term_count=12, renewal="automatic")

    def _tell(self, *days, killed=False):
        """Run the job's own loop, which commits, on each of these days.

        :param killed: its process ends before the first commit
        """
        self.env.flush_all()
        for day in days:
            with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
                job = self.env(cr=cursor, su=True)["subscription.notice.job"]
                company = self.company.with_env(job.env)
                if killed:
                    with patch.object(type(job), "_commit", side_effect=SystemExit):
                        job._tell_of_renewals(company, date.fromisoformat(day))
                else:
                    job._tell_of_renewals(company, date.fromisoformat(day))
        self.env.invalidate_all()

    def _mails(self, subscription):
        """Return the mails about renewals in the conversation."""
        return subscription.message_ids.filtered(
            lambda one: "renews on" in (one.subject or "")
        )

    def assertTold(self, subscription, *expected):
        """Check (end of the term, told on) of all notices, and a mail for each."""
        notices = subscription.renewal_notice_ids.sorted("term_end")
        found = [(str(one.term_end), str(one.told_on)) for one in notices]
        self.assertEqual(found, list(expected))
        self.assertEqual(notices.message_id, self._mails(subscription))
        self.assertEqual(len(notices.message_id), len(expected))
