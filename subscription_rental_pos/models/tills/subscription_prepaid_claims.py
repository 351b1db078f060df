from dataclasses import replace

from odoo import api, models

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionPrepaid(models.Model):
    """Claims of open tickets: what each is worth does not depend on who pays first."""

    _inherit = "subscription.prepaid"

    def _get_claim_worth(self, claim, today):
        """Return what the use of `claim` takes, if the claims before it are used, too."""
        self.ensure_one()
        batches = self._get_batches()
        earlier = self.hold_ids.filtered(lambda one: one.id < claim.id).sorted("id")
        for one in earlier:
            batches = self._without(batches, one.quantity, today)
        parts = prepaid.choose(batches, claim.quantity, today, self.currency_id.rounding)
        return float(sum(part.amount for part in parts))

    def _without(self, batches, quantity, today):
        """Return `batches` as they are once `quantity` of them is used."""
        parts = prepaid.choose(batches, quantity, today, self.currency_id.rounding)
        taken = {part.key: part for part in parts}
        return [
            replace(
                batch,
                left=exact(batch.left) - taken[batch.key].quantity,
                amount_left=exact(batch.amount_left) - exact(taken[batch.key].amount),
            )
            if batch.key in taken
            else batch
            for batch in batches
        ]

    def _hold_for(self, key, quantity, today, **where):
        """Tell the tills what is claimed."""
        result = super()._hold_for(key, quantity, today, **where)
        self._tell_tills()
        return result

    @api.model
    def _release_for(self, key):
        """Tell the tills what is free again."""
        holds = self.env["subscription.prepaid.hold"].sudo()
        packs = holds.search([("key", "=", key)]).prepaid_id
        result = super()._release_for(key)
        packs._tell_tills()
        return result

    def _move_signed(self, kind, parts, today, **values):
        """Tell the tills what was used, granted or undone."""
        rows = super()._move_signed(kind, parts, today, **values)
        self._tell_tills()
        return rows
