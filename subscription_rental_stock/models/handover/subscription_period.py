from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.subscription_rental.billing import collection


class SubscriptionPeriod(models.Model):
    """Goods that are shipped with every period: one delivery for each (PL7, BI8)."""

    _inherit = "subscription.period"

    delivery_id = fields.Many2one(
        "stock.picking", string="Delivery", readonly=True, index="btree_not_null"
    )
    is_to_ship = fields.Boolean(
        string="To Ship", readonly=True, help="Its delivery is to come."
    )
    next_date = fields.Date(
        string="Ship From", readonly=True, help="Where it failed, it is tried a day later."
    )
    _to_ship_idx = models.Index("(id) WHERE is_to_ship")

    @api.model_create_multi
    def create(self, vals_list):
        """Create periods; mark billed periods of plans that ship as to be shipped."""
        periods = super().create(vals_list)
        billed = periods.filtered(
            lambda one: (
                one.kind == "billed"
                and one.subscription_id.plan_id.goods_handling == "ship"
            )
        )
        for company, owned in billed.grouped("company_id").items():
            today = company._subscription_today()
            owned.write({"is_to_ship": True, "next_date": today})
        if billed:
            self.env.ref("subscription_rental_stock.ir_cron_ship").sudo()._trigger()
        return periods

    def _withdraw(self):
        """Cancel the delivery as well, if it has not left: nobody pays for it."""
        result = super()._withdraw()
        waiting = self.sudo().delivery_id.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        waiting.action_cancel()
        return result

    def _ship(self):
        """Create the deliveries of the periods that may be shipped; return them."""
        deliveries = self.env["stock.picking"]
        for period in self.filtered("is_to_ship"):
            if period.voided_at:
                period.is_to_ship = False
            elif period._may_ship():
                period.is_to_ship = False
                period.delivery_id = period._create_delivery()
                deliveries |= period.delivery_id
        return deliveries

    def _may_ship(self):
        """Return whether this period may ship: paid, where the plan asks for that."""
        self.ensure_one()
        if self.subscription_id.is_billing_held:
            # Something else is unpaid, and the policy says that nothing ships then.
            return False
        if not self.subscription_id.plan_id.ship_when_paid:
            return True
        moves = self.sudo().move_line_ids.move_id
        invoices = moves.filtered(lambda move: move.move_type == "out_invoice")
        paid = collection.PAID
        return bool(invoices) and all(one.payment_state in paid for one in invoices)

    def _get_shipped_lines(self):
        """Return the lines of goods that this period was billed for."""
        return self.subscription_id.line_ids.filtered(
            lambda line: (
                line.product_id.type == "consu"
                and line.quantity > 0
                and line._is_agreed_on(self.date_start)
            )
        )

    def _create_delivery(self):
        """Return a new ordinary delivery of this period's goods, which are sold."""
        self.ensure_one()
        subscription = self.subscription_id
        lines = self._get_shipped_lines()
        kind = subscription.warehouse_id.sudo().out_type_id
        if not lines or not kind:
            return self.env["stock.picking"]
        partner = subscription.partner_shipping_id
        customers = partner.with_company(self.company_id).property_stock_customer
        shared = {
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": customers.id,
            "picking_type_id": kind.id,
            "company_id": self.company_id.id,
        }
        picking = (
            self.env["stock.picking"]
            .sudo()
            .create(
                {
                    **shared,
                    "partner_id": partner.id,
                    "rental_subscription_id": subscription.id,
                    "origin": f"{subscription.name} {self.date_start}",
                    "move_ids": [
                        Command.create(
                            {
                                **shared,
                                "product_id": line.product_id.id,
                                "product_uom": line.product_uom_id.id,
                                "product_uom_qty": line.quantity,
                            }
                        )
                        for line in lines
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.action_assign()
        return picking
