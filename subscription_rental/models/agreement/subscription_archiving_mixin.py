from odoo import models
from odoo.fields import Domain

# Longer names of what was archived at once are cut.
NAMED = 3


class SubscriptionArchivingMixin(models.AbstractModel):
    """What running subscriptions have: who archives it sees which, and what to do (BI18).

    A model names it before itself in `_inherit`, so that whatever Odoo's own archiving
    returns passes here.
    """

    _name = "subscription.archiving.mixin"
    _description = "Archiving with Running Subscriptions"

    def action_archive(self):
        """Archive these records; show which running subscriptions have them."""
        archived = self.filtered("active")
        running = archived._find_running()
        result = super().action_archive()
        return result or (running and archived._warn_of_running(running)) or None

    def _archived_with_domain(self):
        """Return the domain of the subscriptions that have one of these records.

        Whether they run is added to it.
        """
        raise NotImplementedError

    def _get_archived_advice(self):
        """Return what follows for running subscriptions, and what to do, as sentences."""
        raise NotImplementedError

    def _find_running(self):
        """Return the running subscriptions that have one of these records."""
        # Whoever archives contacts or journals need not see subscriptions: how many counts.
        subscriptions = self.env["subscription.subscription"].sudo()
        if not self.ids:
            return subscriptions
        return subscriptions.search(
            Domain("is_closed", "=", False) & self._archived_with_domain(), order="id"
        )

    def _warn_of_running(self, running):
        """Return the action that tells of these `running` subscriptions."""
        names = ", ".join(self[:NAMED].mapped("display_name"))
        more = "" if len(self) <= NAMED else ", …"
        told = self.env._(
            "%(names)s is archived. Running subscriptions with it: %(count)s.\n%(advice)s",
            names=names + more,
            count=len(running),
            advice=self._get_archived_advice(),
        )
        return self.env["subscription.archived.dialog"]._tell_archived(self, running, told)
