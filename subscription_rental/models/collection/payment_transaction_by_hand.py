from odoo import api, fields, models
from odoo.exceptions import UserError

from ...billing import collection

# What may be tried again: no money was taken, and nothing is open.
FAILED = (collection.DECLINED, collection.UNREACHED, collection.AUTHENTICATE)


class PaymentTransaction(models.Model):
    """What people do with one charge: ask again, or give the money back (LC7)."""

    _inherit = "payment.transaction"

    rental_can_retry = fields.Boolean(
        compute="_compute_rental_can", compute_sudo=True, string="May Be Charged Again"
    )
    rental_can_refund = fields.Boolean(
        compute="_compute_rental_can", compute_sudo=True, string="May Be Refunded"
    )

    @api.depends("rental_outcome", "rental_invoice_id.payment_state", "payment_id")
    def _compute_rental_can(self):
        for charge in self:
            move = charge.rental_invoice_id
            last = move.rental_charge_ids.sorted("id")[-1:] == charge
            charge.rental_can_retry = bool(
                charge.rental_outcome in FAILED
                and last
                and move.payment_state in collection.UNPAID
                and not move._is_being_paid()
            )
            charge.rental_can_refund = bool(
                charge.state == "done"
                and charge.operation != "refund"
                and charge.payment_id.amount_available_for_refund > 0
            )

    def action_rental_charge_again(self):
        """Charge the invoice of this refused charge again; show the outcome."""
        self.ensure_one()
        self.check_access("read")
        if not self.rental_can_retry:
            raise UserError(
                self.env._(
                    "%(charge)s is not to be charged again: look at its invoice.",
                    charge=self.reference,
                )
            )
        return self.rental_invoice_id.action_rental_retry()

    def action_rental_refund(self):
        """Open Odoo's dialog to give back money of this charge."""
        self.ensure_one()
        self.check_access("read")
        if not self.rental_can_refund:
            raise UserError(
                self.env._(
                    "Nothing of %(charge)s can be given back by the provider.",
                    charge=self.reference,
                )
            )
        return {
            **self.payment_id.action_refund_wizard(),
            "context": {"default_payment_id": self.payment_id.id},
        }
