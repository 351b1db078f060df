from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SubscriptionPlan(models.Model):
    """The courses that a plan gives its subscribers (PL12)."""

    _inherit = "subscription.plan"

    channel_ids = fields.Many2many(
        "slide.channel",
        string="Courses",
        help="Subscribers attend these from the start to a suspension or the end; what "
        "they have learned is kept. A course of another company's website is left out.",
    )
    is_shown_on_courses = fields.Boolean(
        string="Shown on Course Pages",
        default=True,
        help="The pages of these courses name the plan to those who do not attend yet.",
    )

    @api.model
    def _get_access_fields(self):
        return super()._get_access_fields() | {"channel_ids"}

    @api.constrains("channel_ids", "company_id")
    def _check_channels(self):
        for plan in self.filtered("company_id"):
            for channel in plan.channel_ids.sudo():
                owner = channel.website_id.company_id or plan.company_id
                if owner not in plan.company_id.parent_ids | plan.company_id.child_ids:
                    raise ValidationError(
                        self.env._(
                            "The course %(course)s is on a website of %(owner)s: choose "
                            "courses of %(company)s.",
                            course=channel.name,
                            owner=owner.name,
                            company=plan.company_id.name,
                        )
                    )
