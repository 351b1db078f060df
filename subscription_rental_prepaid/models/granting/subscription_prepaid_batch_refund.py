from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPrepaidBatch(models.Model):
    """What one line has sold, whoever has it now: it is paid back together (PK1)."""

    _inherit = "subscription.prepaid.batch"

    def _get_whole_sale(self):
        """Return this grant as it was sold, and all that was handed on of it."""
        self.ensure_one()
        sold = self.origin_id or self
        return sold | sold.handed_ids

    def _get_holding(self):
        """Return who of this sale holds something, the most last; nobody: what was sold."""
        whole = self._get_whole_sale()
        holding = whole.filtered(lambda one: one._is_something_left())
        return (holding or whole[:1]).sorted(lambda one: (one.amount_left, one.id))

    def _is_something_left(self):
        """Return whether sessions or money are left of these."""
        return any(one.left or one.amount_left for one in self)

    def _check_not_paid_back(self, *, decided):
        """Raise UserError where nothing of this sale can be paid back any more.

        Either its whole price was, also for what was used; or nothing is left, and that
        was paid back unused, or by a person's decision.

        :param decided: whether a person decides now what is paid back
        """
        rows = self.prepaid_id.movement_ids
        kinds = set(rows.mapped("kind"))
        spent = kinds & {prepaid.USE, prepaid.EXPIRE}
        ended = not self._is_something_left() and prepaid.CASH_OUT in kinds
        if (ended and (decided or not spent)) or self._is_price_paid_back():
            raise UserError(
                self.env._("%(name)s was paid back already.", name=self[0].prepaid_id.name)
            )

    def _cash_out_sale(self, credited, line, today):
        """Take all that is left of these, for which `line` pays `credited` back.

        The last one bears what is paid back beyond, or keeps what is not.
        """
        rest = credited
        for batch in self[:-1]:
            owed = batch.amount_left
            batch.prepaid_id._cash_out(batch, owed, line, today)
            rest -= owed
        self[-1:].prepaid_id._cash_out(self[-1:], rest, line, today)

    def _take_part_of_sale(self, quantity, credited, line, today):
        """Take `quantity` of these, or only a part of their price, for `credited`."""
        rules = [batch._as_rule() for batch in self]
        rounding = self.company_id.currency_id.rounding
        for part in prepaid.take_back(rules, quantity, credited, rounding):
            batch = self.browse(part.key)
            if part.quantity:
                batch.prepaid_id._take_part(part, line, today)
            else:
                batch.prepaid_id._make_cheaper(batch, part, line, today)

    def _tell_holders(self, document):
        """Note on packs that were handed on which document takes them back."""
        for batch in self.filtered(lambda one: one.origin_id and one.left):
            batch.prepaid_id.message_post(
                body=self.env._(
                    "%(document)s takes it back from whom it was sold to: %(buyer)s.",
                    document=document.name,
                    buyer=batch.origin_id.prepaid_id.buyer_id.display_name,
                )
            )
