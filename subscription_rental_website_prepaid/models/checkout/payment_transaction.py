from odoo import Command, models
from odoo.tools import str2bool


class PaymentTransaction(models.Model):
    """An online payment grants the packs that its order sells, at once (PK1)."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Invoice what is sold in advance: this payment pays it, as Odoo goes on.

        Odoo's automatic invoice, where it is switched on, has it anyway.
        """
        confirmed = super()._check_amount_and_confirm_order()
        parameters = self.env["ir.config_parameter"].sudo()
        if str2bool(parameters.get_param("sale.automatic_invoice") or "False"):
            return confirmed
        for transaction in self.filtered(lambda one: one.state == "done"):
            own = transaction.with_company(transaction.company_id)
            orders = own.sale_order_ids
            if len(orders) == 1 and (invoice := orders._invoice_sold_in_advance()):
                # As Odoo does: whoever looks at the order would write it meanwhile.
                for move in invoice:
                    move._portal_ensure_token()
                transaction.invoice_ids = [Command.link(move.id) for move in invoice]
        return confirmed

    def _post_process(self):
        """Tell customers what they can use now, once."""
        fresh = self.filtered(lambda one: one.state == "done" and not one.is_post_processed)
        result = super()._post_process()
        fresh.sale_order_ids._tell_of_packs()
        return result
