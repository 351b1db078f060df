from odoo import api, fields, models
from odoo.fields import Domain


class SubscriptionSubscription(models.Model):
    """The order that sold a subscription."""

    _inherit = "subscription.subscription"

    sale_order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    setup_fee_line_id = fields.Many2one(
        "sale.order.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The line of the order on which somebody chose the taxes of the setup fee.",
    )

    @api.model
    def _get_searched_domains(self, text):
        """Find it by its order as well, also for who may not read orders."""
        order = Domain("sale_order_id", "any!", [("name", "ilike", text)])
        return [*super()._get_searched_domains(text), order]

    def _get_order_number(self):
        """Return the number of the order that sold it, where one did."""
        # Who exports an invoice need not know orders.
        return self.sudo().sale_order_id.name or super()._get_order_number()

    def _get_setup_fee_taxes(self):
        """Return the taxes that somebody chose on the order, where somebody did."""
        # Who bills need not know orders.
        line = self.sudo().setup_fee_line_id
        return line.tax_ids.with_env(self.env) if line else super()._get_setup_fee_taxes()

    def _prepare_contract_vals(self):
        """Keep the signature of the order, and what is written on it, too."""
        values = super()._prepare_contract_vals()
        order = self.sale_order_id
        if order:
            values["contract_remarks"] = self._get_sold_remarks()
        if order.signature:
            values |= {
                "signed_by": order.signed_by,
                "signed_on": order.signed_on,
                "signature": order.signature,
            }
        return values

    def _get_sold_remarks(self):
        """Return sections and notes of the order among what it sells by this subscription.

        Of each section that has one of its lines, and of what stands above all sections.
        """
        self.ensure_one()
        sold = self.line_ids.sale_line_id
        found, section = [], []
        has_own = True
        for line in self.sale_order_id.order_line.sorted():
            if line.display_type == "line_section":
                found += section if has_own else []
                section, has_own = [], False
            has_own = has_own or line in sold
            if line.display_type:
                section.append(line.name)
        found += section if has_own else []
        return "\n".join(filter(None, found))

    @api.depends("line_ids.product_id", "line_ids.quantity")
    def _compute_deposit(self):
        """Ask for the deposits of the products, too, whichever way it is sold."""
        result = super()._compute_deposit()
        for subscription in self.filtered(lambda one: one.state == "draft" and one.plan_id):
            day = subscription.date_start or fields.Date.context_today(subscription)
            for line in subscription._get_contract_lines():
                template = line.product_id.product_tmpl_id
                subscription.deposit += line.quantity * template.currency_id._convert(
                    template.rental_deposit,
                    subscription.currency_id,
                    subscription.company_id,
                    day,
                )
        return result
