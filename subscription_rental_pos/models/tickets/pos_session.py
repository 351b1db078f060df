from odoo import models


class PosSession(models.Model):
    """The entries of a closed till: each customer's liability, from which uses are paid."""

    _inherit = "pos.session"

    def _get_sale_key(self, base_line):
        """Keep what is sold ahead apart by customer."""
        line = base_line["record"].sudo()
        sold = (line | line.refunded_orderline_id).rental_batch_ids
        owner = line.order_id.partner_id.commercial_partner_id if sold else sold
        return {**super()._get_sale_key(base_line), "rental_partner_id": owner.id or False}

    def _get_sale_vals(self, key, sale_vals):
        """Tell the customer whose packs or credit a line of the entry is about."""
        values = super()._get_sale_vals(key, sale_vals)
        if key["rental_partner_id"]:
            values["partner_id"] = key["rental_partner_id"]
        return values

    def _create_split_account_payment(self, payment, amounts):
        """Book what packs and credit have paid, on the account of each."""
        if not payment.payment_method_id.rental_is_prepaid:
            return super()._create_split_account_payment(payment, amounts)
        rows = payment.pos_order_id._get_prepaid_rows()
        booked = self.env["account.move.line"]
        for account, parts in rows.grouped("account_id").items():
            amount = -sum(parts.mapped("amount"))
            if not self.currency_id.is_zero(amount):
                booked |= self._create_prepaid_payment(payment, account, amount, parts)
        return booked

    def _create_prepaid_payment(self, payment, account, amount, rows):
        """Pay `amount` from `account`, or back on it; return the lines to reconcile."""
        customer = self.env["res.partner"]._find_accounting_partner(payment.partner_id)
        receivable = customer.with_company(self.company_id).property_account_receivable_id
        # Odoo books amounts below 0 with both accounts exchanged.
        outstanding, destination = account, receivable
        if amount < 0:
            outstanding, destination = destination, outstanding
        method = payment.payment_method_id
        booked = self.env["account.payment"].create(
            {
                "amount": abs(amount),
                "partner_id": customer.id,
                "journal_id": method.journal_id.id,
                "force_outstanding_account_id": outstanding.id,
                "destination_account_id": destination.id,
                "memo": rows._get_memo(),
                "pos_payment_method_id": method.id,
                "pos_session_id": self.id,
            }
        )
        booked.action_post()
        rows._note({"move_id": booked.move_id.id})
        return booked.move_id.line_ids.filtered(lambda one: one.account_id == receivable)
