from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list
from odoo.tools.misc import format_date, formatLang


class SubscriptionSubscribeDialog(models.TransientModel):
    """How many are subscribed to, with which cover, and what the first invoice is."""

    _inherit = "subscription.subscribe.dialog"

    quantity = fields.Float(
        default=1.0,
        required=True,
        digits="Product Unit",
        help="So many times what the plan offers.",
    )
    with_cover = fields.Boolean(
        help="With the damage waiver or insurance of the plan's products."
    )
    cover_names = fields.Char(string="Cover", compute="_compute_cover_names")
    first_invoice = fields.Char(
        compute="_compute_first_invoice",
        help="What the first invoice comes to, setup fee and taxes included.",
    )

    @api.depends("plan_id")
    @api.depends_context("lang")
    def _compute_cover_names(self):
        for wizard in self:
            covers = wizard._get_covers()
            wizard.cover_names = format_list(self.env, covers.mapped("name"))

    def _get_covers(self):
        """Return the covers of the plan's products that the plan does not sell anyway."""
        self.ensure_one()
        lines = self.plan_id.line_ids
        sold = lines.product_id | lines.product_tmpl_id.product_variant_ids
        return lines.product_tmpl_id.rental_cover_product_id - sold

    @api.depends(
        "partner_id",
        "plan_id",
        "company_id",
        "quantity",
        "with_cover",
        "start",
        "date_start",
    )
    @api.depends_context("lang")
    def _compute_first_invoice(self):
        for wizard in self:
            known = wizard.partner_id and wizard.plan_id and wizard.quantity > 0
            wizard.first_invoice = bool(known) and wizard._tell_first_invoice()

    def _tell_first_invoice(self):
        """Return what the first invoice comes to, and when it is made, as text."""
        self.ensure_one()
        subscription = self.env["subscription.subscription"].new(
            self._prepare_subscription_vals()
        )
        day = subscription._get_first_billing_date()
        if not day:
            return False
        currency = subscription.currency_id
        amount = formatLang(self.env, subscription.next_total, currency_obj=currency)
        told = self._tell_first_amount(amount, day)
        if currency.is_zero(subscription.deposit):
            return told
        deposit = formatLang(self.env, subscription.deposit, currency_obj=currency)
        return self.env._(
            "%(told)s; beside it a security deposit of %(deposit)s",
            told=told,
            deposit=deposit,
        )

    def _tell_first_amount(self, amount, day):
        """Return `amount` of the first invoice, and when it is made, as text."""
        if self.plan_id.start_on_payment:
            return self.env._(
                "%(amount)s with taxes, to be paid before it starts", amount=amount
            )
        if self.plan_id.start_on_handover:
            return self.env._(
                "%(amount)s with taxes, after the handover of the goods", amount=amount
            )
        return self.env._(
            "%(amount)s with taxes, on %(day)s",
            amount=amount,
            day=format_date(self.env, day),
        )

    def action_subscribe(self):
        """Subscribe the customer to so many; refuse a quantity that is none."""
        if self.quantity <= 0:
            raise UserError(self.env._("Choose a quantity above 0."))
        return super().action_subscribe()

    def _prepare_subscription_vals(self):
        """Give the new subscription its quantities and its covers."""
        vals = super()._prepare_subscription_vals()
        if self.quantity == 1 and not self.with_cover:
            # The plan's own lines.
            return vals
        return {**vals, "line_ids": self._prepare_many_lines(vals)}

    def _prepare_many_lines(self, vals):
        """Return the lines of a subscription with these values, as commands."""
        draft = self.env["subscription.subscription"].new(vals)
        lines = [command[2] for command in self.plan_id._prepare_line_commands(draft)]
        for line in list(lines):
            product = self.env["product.product"].browse(line["product_id"])
            line["quantity"] *= self.quantity
            if self.plan_id.uses_pricelist:
                # It may ask for less of many.
                line |= self._prepare_priced_vals(draft, product, line["quantity"])
            cover = product.rental_cover_product_id & self._get_covers()
            if self.with_cover and cover:
                lines.append(self._prepare_priced_vals(draft, cover, line["quantity"]))
        return [fields.Command.create(line) for line in lines]

    def _prepare_priced_vals(self, draft, product, quantity):
        """Return the values of a line of `product`, with its price by plan and customer."""
        plan = self.plan_id
        day = draft.date_start or fields.Date.context_today(self)
        return {
            "product_id": product.id,
            "quantity": quantity,
            "price_unit": plan._get_subscribed_price(
                draft, product, day, quantity=quantity
            ),
            "phases": plan._get_phases(product, draft.currency_id, draft.company_id, day),
        }
