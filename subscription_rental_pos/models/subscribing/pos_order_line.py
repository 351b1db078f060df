from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_told import CHOSEN, COVER


class PosOrderLine(models.Model):
    """A line that sells by a plan, or comes along with one: the subscription bills it.

    The till shows what the server said; the order that the paid ticket makes decides.
    """

    _inherit = "pos.order.line"

    rental_kind = fields.Selection(
        [
            (CHOSEN, "By subscription"),
            (COVER, "Cover"),
            ("setup_fee", "Setup fee"),
            ("deposit", "Deposit"),
        ],
        string="Sold by Plan",
        copy=False,
        help="What was chosen, and what comes along: its first invoice is paid here.",
    )
    rental_plan_id = fields.Many2one(
        "subscription.plan", string="Plan", copy=False, ondelete="restrict"
    )
    rental_with_cover = fields.Boolean(string="With Cover", copy=False)
    rental_parent_uuid = fields.Char(
        copy=False, help="Of a cover: the line of this ticket that it covers."
    )
    rental_terms = fields.Char(
        string="What Comes Then", copy=False, help="As the ticket and the receipt say it."
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [
            *super()._load_pos_data_fields(config),
            "rental_kind",
            "rental_plan_id",
            "rental_with_cover",
            "rental_parent_uuid",
            "rental_terms",
        ]

    def _is_ours(self, vals):
        """Know what is sold by plans, too."""
        by_plan = vals.get("rental_kind") or any(self.mapped("rental_kind"))
        product = self._get_meant_product(vals).sudo().product_tmpl_id
        return bool(by_plan or product.rental_plan_line_ids or super()._is_ours(vals))

    def _get_asked(self):
        """Return what this line sells, as a till asks for it."""
        self.ensure_one()
        return {
            "uuid": self.uuid,
            "product_id": self.product_id.id,
            "quantity": self.qty,
            "plan_id": self.rental_plan_id.id,
            "with_cover": self.rental_with_cover,
        }

    def _get_sold_offers(self):
        """Leave monthly credit to its plan: the invoice of the subscription grants it."""
        bought = self.filtered(lambda line: not line.rental_kind)
        return super(PosOrderLine, bought)._get_sold_offers()

    def _check_none_archived(self):
        """Raise UserError where a plan, or what it sells, is archived."""
        # Cashiers have no rights on plans.
        chosen = self.sudo().filtered(lambda line: line.rental_kind == CHOSEN)
        sold = [*self.sudo().rental_plan_id, *chosen.product_id]
        for archived in sold:
            if not archived.active:
                raise UserError(
                    self.env._(
                        "%(name)s is archived: choose another one. If this was paid "
                        "without a connection, unarchive it until the till has sent the "
                        "ticket.",
                        name=archived.display_name,
                    )
                )

    def _refuse_plan_refund(self):
        """Raise UserError for these lines, as their subscription gives money back."""
        if self:
            raise UserError(
                self.env._(
                    "%(product)s was sold by a subscription: cancel the subscription in "
                    "the office, which credits what was paid and gives the deposit back.",
                    product=self[0].product_id.display_name,
                )
            )

    def _launch_stock_rule_from_pos_order_lines(self):
        """Leave rented goods to their subscription, which hands them over."""
        bought = self.filtered(lambda line: not line.rental_kind)
        return super(PosOrderLine, bought)._launch_stock_rule_from_pos_order_lines()

    def _compute_total_cost(self, stock_moves):
        """Let rented goods cost nothing: they stay ours."""
        rented = self.filtered("rental_kind")
        rented.write({"total_cost": 0.0, "is_total_cost_computed": True})
        return super()._compute_total_cost(stock_moves)
