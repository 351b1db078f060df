from odoo import api, models

# Of what the system keeps, people group by these.
KEPT_AND_GROUPED = frozenset(
    {
        "cancel_date",
        "cancel_reason",
        "cancel_uid",
        "commitment_end",
        "date_closed",
        "date_end",
        "date_handed_over",
        "date_paid",
        "date_paused",
        "date_resume",
        "next_invoice_date",
        "renewal_date",
        "sale_order_id",
        "state",
        "trial_end",
        "withdrawn_on",
    }
)
# And not by these, which say something else of each.
UNGROUPED = frozenset({"signed_by", "signed_on", "signature"})


class SubscriptionSubscription(models.Model):
    """What people may group the list by: no tokens, nothing of the machinery (LC6)."""

    _inherit = "subscription.subscription"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Tell the browser which fields are of no use to group by."""
        found = super().fields_get(allfields, attributes)
        for name, facts in found.items():
            kept = getattr(self._fields[name], "kept", False)
            useless = (kept and name not in KEPT_AND_GROUPED) or name in UNGROUPED
            if useless and "groupable" in facts:
                facts["groupable"] = False
        return found
