from odoo import models


class SubscriptionSubscription(models.Model):
    """A subscription gives the courses of its plan (PL12)."""

    _inherit = "subscription.subscription"

    def _get_access(self):
        """Add the courses of the plan that the subscription's company has."""
        # Salespeople need no rights on courses; an archived one keeps its attendees.
        plan = self.plan_id.sudo().with_context(active_test=False)
        courses = plan.channel_ids.filtered(
            lambda one: (
                (one.website_id.company_id or self.company_id) in self.company_id.parent_ids
            )
        )
        return [
            *super()._get_access(),
            *(
                {
                    "kind": "course",
                    "access_key": str(course.id),
                    "name": course.name,
                    "channel_id": course.id,
                }
                for course in courses
            ),
        ]
