from odoo import fields, models

from ...billing import access


class SubscriptionSubscription(models.Model):
    """What a subscription gives access to: from start to suspension or end (PL12)."""

    _inherit = "subscription.subscription"

    access_ids = fields.One2many("subscription.access", "subscription_id", readonly=True)

    def _get_access(self):
        """Return what this subscription's plan gives access to: a list of values of rows.

        Each has a `kind`, an `access_key` and the `name` that people read. An override
        adds its own; whether the subscription runs is asked elsewhere.
        """
        self.ensure_one()
        system = self.plan_id.access_system
        if not system:
            return []
        return [{"kind": "system", "access_key": system, "name": system}]

    def _after_move(self, before, day):
        """Sync what these subscriptions give access to with their new state."""
        result = super()._after_move(before, day)
        self._sync_access()
        return result

    def _after_change(self, day, today):
        """Sync what these subscriptions give access to with their plan and customer."""
        result = super()._after_change(day, today)
        self._sync_access()
        return result

    def _sync_access(self):
        """Write down what these subscriptions are to give and to withdraw.

        The job does it, after this transaction: no system is called here.
        """
        rows = self.env["subscription.access"].sudo()
        known = rows.search([("subscription_id", "in", self.ids)])
        by_subscription = known.grouped("subscription_id")
        new_rows = []
        for subscription in self:
            wanted = subscription._get_wanted_access()
            for row in by_subscription.get(subscription, rows):
                row._want(wanted=bool(wanted.pop(row._get_access_identity(), None)))
            new_rows += wanted.values()
        created = rows._create_kept(new_rows)
        if (known | created).filtered(lambda row: row.state in access.OPEN):
            self.env["subscription.access.job"]._wake()

    def _get_wanted_access(self):
        """Return {identity: values} of the rows that this subscription should have now."""
        self.ensure_one()
        if not access.gives(self.state, in_pause=self.plan_id.access_in_pause):
            return {}
        owner = {"subscription_id": self.id, "partner_id": self.partner_id.id}
        return {
            (self.partner_id.id, one["kind"], one["access_key"]): {**one, **owner}
            for one in self._get_access()
        }
