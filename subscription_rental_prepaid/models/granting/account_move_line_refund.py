from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid


class AccountMoveLine(models.Model):
    """A line of a credit note that takes back a pack or credit, whoever has it now."""

    _inherit = "account.move.line"

    def _take_back_prepaid(self, batch, today):
        """Let this posted line of a credit note take back what `batch` has granted.

        What was handed on is taken back from who has it now. Who credits less than what
        is unused of an untouched pack makes it cheaper.
        """
        self.ensure_one()
        decided = self.rental_batch_id == batch
        sale = batch._get_whole_sale()
        sale.prepaid_id._lock_rows()
        whole = batch if decided else sale
        holding = batch if decided else batch._get_holding()
        whole._check_not_paid_back(decided=decided)
        sale._check_credited(self)
        credited = self.balance
        part = 0 if decided else self._get_part_taken_back(batch, holding)
        owed = sum(holding.mapped("amount_left"))
        more = self.company_currency_id.compare_amounts(credited, owed)
        # What is left of money is worth just that: a part of it is nobody's question.
        if not decided and (more > 0 or batch.kind == prepaid.SESSIONS):
            whole.prepaid_id._tell_part_used(batch, credited, self.move_id)
        holding._tell_holders(self.move_id)
        # Whoever pays the rest back, or decided what is, leaves nothing to be used.
        if decided or more >= 0:
            holding._cash_out_sale(credited, self, today)
        else:
            holding._take_part_of_sale(part, credited, self, today)

    def _is_followed_elsewhere(self):
        """Return whether the ledger follows this line elsewhere; an override says so."""
        self.ensure_one()
        return False

    def _gives_prepaid_again(self):
        """Return whether this line of a credit note grants; an override says which do."""
        self.ensure_one()
        return False

    def _get_prepaid_offer(self):
        """Return the offer that sells the product of this line."""
        self.ensure_one()
        return self.product_id._get_prepaid_offers(self.company_id)

    def _check_off_ledger(self):
        """Raise UserError where these lines take packs off the books and off no ledger."""
        company = self.company_id[:1]
        offers = self.product_id._get_prepaid_offers(company) if self else ()
        for offer in offers:
            product = offer.product_id
            lines = self.filtered(lambda one, product=product: one.product_id == product)
            standing = offer._get_standing_account() | self._get_accounts_of_packs()
            if lines.account_id & standing:
                raise UserError(
                    self.env._(
                        "%(product)s: this credit note takes back no pack or credit that "
                        "was sold. Open the invoice that sold it and credit that, or use "
                        "Pay Back on the pack: so it cannot be used any more.",
                        product=offer.display_name,
                    )
                )

    def _get_accounts_of_packs(self):
        """Return the accounts of these lines on which packs and credit stand."""
        batches = self.env["subscription.prepaid.batch"].sudo()
        rows = batches._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("account_id", "in", self.account_id.ids),
            ],
            ["account_id"],
        )
        return self.env["account.account"].union(*(account for [account] in rows))

    def _get_part_taken_back(self, batch, holding):
        """Return how much of `batch` this line takes back, where it credits a part.

        Credit is as much as was paid; of several packs, so many are whole. 0: none, it
        makes the sessions cheaper.

        :param holding: where the rest of it is
        """
        self.ensure_one()
        sold, left = batch.move_line_id, sum(holding.mapped("left"))
        if batch.kind == prepaid.AMOUNT:
            return min(self.balance, left)
        same = (sold.price_unit, sold.discount) == (self.price_unit, self.discount)
        if not same or not prepaid.is_whole(self.quantity) or not sold.quantity:
            return 0
        return min(batch.granted * self.quantity / sold.quantity, left)

    def _get_credited_batch(self, granted):
        """Return which of `granted` the same line of the credited invoice has granted."""
        self.ensure_one()
        same = granted.filtered(
            lambda one: (
                one.move_line_id.product_id == self.product_id
                and (self.balance or one._get_whole_sale()._is_something_left())
            )
        )
        return same.sorted(
            lambda one: (
                not one._get_whole_sale()._is_something_left(),
                one.amount != self.balance,
                one.move_line_id.quantity != self.quantity,
            )
        )[:1]
