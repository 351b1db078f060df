from dataclasses import replace

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import collection


class SubscriptionToday(models.AbstractModel):
    """Debits that a bank gave back before they were paid are returned debits, too."""

    _inherit = "subscription.today"

    @api.model
    def _get_doors(self, day):
        """Count debits that came back, of what is unpaid and not debited anew."""
        doors = super()._get_doors(day)
        flying = Domain("rental_outcome", "=", collection.PENDING)
        returned = (
            Domain("rental_mandate_id", "!=", False)
            & Domain("rental_invoice_id.rental_charge_ids", "not any", flying)
            & Domain("rental_outcome", "=", collection.DECLINED)
            & Domain("rental_invoice_id.payment_state", "in", collection.UNPAID)
        )
        return [
            replace(door, domain=door.domain | returned)
            if door.name == "returned"
            else door
            for door in doors
        ]
