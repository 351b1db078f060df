from odoo import models
from odoo.tools.misc import format_date


class SubscriptionLine(models.Model):
    """Where the price of a line comes from, told on one click (PL16)."""

    _inherit = "subscription.line"

    def action_explain_price(self):
        """Tell the user where the price of this line comes from."""
        self.ensure_one()
        self.check_access("read")
        return self.subscription_id._tell_origins(
            self.product_id.display_name, self._get_price_origins()
        )

    def _get_price_origins(self):
        """Return where the price of this version comes from: sentences, in their order.

        An override adds what its room knows.
        """
        self.ensure_one()
        origins = [self._get_first_origin()]
        if self.phase_number:
            origins.append(
                self.env._(
                    "Price number %(number)s of those that follow each other.",
                    number=self.phase_number,
                )
            )
        if self._is_changed_version():
            origins.append(
                self.env._(
                    "This version of the line was made by %(user)s on %(day)s.",
                    user=self.sudo().create_uid.name,
                    day=format_date(self.env, self.create_date),
                )
            )
        return origins

    def _get_first_origin(self):
        """Return where the first price of this line comes from: the plan, or a person."""
        subscription, root = self.subscription_id, self._get_root()
        price = subscription.plan_id._get_subscribed_price(
            subscription,
            self.product_id,
            subscription.date_start,
            self.product_uom_id,
            self.quantity,
        )
        last = (root | root._get_following_phases())[-1:]
        words = {"plan": subscription.plan_id.name, "price": self._show_line_price(price)}
        if last.price_unit == price:
            return self.env._("The plan %(plan)s says %(price)s.", **words)
        return self.env._(
            "Agreed on in place of what the plan %(plan)s says today: %(price)s.", **words
        )

    def _get_root(self):
        """Return the first version of this line."""
        version = self
        while version.previous_line_id:
            version = version.previous_line_id
        return version

    def _is_changed_version(self):
        """Return whether this version follows another one by a change."""
        before = self.previous_line_id
        return bool(before) and before.phase_number == self.phase_number


class SubscriptionTermsMixin(models.AbstractModel):
    _inherit = "subscription.terms.mixin"

    def _tell_origins(self, title, origins):
        """Return the action that shows where a price comes from."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": " ".join(origins),
                "type": "info",
                "sticky": True,
            },
        }
