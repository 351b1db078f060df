from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.errors import NotEnough
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionPrepaid(models.Model):
    """The moves: each locks the row, reads it anew, and does the same key once (PK9)."""

    _inherit = "subscription.prepaid"

    def _lock_rows(self):
        """Wait for these rows, lock them until the end, and read them anew.

        Who waited in vain gets a serialization failure, and Odoo does the request again.
        """
        self.flush_recordset()
        ids = tuple(sorted(self.ids))
        self.env.cr.execute(
            SQL(
                "SELECT id FROM subscription_prepaid WHERE id IN %s"
                " ORDER BY id FOR NO KEY UPDATE",
                ids,
            )
        )
        self.env.invalidate_all()

    # === claims === #

    def _hold_for(self, key, quantity, today, **where):
        """Claim `quantity` for an open ticket, cart or draft; return the hold.

        The same key claims once; with another quantity, it claims that instead.

        :param today: the company's day
        :param where: partner_id, place, until: values of the hold
        Raises UserError where less is free.
        """
        self.ensure_one()
        own = self.sudo()
        own._lock_rows()
        holds = own.env["subscription.prepaid.hold"]
        known = holds.search([("key", "=", key)])
        if known.prepaid_id - own:
            self._release_for(key)
            known = holds
        free = exact(own._get_free(today)) + exact(known.quantity)
        own._check_used_quantity(quantity, free)
        values = {"quantity": quantity, "until": own._get_hold_end(), **where}
        if known:
            own.held += quantity - known.quantity
            known.write(values)
            return known
        own.held += quantity
        return holds.create({"prepaid_id": own.id, "key": key, **values})

    @api.model
    def _release_for(self, key):
        """Give back what `key` has claimed, if anything."""
        hold = self.sudo().env["subscription.prepaid.hold"].search([("key", "=", key)])
        if hold:
            hold.prepaid_id._lock_rows()
            hold.exists()._drop_claim()

    def _get_hold_end(self):
        """Return when a claim of now ends by itself."""
        hours = self.company_id.rental_prepaid_hold_hours
        return fields.Datetime.add(fields.Datetime.now(), hours=hours)

    def _check_used_quantity(self, quantity, free):
        """Raise UserError unless `quantity` is sensible, and not more than `free`."""
        self.ensure_one()
        is_pack = self.kind == prepaid.SESSIONS
        sane = prepaid.is_whole(quantity) if is_pack else 0 < quantity < 10**9
        if not sane:
            raise UserError(self.env._("%(name)s: enter how much is used.", name=self.name))
        if exact(quantity) > free:
            raise self._not_enough(free)

    def _not_enough(self, free):
        """Return the error that tells how much could be had, and why not more."""
        self.ensure_one()
        if self.batch_ids.filtered("is_frozen"):
            return UserError(
                self.env._("%(name)s is not paid, so it cannot be used.", name=self.name)
            )
        return UserError(
            self.env._(
                "%(name)s: only %(left)s are left.",
                name=self.name,
                left=self._format_quantity(float(free)),
            )
        )

    # === uses === #

    def _use_for(self, key, quantity, today, *, hold_key=None, **where):
        """Use `quantity`, from the claim of `key` if there is one; return the movements.

        The same key uses once: the second call returns what the first one did.

        :param quantity: sessions or an amount; None: what was claimed
        :param hold_key: whose claim it is, where it is not that of `key`
        :param today: the day of the use; a last day is one on which it can be used
        :param where: partner_id, place and others: values of the movements
        Raises UserError where less is free.
        """
        self.ensure_one()
        own = self.sudo()
        own._lock_rows()
        done = own.env["subscription.prepaid.movement"]._get_done(key)
        if done:
            return done
        hold = own.hold_ids.filtered(lambda one: one.key == (hold_key or key))
        quantity = hold.quantity if quantity is None else quantity
        own._check_used_quantity(
            quantity, exact(own._get_free(today)) + exact(hold.quantity)
        )
        hold._drop_claim(quantity)
        parts = own._choose(quantity, today)
        where = {"partner_id": own.partner_id.id, **where}
        return own._move(prepaid.USE, parts, today, key=key, **where)

    def _choose(self, quantity, today):
        """Return what using `quantity` takes from which batch, by the rules."""
        rounding = self.currency_id.rounding
        try:
            return prepaid.choose(self._get_batches(), quantity, today, rounding)
        except NotEnough as error:
            raise self._not_enough(error.free) from error

    @api.model
    def _undo_for(self, key, today, kind=prepaid.USE, **where):
        """Undo what was done for `key`; return the movements that were undone.

        Nothing is done where nothing was, or where it is undone already.
        """
        done = self.sudo().env["subscription.prepaid.movement"]._get_done(key, kind)
        if not done:
            return done
        done.prepaid_id._lock_rows()
        done = done.filtered(lambda row: not row.undone_by_id)
        if kind == prepaid.USE:
            done._before_given_back({row: -row.amount for row in done})
        for row in done:
            part = prepaid.Part(row.batch_id.id, -exact(row.quantity), -exact(row.amount))
            values = {"key": f"undo,{row.id}", "partner_id": row.partner_id.id, **where}
            undoing = row.prepaid_id._move_signed(prepaid.UNDO, [part], today, **values)
            row._note({"undone_by_id": undoing.id})
            if kind == prepaid.GRANT:
                row.batch_id.write({"granted": 0.0, "amount": 0.0})
        return done

    # === grants === #

    def _grant_for(self, key, batch_vals, quantity, amount, today, **where):
        """Grant `quantity`, for which `amount` was paid or is to be; return its batch.

        :param key: what it is granted for: the same is granted once
        :param batch_vals: values of the batch, such as its source
        :param where: values of the movement, such as its place
        """
        self.ensure_one()
        own = self.sudo()
        own._lock_rows()
        done = own.env["subscription.prepaid.movement"]._get_done(key, prepaid.GRANT)
        if done:
            return done.batch_id
        batch = own.env["subscription.prepaid.batch"].create(
            {
                "prepaid_id": own.id,
                "account_id": own._get_standing_account().id,
                **batch_vals,
                "granted": quantity,
                "left": 0.0,
                "amount": amount,
                "amount_left": 0.0,
            }
        )
        part = prepaid.Part(batch.id, exact(quantity), amount)
        where = {"partner_id": own.buyer_id.id, **where}
        own._move(prepaid.GRANT, [part], today, key=key, **where)
        return batch

    def _expire(self, batch, quantity, today):
        """Write off `quantity` of a batch of this; who has claimed it loses the claim."""
        self.ensure_one()
        own = self.sudo()
        own._lock_rows()
        quantity = min(exact(quantity), exact(batch.left))
        if quantity <= 0:
            return own.env["subscription.prepaid.movement"]
        own._free_claims(exact(own.left) - quantity)
        part = prepaid.take(batch._as_rule(), quantity, own.currency_id.rounding)
        key = f"expire,{batch.id},{today}"
        return own._move(prepaid.EXPIRE, [part], today, key=key)

    def _free_claims(self, left):
        """Give back claims, the latest first, until no more is claimed than `left`."""
        for hold in self.hold_ids.sorted("id", reverse=True):
            if exact(self.held) > left:
                hold._drop_claim()

    # === rows === #

    def _move(self, kind, parts, today, **values):
        """Write movements of `kind`, whose direction the rules know."""
        sign = prepaid.SIGNS[kind]
        signed = [
            prepaid.Part(part.key, sign * part.quantity, sign * exact(part.amount))
            for part in parts
        ]
        return self._move_signed(kind, signed, today, **values)

    def _move_signed(self, kind, parts, today, **values):
        """Write one movement a part, and what is left then; the row is locked."""
        self.ensure_one()
        rows = self.env["subscription.prepaid.movement"].create(
            [
                {
                    **values,
                    "prepaid_id": self.id,
                    "batch_id": part.key,
                    "kind": kind,
                    "quantity": float(part.quantity),
                    "amount": float(part.amount),
                    "date": today,
                    "part": number,
                }
                for number, part in enumerate(parts, start=1)
            ]
        )
        for row in rows:
            row.batch_id.left += row.quantity
            row.batch_id.amount_left += row.amount
        self.left += sum(rows.mapped("quantity"))
        rows._book()
        return rows


class SubscriptionPrepaidHold(models.Model):
    _inherit = "subscription.prepaid.hold"

    def _drop_claim(self, quantity=None):
        """Give these claims back, or so much of them; their rows are locked."""
        for hold in self:
            dropped = hold.quantity if quantity is None else min(quantity, hold.quantity)
            hold.prepaid_id.held -= dropped
            if dropped < hold.quantity:
                hold.quantity -= dropped
            else:
                hold.unlink()
