from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPrepaidSpendDialog(models.TransientModel):
    """Spend a pack or credit of choice, on lines of choice or on the whole document."""

    _name = "subscription.prepaid.spend.dialog"
    _description = "Use a Pack or Credit"
    _inherit = ["subscription.dialog.mixin"]

    order_id = fields.Many2one("sale.order", readonly=True)
    move_id = fields.Many2one("account.move", readonly=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_prepaid_ids")
    prepaid_ids = fields.Many2many("subscription.prepaid", compute="_compute_prepaid_ids")
    prepaid_id = fields.Many2one(
        "subscription.prepaid",
        string="Pack or Credit",
        compute="_compute_prepaid_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', prepaid_ids)]",
    )
    kind = fields.Selection(related="prepaid_id.kind")
    order_line_ids = fields.Many2many(
        "sale.order.line",
        string="Lines",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        help="None: credit pays for everything.",
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        string="Lines of the Invoice",
        domain="[('move_id', '=', move_id), ('display_type', '=', 'product')]",
        help="None: credit pays for everything.",
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )

    def _get_spent_on(self):
        """Return the order or invoice."""
        return self.move_id or self.order_id

    def _get_chosen_lines(self):
        return self.move_line_ids if self.move_id else self.order_line_ids

    @api.depends("order_id", "move_id")
    def _compute_prepaid_ids(self):
        for dialog in self:
            document = dialog._get_spent_on()
            dialog.currency_id = document.currency_id
            dialog.prepaid_ids = document._get_spendable_packs().sudo(False)

    @api.depends("order_id", "move_id")
    def _compute_prepaid_id(self):
        for dialog in self:
            dialog.prepaid_id = dialog.prepaid_ids[:1]

    @api.depends("prepaid_id", "order_line_ids", "move_line_ids")
    def _compute_amount(self):
        rows = self.env["subscription.prepaid.spending"]
        for dialog in self:
            document = dialog._get_spent_on()
            lines = dialog._get_chosen_lines()
            total = sum(lines.mapped("price_total")) if lines else document.amount_total
            planned = sum(document.sudo().rental_spending_ids.mapped("amount"))
            credit = dialog.prepaid_id.sudo()
            total = min(total, document.amount_total - planned)
            dialog.amount = rows._get_proposed(credit, total) if credit else 0.0

    def action_spend(self):
        """Use a session for each chosen line, or claim the amount of credit."""
        self.ensure_one()
        document = self._get_spent_on()
        document.check_access("write")
        self._do_once()
        chosen = self.prepaid_id.sudo()
        if chosen.kind == prepaid.SESSIONS:
            self._spend_sessions(chosen)
        elif chosen:
            self._spend_credit(chosen, document)
        else:
            raise UserError(self.env._("Choose a pack or credit of the customer."))
        return {"type": "ir.actions.act_window_close"}

    def _spend_sessions(self, pack):
        lines = self._get_chosen_lines()
        if not lines or not all(pack._pays_for(line.product_id) for line in lines):
            raise UserError(
                self.env._("Choose the lines that %(pack)s pays for.", pack=pack.name)
            )
        for line in lines:
            line._spend_prepaid(pack)

    def _spend_credit(self, credit, document):
        planned = sum(document.sudo().rental_spending_ids.mapped("amount"))
        most = document.amount_total - planned
        if not 0 < self.amount <= most:
            raise UserError(
                self.env._(
                    "Enter an amount above 0, and at most %(most)s.",
                    most=credit._format_money(most),
                )
            )
        self.env["subscription.prepaid.spending"]._plan_spending(
            credit, document, self.amount
        )
