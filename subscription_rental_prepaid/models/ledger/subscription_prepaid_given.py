from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionPrepaid(models.Model):
    """What credit notes give back of uses, all or a part; the uses themselves stay."""

    _inherit = "subscription.prepaid"

    @api.model
    def _give_back_for(self, key, uses, quantity, amount, today, **where):
        """Give back `quantity` of these uses, for `amount`; return the movements.

        The same key gives back once. What was used last is given back first.
        """
        movements = self.env["subscription.prepaid.movement"].sudo()
        if not uses:
            return movements
        uses.prepaid_id._lock_rows()
        done = movements._get_done(key, prepaid.GIVE_BACK)
        if done:
            return done
        held = [use._as_given_rule() for use in uses.sorted("id", reverse=True)]
        rounding = uses.currency_id.rounding
        parts = prepaid.take_back(held, quantity, amount, rounding)
        given_back = movements.browse(part.key for part in parts)
        given_back._before_given_back(
            {use: part.amount for use, part in zip(given_back, parts, strict=True)}
        )
        for use, part in zip(given_back, parts, strict=True):
            given = prepaid.Part(use.batch_id.id, part.quantity, part.amount)
            values = {"partner_id": use.partner_id.id, "use_id": use.id, **where}
            done |= use.prepaid_id._move(
                prepaid.GIVE_BACK, [given], today, key=key, **values
            )
        return done

    @api.model
    def _take_again_for(self, key, today):
        """Take again what was given back for `key`; return what is undone by that.

        Raises UserError where it was spent meanwhile.
        """
        given = self.env["subscription.prepaid.movement"]._get_done(key, prepaid.GIVE_BACK)
        if not given:
            return given
        given.prepaid_id._lock_rows()
        for pack, rows in given.grouped("prepaid_id").items():
            pack._check_still_there(rows)
        undone = self._undo_for(key, today, prepaid.GIVE_BACK)
        for batch in undone.batch_id:
            batch.prepaid_id._settle_cents(batch, key, today)
        return undone

    def _settle_cents(self, batch, key, today):
        """Let cents that no session stands for any more become income, or a loss."""
        if batch.left or self.currency_id.is_zero(batch.amount_left):
            return self.env["subscription.prepaid.movement"]
        rest = prepaid.Part(batch.id, exact(0), -exact(batch.amount_left))
        return self._move_signed(prepaid.CORRECTION, [rest], today, key=f"rest,{key}")

    def _check_still_there(self, given):
        """Raise UserError unless what `given` rows gave back is there, and not claimed."""
        self.ensure_one()
        unclaimed = exact(self.left) - exact(self.held)
        there = sum(map(exact, given.mapped("quantity"))) <= unclaimed
        for batch, rows in given.grouped("batch_id").items():
            rest = exact(batch.left) - sum(map(exact, rows.mapped("quantity")))
            owed = exact(batch.amount_left) - sum(map(exact, rows.mapped("amount")))
            there = there and ((rest > 0 and owed >= 0) or rest == 0)
        if not there:
            raise UserError(
                self.env._(
                    "%(name)s: what %(document)s gave back was used, claimed or handed on "
                    "since, so it cannot be taken again.",
                    name=self.name,
                    document=given[0].place,
                )
            )


class SubscriptionPrepaidMovement(models.Model):
    _inherit = "subscription.prepaid.movement"

    def _get_given_rows(self):
        """Return what credit notes have given back of these uses."""
        return self.given_ids.filtered(lambda row: not row.undone_by_id)

    def _as_given_rule(self):
        """Return this use as the rules know what can be given back of it."""
        self.ensure_one()
        given = self._get_given_rows()
        used, paid = -exact(self.quantity), -exact(self.amount)
        left = used - sum(map(exact, given.mapped("quantity")))
        owed = paid - sum(map(exact, given.mapped("amount")))
        return prepaid.Batch(self.id, used, left, paid, owed)

    def _check_not_given_back(self):
        """Raise UserError where a credit note has given back something of these uses."""
        for row in self._get_given_rows()[:1]:
            raise UserError(
                self.env._(
                    "%(document)s has given back what %(place)s used of %(name)s: reset it "
                    "to draft first.",
                    document=row.place,
                    place=row.use_id.place,
                    name=row.prepaid_id.name,
                )
            )
