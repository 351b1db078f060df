from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...billing import lifecycle


class SaleOrder(models.Model):
    _inherit = "sale.order"

    rental_date_start = fields.Date(
        string="Start of Subscriptions",
        copy=False,
        help="Empty: with the confirmation, or when what the plan waits for has come.",
    )
    rental_subscription_ids = fields.One2many(
        "subscription.subscription", "sale_order_id", string="Subscriptions", readonly=True
    )
    rental_subscription_count = fields.Integer(compute="_compute_rental_subscription_count")
    is_rental = fields.Boolean(
        string="Recurring",
        compute="_compute_is_rental",
        search="_search_is_rental",
        help="Something on it is sold by subscription.",
    )
    rental_plan_missing = fields.Char(
        compute="_compute_rental_plan_missing",
        help="Products that plans offer and that stand here without a plan.",
    )
    rental_badge = fields.Char(compute="_compute_is_rental", string="R")

    @api.depends("order_line.rental_plan_id")
    def _compute_is_rental(self):
        for order in self:
            order.is_rental = bool(order.order_line.rental_plan_id)
            order.rental_badge = self.env._("R") if order.is_rental else False

    @api.depends("order_line.product_template_id", "order_line.rental_plan_id", "state")
    @api.depends_context("lang")
    def _compute_rental_plan_missing(self):
        for order in self:
            once = order.order_line.filtered(
                lambda line: not line.rental_plan_id and not line.display_type
            )
            open_ = order.state in ("draft", "sent")
            offered = once.product_template_id.filtered(
                lambda product: product._get_rental_plans()
            )
            order.rental_plan_missing = open_ and ", ".join(offered.mapped("name"))

    def _search_is_rental(self, operator, value):
        if operator != "in":
            return NotImplemented
        rental = Domain("order_line.rental_plan_id", "!=", False)
        return Domain.OR([rental if flag else ~rental for flag in value])

    def _compute_rental_subscription_count(self):
        counts = self.env["subscription.subscription"]._read_group(
            [("sale_order_id", "in", self.ids)], ["sale_order_id"], ["__count"]
        )
        by_order = {order.id: count for order, count in counts}
        for order in self:
            order.rental_subscription_count = by_order.get(order.id, 0)

    def _has_collected_plan(self):
        """Return whether a plan on these orders collects with a stored payment method."""
        return "collect" in self.order_line.rental_plan_id.mapped("invoice_mode")

    # === the lines that come along === #

    @api.model_create_multi
    def create(self, vals_list):
        """Create orders; add what comes along with their plans, at amounts of today."""
        orders = super().create(vals_list)
        orders._sync_rental_lines()
        # A copy has the amounts of the day of the original.
        orders._refresh_rental_prices()
        return orders

    def write(self, vals):
        """Write orders; update setup fees, deposits and covers when lines change."""
        result = super().write(vals)
        if "order_line" in vals:
            self._sync_rental_lines()
        if {"order_line", "rental_date_start"} & vals.keys():
            self._refresh_rental_prices()
        return result

    # === confirming === #

    def _confirmation_error_message(self):
        """Refuse to confirm an order whose subscriptions could not be made."""
        return super()._confirmation_error_message() or self._get_rental_refusal()

    def _get_rental_refusal(self):
        """Return why this order's subscriptions could not be made, or False."""
        self.ensure_one()
        archived = self.order_line.rental_plan_id.filtered(lambda plan: not plan.active)
        if archived:
            return self.env._(
                "The plan %(plan)s is archived: choose another one on its lines.",
                plan=archived[0].name,
            )
        deposits = self.order_line.filtered(lambda line: line.rental_kind == "deposit")
        if deposits and not self.company_id.sudo().subscription_deposit_account_id:
            return self.env._(
                "Choose the account of deposits first, in the settings of Subscriptions."
            )
        return False

    def _action_confirm(self):
        """Make a subscription for each plan on these orders."""
        result = super()._action_confirm()
        for order in self.filtered("is_rental"):
            # Customers confirm, too: subscriptions are the system's to make.
            order.sudo()._create_rental_subscriptions()
        return result

    def _create_rental_subscriptions(self):
        """Return the new subscriptions of this order, one for each plan on it."""
        self.ensure_one()
        subscriptions = self.env["subscription.subscription"].with_company(self.company_id)
        lines = self.order_line.filtered(
            lambda line: line.is_rental_recurring and line.product_uom_qty > 0
        )
        made = subscriptions._create_kept(
            [
                self._prepare_rental_subscription_vals(plan, owned)
                for plan, owned in lines.grouped("rental_plan_id").items()
                if not all(line._is_discount() for line in owned)
            ]
        )
        for subscription in made:
            self._charge_rental_discounts(subscription)
            subscription._activate(self.company_id._subscription_today())
        made._send_confirmation()
        return made

    def _prepare_rental_subscription_vals(self, plan, lines):
        """Return the values of the subscription to `plan` with these order lines."""
        extras = self.order_line.filtered(
            lambda line: line.rental_plan_id == plan and line.rental_kind
        )
        amounts = {line.rental_kind: line._get_rental_extra_amount() for line in extras}
        return {
            **self._prepare_carried_vals(),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "plan_id": plan.id,
            "currency_id": self.currency_id.id,
            "sale_order_id": self.id,
            "date_start": self.rental_date_start,
            "setup_fee": amounts.get("setup_fee", 0.0),
            "setup_fee_line_id": extras.filtered(
                lambda line: line.rental_kind == "setup_fee" and line._has_taxes_by_hand()
            ).id,
            "deposit": amounts.get("deposit", 0.0),
            "line_ids": [
                fields.Command.create(line._prepare_rental_line_vals()) for line in lines
            ],
        }

    def _charge_rental_discounts(self, subscription):
        """Let the first bill of `subscription` take off what this order gives once."""
        once = self.order_line.filtered(
            lambda line: (
                line.rental_kind == "discount"
                and line.rental_plan_id == subscription.plan_id
            )
        )
        # The ledger is the system's: users read it.
        self.env["subscription.charge"].sudo().create(
            [line._prepare_discount_charge_vals(subscription) for line in once]
        )

    # === cancelling === #

    def _action_cancel(self):
        """Cancel the order's subscriptions that never began; refuse it where one runs."""
        for order in self:
            living = order.sudo().rental_subscription_ids.filtered(
                lambda subscription: not subscription.is_closed
            )
            running = living.filtered(lambda one: one.state in lifecycle.RUNNING)
            if running:
                raise UserError(
                    self.env._(
                        "%(subscription)s of this order runs: cancel it first, there you "
                        "see what is billed or given back.",
                        subscription=running[0].display_name,
                    )
                )
            today = order.company_id._subscription_today()
            living._cancel(
                today, self.env._("Its order %(name)s was cancelled.", name=order.name)
            )
        return super()._action_cancel()

    # === invoicing: recurring lines are the subscription's === #

    def _get_invoiceable_lines(self, final=False):
        """Leave out the order lines that a subscription bills."""
        lines = super()._get_invoiceable_lines(final)
        one_off = lines.filtered(lambda line: not line.rental_plan_id)
        # Sections and notes alone are no invoice.
        return (
            one_off if one_off.filtered(lambda line: not line.display_type) else one_off[:0]
        )

    def _force_lines_to_invoice_policy_order(self):
        """Leave nothing to invoice on the order lines that a subscription bills."""
        result = super()._force_lines_to_invoice_policy_order()
        self.order_line.filtered("rental_plan_id").qty_to_invoice = 0.0
        return result

    def action_view_rental_subscriptions(self):
        """Open the subscriptions of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_subscription_action"
        )
        action |= {
            "domain": [("sale_order_id", "=", self.id)],
            "context": {"create": False},
        }
        if len(self.rental_subscription_ids) == 1:
            action |= {
                "views": [(False, "form")],
                "res_id": self.rental_subscription_ids.id,
            }
        return action
