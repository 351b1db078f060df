from odoo import api, fields, models


class SubscriptionLine(models.Model):
    """A draft without a quotation: another quantity asks the pricelist anew (PL16)."""

    _inherit = "subscription.line"

    listed_price = fields.Float(
        readonly=True,
        copy=False,
        help="What the plan and the pricelist said last: another price was typed.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Note what the list says of new lines."""
        lines = super().create(vals_list)
        lines.filtered(lambda line: line._asks_pricelist())._note_listed_price()
        return lines

    def write(self, vals):
        """Ask the list anew for another quantity, unless somebody typed a price."""
        following = self.browse()
        if "quantity" in vals and "price_unit" not in vals:
            following = self.filtered(lambda line: line._follows_list())
        result = super().write(vals)
        for line in following:
            line.price_unit = line._get_draft_price()
        if {"product_id", "product_uom_id"} & vals.keys():
            following = self.filtered(lambda line: line._asks_pricelist())
        following._note_listed_price()
        return result

    @api.onchange("product_id", "product_uom_id")
    def _onchange_listed_product(self):
        if self._asks_pricelist():
            self.listed_price = self.price_unit

    @api.onchange("quantity")
    def _onchange_listed_quantity(self):
        if self._follows_list():
            self.price_unit = self.listed_price = self._get_draft_price()

    def _asks_pricelist(self):
        """Return whether plan and pricelist say what this line costs, and no order."""
        self.ensure_one()
        subscription = self.subscription_id
        is_draft = subscription.state == "draft" and not self.sale_line_id
        return is_draft and self.product_id and subscription.plan_id.uses_pricelist

    def _follows_list(self):
        """Return whether another quantity may have another price: nobody typed one."""
        self.ensure_one()
        return self._asks_pricelist() and self.price_unit == self.listed_price

    def _note_listed_price(self):
        for line in self:
            line._write_kept({"listed_price": line._get_draft_price()})

    def _get_draft_price(self):
        """Return what the plan and the customer's pricelist say of this line."""
        self.ensure_one()
        subscription = self.subscription_id
        return subscription.plan_id._get_subscribed_price(
            subscription,
            self.product_id,
            subscription.date_start,
            self.product_uom_id,
            self.quantity,
        )
