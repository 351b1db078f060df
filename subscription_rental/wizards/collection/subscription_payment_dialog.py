import base64

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...billing import collection

PAID = (*collection.PAID, "reversed")
QR_SIZE = 280


class SubscriptionPaymentDialog(models.TransientModel):
    """A link that the customer opens on their own phone, as a QR code (SE4, SE5)."""

    _name = "subscription.payment.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Ask the Customer"

    subscription_id = fields.Many2one("subscription.subscription", readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    token_before_id = fields.Many2one("payment.token", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", compute="_compute_link")
    link = fields.Char(compute="_compute_link")
    qr_code = fields.Binary(string="QR Code", compute="_compute_link")
    amount = fields.Char(compute="_compute_link")
    is_done = fields.Boolean(compute="_compute_is_done")
    is_failed = fields.Boolean(compute="_compute_is_done")
    result = fields.Char(compute="_compute_is_done")
    asked_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    is_sent = fields.Boolean(readonly=True)
    can_enter = fields.Boolean(compute="_compute_can_enter")

    @api.depends("subscription_id", "move_id")
    def _compute_link(self):
        for ask in self:
            # The link is for the customer: whoever may open this may show it.
            if move := ask.move_id.sudo():
                ask.link = move._get_rental_pay_url()
                ask.partner_id = move.partner_id
                ask.amount = move.currency_id.format(move.amount_residual)
            else:
                ask.link = ask.subscription_id.sudo()._get_method_url()
                ask.partner_id = ask.subscription_id.partner_id
                ask.amount = False
            ask.qr_code = ask._get_qr_code(ask.link)

    def _get_qr_code(self, link):
        """Return the link as a picture that phones read.

        A vector picture: Odoo's own barcodes need a renderer that not every server has.
        """
        drawing = createBarcodeDrawing("QR", value=link, width=QR_SIZE, height=QR_SIZE)
        return base64.b64encode(drawing.asString("svg").encode())

    @api.depends("subscription_id")
    def _compute_can_enter(self):
        for ask in self:
            subscription = ask.subscription_id
            ask.can_enter = bool(subscription) and subscription._is_entered_by_clerks()

    @api.depends("subscription_id.payment_token_id", "move_id.payment_state")
    def _compute_is_done(self):
        for ask in self:
            ask.is_done, ask.is_failed, ask.result = ask._get_result()

    def _get_result(self):
        """Return (is done, has failed, text to show) of the payment or registration."""
        self.ensure_one()
        if self.move_id:
            return self._get_payment_result(self.move_id.sudo())
        token = self.subscription_id.sudo().payment_token_id
        if token and token != self.token_before_id.sudo():
            return True, False, token.rental_name
        tried = self.env["payment.transaction"].sudo()
        last = tried.search(
            [
                ("rental_subscription_id", "=", self.subscription_id.id),
                ("last_state_change", ">=", self.asked_at),
            ],
            limit=1,
        )
        if last.state in ("error", "cancel"):
            return False, True, last._get_told_reason() or self.env._("It was refused.")
        return False, False, ""

    def _get_payment_result(self, move):
        if move.payment_state in PAID:
            return True, False, self.env._("%(invoice)s is paid.", invoice=move.name)
        last = move.transaction_ids.sorted("id")[-1:]
        if last.state in ("pending", "authorized"):
            waiting = self.env._("The payment is on its way: the bank has yet to confirm.")
            return True, False, waiting
        recent = last and last.last_state_change >= self.asked_at
        if recent and last.state in ("error", "cancel"):
            return False, True, last._get_told_reason() or self.env._("It was refused.")
        return False, False, ""

    @api.model
    def _open_dialog(self, **values):
        """Return the action that shows a new dialog of these values."""
        ask = self.create(values)
        name = self.env._("Payment Link") if ask.move_id else self.env._("Ask the Customer")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "res_id": ask.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_enter(self):
        """Open the provider's own form in a new tab; this dialog goes on waiting."""
        self.ensure_one()
        if not self.subscription_id:
            raise UserError(
                self.env._("The customer pays an invoice by themselves: send the link.")
            )
        self.subscription_id._check_entering()
        return {
            "type": "ir.actions.act_url",
            "url": self.subscription_id._get_entering_url(),
            "target": "new",
        }

    def action_send(self):
        """Send the link to the customer by e-mail, and keep the dialog open."""
        self.ensure_one()
        if not self.partner_id.email:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address: enter one first.",
                    customer=self.partner_id.display_name,
                )
            )
        name = "pay_link" if self.move_id else "method_wanted"
        template = self.env.ref(f"subscription_rental.mail_template_{name}")
        # Clerks send without being accountants.
        template.sudo().send_mail((self.move_id or self.subscription_id).id)
        self.is_sent = True
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
