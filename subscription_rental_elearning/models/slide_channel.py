from odoo import fields, models
from odoo.fields import Domain

GROUP = "subscription_rental.group_user_own"
ATTENDS = ("joined", "ongoing", "completed")


class SlideChannel(models.Model):
    """A course that plans give: who attends by subscription, what its page says (PL12)."""

    _inherit = "slide.channel"

    enroll = fields.Selection(
        selection_add=[("subscription", "By Subscription")],
        ondelete={"subscription": lambda courses: courses.write({"enroll": "invite"})},
    )
    rental_plan_ids = fields.Many2many(
        "subscription.plan",
        string="Given by Plans",
        compute="_compute_rental_plan_ids",
        groups=GROUP,
    )
    rental_member_count = fields.Integer(
        string="Attendees by Subscription",
        compute="_compute_rental_member_count",
        groups=GROUP,
    )

    def _compute_rental_plan_ids(self):
        plans = self.env["subscription.plan"].search([("channel_ids", "in", self.ids)])
        for channel in self:
            giving = [("channel_ids", "in", channel.ids)]
            channel.rental_plan_ids = plans.filtered_domain(giving)

    def _compute_rental_member_count(self):
        counts = self.env["subscription.access"]._read_group(
            [("channel_id", "in", self.ids), ("state", "=", "given")],
            ["channel_id"],
            ["partner_id:count_distinct"],
        )
        by_channel = {channel.id: count for channel, count in counts}
        for channel in self:
            channel.rental_member_count = by_channel.get(channel.id, 0)

    def action_view_rental_access(self):
        """Open what subscriptions gave of these courses, to whom, since when."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_access_action"
        )
        return {
            **action,
            "domain": list(Domain("channel_id", "in", self.ids)),
            "context": {"search_default_given": 1},
        }

    # === attendees === #

    def _action_add_members(
        self, target_partners, member_status="joined", raise_on_access=False
    ):
        """Add attendees; who has it by subscription comes back, who also buys it stays."""
        given = self.env["subscription.access"]._get_giving(self, target_partners)
        if member_status == "joined":
            if self._is_return_of(target_partners, given):
                return super(SlideChannel, self.sudo())._action_add_members(target_partners)
            allowed = self._filter_add_members()
            given.filtered(lambda row: row.channel_id in allowed)._note_other_way()
        return super()._action_add_members(
            target_partners, member_status=member_status, raise_on_access=raise_on_access
        )

    def _is_return_of(self, partners, given):
        """Return whether users add themselves to courses that are `given` to them."""
        by_subscription = all(channel.enroll == "subscription" for channel in self)
        return (
            by_subscription
            and partners == self.env.user.partner_id
            and self == given.channel_id
        )

    def _get_membership(self, partner):
        """Return what `partner` is of this course: `joined`, `invited` or `none`."""
        self.ensure_one()
        member = self._get_attendee(partner)
        if member.member_status in ATTENDS:
            return "joined"
        return member.member_status or "none"

    def _put_back_invited(self, partner):
        """Make an attendee one who was invited, and may join by themselves."""
        self.message_unsubscribe(partner_ids=partner.ids)
        self._get_attendee(partner).member_status = "invited"

    def _get_attendee(self, partner):
        """Return the row of `partner` among the attendees and the invited, if any."""
        attendees = self.env["slide.channel.partner"].sudo()
        return attendees.search(
            [("channel_id", "in", self.ids), ("partner_id", "=", partner.id)]
        )

    # === the page === #

    def _get_shown_plans(self):
        """Return the plans that this course's page names, of the website's company."""
        self.ensure_one()
        # Visitors read no plan but by its name here.
        plans = self.env["subscription.plan"].sudo()
        company = self.env["website"].get_current_website().company_id
        return plans.search(
            [
                ("channel_ids", "in", self.ids),
                ("is_shown_on_courses", "=", True),
                ("company_id", "in", [False, *company.parent_ids.ids]),
            ]
        )

    def _get_access_of(self, partner):
        """Return the row of the subscription that gives, gave or will give this course.

        Of several the one that gives it; else the newest.
        """
        self.ensure_one()
        rows = self.env["subscription.access"].sudo()
        domain = [("channel_id", "=", self.id), ("partner_id", "=", partner.id)]
        found = rows.search(domain)
        return (found.filtered(lambda row: row.state == "given") or found)[:1]
