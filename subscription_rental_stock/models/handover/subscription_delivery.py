from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import acts, lifecycle
from odoo.addons.subscription_rental.locking import lock


class SubscriptionSubscription(models.Model):
    """Goods on their way, whose arrival starts the subscription (PL10)."""

    _inherit = "subscription.subscription"

    is_under_way = fields.Boolean(
        string="Under Way",
        compute="_compute_is_under_way",
        search="_search_is_under_way",
        help="Goods have left, and it starts when somebody confirms that they arrived.",
    )
    alert = fields.Selection(selection_add=[("under_way", "Under way")])

    @api.depends(
        "state",
        "start_on_handover",
        "date_handed_over",
        "plan_id.start_at_delivery",
        "assignment_ids.date_to",
    )
    def _compute_is_under_way(self):
        for subscription in self:
            scheduled = subscription.state == lifecycle.SCHEDULED
            awaited = subscription.start_on_handover and not subscription.date_handed_over
            at_delivery = subscription.plan_id.start_at_delivery
            subscription.is_under_way = bool(
                scheduled and awaited and at_delivery and subscription._get_out()
            )

    @api.model
    def _search_is_under_way(self, operator, value):
        if operator != "in":
            return NotImplemented
        under_way = (
            Domain("state", "=", lifecycle.SCHEDULED)
            & Domain("start_on_handover", "=", True)
            & Domain("date_handed_over", "=", False)
            & Domain("plan_id.start_at_delivery", "=", True)
            & Domain("assignment_ids", "any", Domain("date_to", "=", False))
        )
        found = Domain.FALSE
        if True in value:
            found |= under_way
        if False in value:
            found |= ~under_way
        return found

    @api.model
    def _to_hand_over_domain(self):
        """Leave out what is on its way: nobody hands it over any more."""
        return super()._to_hand_over_domain() & Domain("is_under_way", "=", False)

    @api.depends("is_under_way")
    def _compute_is_to_hand_over(self):
        return super()._compute_is_to_hand_over()

    # === what may be done, and what is said of it === #

    def _get_act_facts(self):
        """Add whether goods are on their way, and whether more are to leave."""
        facts = super()._get_act_facts()
        return replace(
            facts,
            awaits_delivery=self.is_under_way,
            has_to_ship=self.is_under_way and self._has_to_ship(),
        )

    def _has_to_ship(self):
        """Return whether goods that are agreed on have not left yet."""
        self.ensure_one()
        today = self.company_id._subscription_today()
        return bool(self._get_open_moves("out") or self._get_missing_goods(today))

    @api.depends("is_under_way", "rental_picking_ids.state")
    def _compute_possible_acts(self):
        return super()._compute_possible_acts()

    def _get_reason_sentences(self):
        """Add the sentences on goods that are on their way, and on those that are not."""
        name = self.display_name
        return super()._get_reason_sentences() | {
            acts.UNDER_WAY: self.env._(
                "%(name)s is under way: it starts when you confirm the delivery.",
                name=name,
            ),
            acts.NOT_UNDER_WAY: self.env._(
                "%(name)s waits for no goods that are under way.", name=name
            ),
        }

    @api.depends("is_under_way")
    def _compute_waits_for(self):
        return super()._compute_waits_for()

    def _get_waits_for(self):
        """Return that its goods are under way, and what else it waits for, if they are."""
        if not self.is_under_way:
            return super()._get_waits_for()
        if self.start_on_payment and not self.date_paid:
            return self.env._("Under way, and waits for its first payment")
        return self.env._("Under way: it starts when the goods have arrived")

    def _get_awaited_sentence(self):
        """Return that its goods are under way, where they are."""
        return self.waits_for if self.is_under_way else super()._get_awaited_sentence()

    @api.depends("is_under_way")
    def _compute_alert(self):
        return super()._compute_alert()

    def _get_alerts(self):
        """Add the alert for goods that are on their way."""
        return super()._get_alerts() | ({"under_way"} if self.is_under_way else set())

    # === the button === #

    def action_confirm_delivery(self):
        """Note that the goods have arrived today; start what waits for nothing else."""
        self.check_access("write")
        # Two people who confirm it at once start it once.
        lock(self.sudo())
        self._check_act(acts.CONFIRM_DELIVERY)
        for subscription in self:
            today = subscription.company_id._subscription_today()
            subscription._start_with_goods(today)
            subscription._message_log(
                body=subscription.env._("The delivery is confirmed: the goods arrived.")
            )
