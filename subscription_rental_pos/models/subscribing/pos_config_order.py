from contextlib import contextmanager

from odoo import Command, models
from odoo.exceptions import UserError

# Of one line of a ticket: more is a mistake in typing, or for the office.
MOST_AT_ONCE = 1000


class PosConfig(models.Model):
    """The order of what a ticket sells by plans: the one source of its amounts (SE10).

    What is shown is read from an order that is made and undone, so nothing is left of what
    is not sold; a paid ticket makes the same order.
    """

    _inherit = "pos.config"

    @contextmanager
    def _try_till_orders(self, asked):
        """Yield the orders that tickets would make now, one each; undo them afterwards.

        :param asked: what each of the tickets asks for
        """
        # They never were: no number, no message.
        orders = self.with_context(tracking_disable=True)
        with self.env.cr.savepoint() as savepoint:
            try:
                yield orders._create_till_orders(asked, name="/")
            finally:
                savepoint.rollback()

    def _create_till_orders(self, asked, **values):
        """Return new quotations of what tickets sell by plans, one for each that asks.

        Raises UserError where one of their lines is not on offer.
        """
        # Cashiers have no rights on orders: what is sold follows from their ticket.
        orders = self.env["sale.order"].sudo().with_company(self.company_id)
        orders = orders.create(
            [{**self._prepare_till_order_vals(one), **values} for one in asked]
        )
        for order in orders:
            self._check_till_order(order)
        return orders

    def _check_till_order(self, order):
        """Raise UserError where this till cannot sell such an order."""
        if order.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "Plans are sold in %(currency)s here: choose another price list.",
                    currency=self.currency_id.name,
                )
            )
        if refusal := order._get_rental_refusal():
            raise UserError(refusal)

    def _prepare_till_order_vals(self, asked):
        """Return the values of the quotation that a ticket asks for."""
        partner = self._find("res.partner", asked.get("partner_id"))
        if not partner or partner.is_public:
            raise UserError(
                self.env._("A subscription is a customer's: choose one by name first.")
            )
        partner.sudo(False).check_access("read")
        values = {
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
            "warehouse_id": self.picking_type_id.warehouse_id.id or self.warehouse_id.id,
            "rental_date_start": asked.get("start"),
            "order_line": [
                Command.create(self._prepare_till_line_vals(line))
                for line in asked.get("lines") or ()
            ],
        }
        if self.crm_team_id:
            values["team_id"] = self.crm_team_id.id
        position = self._find("account.fiscal.position", asked.get("fiscal_position_id"))
        if position:
            values["fiscal_position_id"] = position.id
        prices = self._find("product.pricelist", asked.get("pricelist_id"))
        if prices.currency_id == self.currency_id:
            values["pricelist_id"] = prices.id
        return values

    def _prepare_till_line_vals(self, asked):
        """Return the order line of what one line of a ticket sells by a plan."""
        product = self._find("product.product", asked.get("product_id"))
        plan = self._find("subscription.plan", asked.get("plan_id"))
        quantity = asked.get("quantity")
        if plan not in product._get_till_plans(self.company_id):
            raise UserError(
                self.env._(
                    "%(product)s is not offered with %(plan)s any more: remove it, and "
                    "choose again.",
                    product=product.display_name,
                    plan=plan.name,
                )
            )
        if type(quantity) not in (int, float) or not 0 < quantity <= MOST_AT_ONCE:
            raise UserError(
                self.env._(
                    "%(product)s: enter how many, up to %(most)s.",
                    product=product.display_name,
                    most=MOST_AT_ONCE,
                )
            )
        return {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "rental_plan_id": plan.id,
            "rental_with_cover": bool(asked.get("with_cover")),
            "rental_ticket_uuid": asked.get("uuid"),
        }

    def _has_taxes_in_prices(self):
        """Return whether this till shows prices with taxes."""
        self.ensure_one()
        return self.iface_tax_included == "total"
