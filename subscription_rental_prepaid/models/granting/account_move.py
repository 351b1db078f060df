from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import collection, prepaid


class AccountMove(models.Model):
    """An invoice that sells packs or credit; a credit note that takes them back."""

    _inherit = "account.move"

    def _post(self, soft=True):
        """Grant what was sold, frozen until it is paid; take back what is credited."""
        posted = super()._post(soft)
        for move in posted.filtered(lambda one: one.move_type == "out_invoice"):
            move._grant_prepaids()
        for move in posted.filtered(lambda one: one.move_type == "out_refund"):
            move._take_back_prepaids()
        return posted

    def _post_before_numbers(self):
        """Leave out what is sold in advance: its ledger notes the invoice's number."""
        sold = self.browse().union(
            *(line.move_id for line, _offer in self._get_prepaid_lines())
        )
        return super(AccountMove, self - sold)._post_before_numbers()

    def _get_prepaid_lines(self):
        """Yield (line, offer) of what these documents sell in advance, or take back."""
        for company, moves in self.grouped("company_id").items():
            lines = moves.invoice_line_ids.filtered("product_id")
            offers = lines.product_id._get_prepaid_offers(company)
            by_product = {offer.product_id: offer for offer in offers}
            for line in lines.sudo():
                if line.product_id in by_product:
                    yield line, by_product[line.product_id]

    def _grant_prepaids(self):
        """Grant what this posted invoice sells, and take back what it settles."""
        today = self.company_id._subscription_today()
        none = self.env["subscription.prepaid.batch"].sudo()
        for line, offer in self._get_prepaid_lines():
            batch = line._get_credited_batch(none) if line.balance > 0 else none
            if batch:
                line._take_back_prepaid(batch, today)
            elif line.price_total or line.quantity:
                line._grant_prepaid(offer, today)

    def _take_back_prepaids(self):
        """Take back what this posted credit note credits."""
        today = self.company_id._subscription_today()
        granted = self.reversed_entry_id._get_granted_batches()
        strange = self.env["account.move.line"]
        for line in self.sudo().invoice_line_ids.filtered("product_id"):
            batch = line.rental_batch_id or line._get_credited_batch(granted)
            is_free = not line.balance and line.quantity and not batch.amount
            if batch and (line.balance > 0 or is_free):
                line._take_back_prepaid(batch, today)
            elif line.balance < 0 and line._gives_prepaid_again():
                line._grant_prepaid(line._get_prepaid_offer(), today)
            elif line.balance and not line._is_followed_elsewhere():
                strange |= line
        strange._check_off_ledger()

    def _get_granted_batches(self):
        """Return what these invoices have sold, whatever became of its offers."""
        batches = self.env["subscription.prepaid.batch"].sudo()
        lines = self.sudo().invoice_line_ids
        return batches.search([("move_line_id", "in", lines.ids), ("granted", ">", 0)])

    def _is_prepaid_paid(self):
        """Return whether what this invoice sells can be used."""
        self.ensure_one()
        if self.move_type == "out_refund":
            # It gives again what its invoice had taken back.
            return self.state == "posted"
        paid = self.state == "posted" and self.payment_state in collection.PAID
        return paid or self._is_paid_for()

    def _settle_prepaids(self):
        """Freeze or free what these invoices sell, as they are paid, or not any more."""
        # Accountants and banks need not know packs.
        batches = self.env["subscription.prepaid.batch"].sudo()
        lines = self.sudo().invoice_line_ids
        if not lines:
            return
        for batch in batches._search_sold_by(lines):
            batch._settle_frozen(batch.company_id._subscription_today())

    def _invoice_paid_hook(self):
        """Let be used what these invoices have sold."""
        result = super()._invoice_paid_hook()
        self.filtered(lambda move: move.move_type == "out_invoice")._settle_prepaids()
        return result

    def button_draft(self):
        """Take back what was sold, while nothing of it is used; undo what was credited."""
        for move in self.sudo():
            today = move.company_id._subscription_today()
            move._get_granted_batches()._ungrant(today)
            packs = self.env["subscription.prepaid"].sudo()
            packs._undo_refunds(move.invoice_line_ids.filtered("product_id"), today)
        return super().button_draft()


class SubscriptionPrepaidBatch(models.Model):
    _inherit = "subscription.prepaid.batch"

    def _ungrant(self, today):
        """Take these untouched grants back, as their document is a draft again."""
        for batch in self:
            if batch.left != batch.granted or batch.prepaid_id.held:
                raise UserError(
                    self.env._(
                        "%(name)s was used, claimed or handed on: make a credit note "
                        "instead.",
                        name=batch.prepaid_id.name,
                    )
                )
            key = f"aml,{batch.move_line_id.id}"
            batch.prepaid_id._undo_for(key, today, prepaid.GRANT)
