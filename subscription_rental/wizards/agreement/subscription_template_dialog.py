from odoo import api, fields, models
from odoo.exceptions import UserError

# What plans of each kind begin with: the rest are the defaults of a plan.
TEMPLATES = {
    "rental": {
        "start_on_payment": True,
        "start_on_handover": True,
        "invoice_mode": "send",
    },
    "service": {"invoice_mode": "send", "invoice_lead_days": 7},
    "membership": {
        "alignment": "calendar",
        "start_on_payment": True,
        "invoice_mode": "send",
    },
    "box": {"start_on_payment": True, "invoice_mode": "send"},
}
# Kinds whose product is goods.
GOODS = ("rental", "box")


class SubscriptionTemplateDialog(models.TransientModel):
    """Make a plan from a template: its terms, and a product with its price."""

    _name = "subscription.template.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Plan from a Template"

    kind = fields.Selection(
        [
            ("rental", "Rental of goods"),
            ("service", "Service"),
            ("membership", "Membership"),
            ("box", "Box that is shipped"),
        ],
        string="Template",
        default="rental",
        required=True,
    )
    told = fields.Char(
        compute="_compute_told", help="What the plan begins with; all of it can be changed."
    )
    name = fields.Char(string="Name of the Plan", required=True)
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        domain=[("sale_ok", "=", True), ("type", "!=", "combo")],
        help="Leave empty to make a new one with the plan's name.",
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )
    price = fields.Monetary(
        compute="_compute_price", store=True, readonly=False, help="Per interval."
    )
    interval_count = fields.Integer(string="Billed Every", default=1, required=True)
    interval_unit = fields.Selection(
        [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("year", "Years")],
        string="Unit",
        default="month",
        required=True,
    )

    @api.depends("product_tmpl_id")
    def _compute_price(self):
        for dialog in self:
            dialog.price = dialog.product_tmpl_id.list_price or dialog.price

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_told(self):
        told = {
            "rental": self.env._(
                "The customer pays in advance. It starts when the first payment is "
                "received and the goods are handed over; they come back at the end."
            ),
            "service": self.env._(
                "The customer pays in advance; each invoice is made and sent a week before."
            ),
            "membership": self.env._(
                "All members are billed on the 1st; who joins in between pays for the days "
                "that are left. It starts when the first payment is received."
            ),
            "box": self.env._(
                "The customer pays in advance, gets the goods with every period, and keeps "
                "them."
            ),
        }
        for dialog in self:
            dialog.told = told.get(dialog.kind)

    def action_create(self):
        """Make the plan, and its product where none was chosen; open the plan."""
        self._do_once()
        if not self.product_tmpl_id and not self.env["product.template"].has_access(
            "create"
        ):
            raise UserError(
                self.env._("You may not make products: choose one that there is.")
            )
        product = self.product_tmpl_id or self._create_product()
        plan = self.env["subscription.plan"].create(self._prepare_plan_vals(product))
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.plan",
            "res_id": plan.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _create_product(self):
        """Return a new product of the plan's name."""
        return self.env["product.template"].create(
            {
                "name": self.name,
                "type": "consu" if self.kind in GOODS else "service",
                "list_price": self.price,
            }
        )

    def _prepare_plan_vals(self, product):
        """Return the values of the new plan; an override adds those of its addon."""
        self.ensure_one()
        vals = {
            "name": self.name,
            "currency_id": self.currency_id.id,
            "interval_count": self.interval_count,
            "interval_unit": self.interval_unit,
            **TEMPLATES[self.kind],
            "line_ids": [
                fields.Command.create(
                    {"product_tmpl_id": product.id, "price_unit": self.price}
                )
            ],
        }
        if self.interval_unit == "day":
            # Days follow no calendar.
            vals.pop("alignment", None)
        return vals
