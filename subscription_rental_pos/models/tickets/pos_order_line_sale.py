from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid


class PosOrderLine(models.Model):
    """A line that sells a pack or credit: it is granted as the ticket is paid (PK1)."""

    _inherit = "pos.order.line"

    def _get_sold_offers(self):
        """Yield (line, offer) of what these lines sell ahead, or take back."""
        for company, lines in self.grouped("company_id").items():
            offers = lines.product_id._get_prepaid_offers(company)
            by_product = {offer.product_id: offer for offer in offers}
            for line in lines:
                if line.product_id in by_product:
                    yield line, by_product[line.product_id]

    def _check_ticket_sale(self, offer):
        """Raise UserError unless this line can sell a pack or credit (PK2)."""
        self.ensure_one()
        order = self.order_id
        names = {"product": self.product_id.display_name}
        if not order.partner_id or order.partner_id.is_public:
            raise UserError(
                self.env._(
                    "%(product)s is kept for a customer: choose one by name.", **names
                )
            )
        if offer.kind == prepaid.SESSIONS and not prepaid.is_whole(self.qty):
            raise UserError(
                self.env._("%(product)s: enter a whole number of packs, above 0.", **names)
            )
        if order.currency_id != order.company_id.currency_id:
            raise UserError(
                self.env._(
                    "%(product)s is sold in %(currency)s only.",
                    currency=order.company_id.currency_id.name,
                    **names,
                )
            )
        owed = order.payment_ids.payment_method_id.filtered(
            lambda one: one.type == "pay_later"
        )
        if owed:
            raise UserError(
                self.env._(
                    "%(product)s is paid when it is sold: take another method than "
                    "%(method)s.",
                    method=owed[0].name,
                    **names,
                )
            )

    def _grant_by_ticket(self, offer, today, invoice_line=None):
        """Grant what this line of a paid ticket sells, once; return the grant.

        :param invoice_line: the line of the ticket's invoice, if it is invoiced
        """
        self.ensure_one()
        key = self._get_sale_key()
        done = self.env["subscription.prepaid.movement"]._get_done(key, prepaid.GRANT)
        batch = done.batch_id or self._create_grant(key, offer, today)
        if invoice_line and not batch.move_line_id:
            batch.move_line_id = invoice_line
            batch._settle_frozen(today)
        return batch

    def _create_grant(self, key, offer, today):
        """Make the customer's pack with the terms of today, and grant what was paid."""
        self._check_ticket_sale(offer)
        packs = self.env["subscription.prepaid"].sudo()
        order = self.order_id
        sold = packs.create(offer._prepare_prepaid_vals(order.partner_id, order.company_id))
        offer.service_ids._copy_to(sold)
        values = {
            "pos_line_id": self.id,
            "account_id": self._get_till_income_account().id,
            "is_frozen": True,
        }
        paid = self.price_subtotal
        granted = offer._get_granted(self.qty, paid)
        batch = sold._grant_for(key, values, granted, paid, today)
        batch._set_frozen(False, today)
        return batch
