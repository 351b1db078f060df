from odoo import api, fields, models


class SubscriptionAccess(models.Model):
    """A course that a subscription gives: its customer attends it meanwhile (PL12).

    Leaving archives the attendee, as Odoo does: progress and karma stay, and come back.
    """

    _inherit = "subscription.access"

    kind = fields.Selection(
        selection_add=[("course", "Course")], ondelete={"course": "cascade"}
    )
    channel_id = fields.Many2one(
        "slide.channel",
        string="Course",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    membership_before = fields.Selection(
        [("none", "No"), ("invited", "Invited"), ("joined", "Attendee")],
        string="Attended Before",
        readonly=True,
        help="What the customer was of the course by other ways: that stays at the end.",
    )

    def _grant_access(self):
        """Let the customer attend the course."""
        result = super()._grant_access()
        if self.kind == "course":
            self._join_course()
        return result

    def _withdraw_access(self):
        """Let the customer attend the course no more, unless in another way."""
        result = super()._withdraw_access()
        if self.kind == "course":
            self._leave_course()
        return result

    def _join_course(self):
        """Make the customer an attendee, and note what they were before."""
        channel, partner = self.channel_id.sudo(), self.partner_id
        before = channel._get_membership(partner)
        if not self.membership_before:
            self._write_kept({"membership_before": before})
        if before != "joined":
            channel._action_add_members(partner)

    def _note_other_way(self):
        """Note that these customers attend in another way, too: they bought it, say."""
        if self:
            self._write_kept({"membership_before": "joined"})

    def _leave_course(self):
        """Make customers again what they were before; another subscription keeps them."""
        before, others = self.membership_before, self._get_others()
        self._write_kept({"membership_before": False})
        # Without a value nothing was given: the grant had failed.
        if before not in ("none", "invited"):
            return
        if others:
            # The last one takes back what the first one gave.
            others[0]._write_kept({"membership_before": before})
            return
        channel = self.channel_id.sudo()
        if before == "invited":
            channel._put_back_invited(self.partner_id)
        else:
            channel._remove_membership(self.partner_id.ids)

    def _get_others(self):
        """Return the other rows that give this course to this customer now."""
        return self._get_giving(self.channel_id, self.partner_id) - self

    @api.model
    def _get_giving(self, channels, partners):
        """Return the rows that give any of `channels` to any of `partners` now."""
        return self.sudo().search(
            [
                ("channel_id", "in", channels.ids),
                ("partner_id", "in", partners.ids),
                ("state", "=", "given"),
            ],
            order="id",
        )
