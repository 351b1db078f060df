from odoo import models

# What subscriptions have from the order that sold them, and keep up with.
CARRIED = {
    "partner_invoice_id",
    "partner_shipping_id",
    "user_id",
    "team_id",
    "client_order_ref",
    "payment_term_id",
    "fiscal_position_id",
    "journal_id",
}


class SaleOrder(models.Model):
    """What is edited on a confirmed order goes on to its subscriptions (SE14)."""

    _inherit = "sale.order"

    def _prepare_carried_vals(self):
        """Return what the subscriptions of this order take over beside their lines."""
        self.ensure_one()
        # Shops sell in the name of people of other companies.
        user = self.user_id.filtered(lambda one: self.company_id in one.sudo().company_ids)
        return {
            "partner_invoice_id": self.partner_invoice_id.id,
            "partner_shipping_id": self.partner_shipping_id.id,
            "user_id": user.id,
            "team_id": self.team_id.id,
            "client_order_ref": self.client_order_ref,
            "payment_term_id": self.payment_term_id.id,
            "fiscal_position_id": self._get_chosen_position().id,
            "journal_id": self.journal_id.id,
        }

    def write(self, vals):
        """Carry edits of confirmed orders to subscriptions; refuse another customer."""
        if not (CARRIED | {"partner_id"}) & vals.keys():
            return super().write(vals)
        sold = self.filtered(lambda order: order.state == "sale" and order.is_rental)
        for order in sold:
            if vals.get("partner_id", order.partner_id.id) != order.partner_id.id:
                raise order.order_line[:1]._tell_taken_over()
        before = {order: order._prepare_carried_vals() for order in sold}
        result = super().write(vals)
        for order, known in before.items():
            order._carry_edits(known)
        return result

    def _carry_edits(self, before):
        """Give the subscriptions of this order what has been edited on it.

        What somebody changed on a subscription itself stays.

        :param before: what they had from the order before
        """
        self.ensure_one()
        after = self._prepare_carried_vals()
        edited = {name for name, value in after.items() if value != before[name]}
        # Who sells need not know subscriptions.
        sold = self.sudo().rental_subscription_ids
        for subscription in sold.filtered(lambda one: edited and not one.is_closed):
            held = {
                name: subscription._fields[name].convert_to_write(
                    subscription[name], subscription
                )
                for name in edited
            }
            taken = {name: after[name] for name in edited if held[name] == before[name]}
            if taken:
                subscription.write(taken)
                subscription._tell_carried(self, taken)


class SubscriptionSubscription(models.Model):
    """What comes from edits of the order that sold a subscription."""

    _inherit = "subscription.subscription"

    def _tell_carried(self, order, names):
        """Note on this subscription what was edited on its `order`."""
        self.ensure_one()
        self._message_log(
            body=self.env._(
                "Edited on %(order)s: %(fields)s.",
                order=order.name,
                fields=self._get_labels(names),
            )
        )
