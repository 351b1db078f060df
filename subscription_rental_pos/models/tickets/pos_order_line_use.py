from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare, formatLang

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact
from odoo.addons.subscription_rental.kept import Kept


class PosOrderLine(models.Model):
    """A line that a pack or credit pays for: used as the ticket is paid (PK3, PK5)."""

    _inherit = "pos.order.line"

    def _is_paid_by_prepaid(self):
        """Return whether a pack or credit pays for this line."""
        self.ensure_one()
        return bool(self.rental_prepaid_id or self.rental_pack_uuid)

    def _get_prepaid(self):
        """Return what pays for this line: a pack of before, or one that its ticket sells.

        It can be found once the ticket's own packs are granted.
        """
        self.ensure_one()
        if not self.rental_pack_uuid:
            return self.sudo().rental_prepaid_id
        sold = self.order_id.lines.filtered(lambda one: one.uuid == self.rental_pack_uuid)
        return sold.sudo().rental_batch_ids.prepaid_id[:1]

    def _use_by_ticket(self, day):
        """Use what pays for this line, once; return the movements."""
        self.ensure_one()
        pack = self._get_prepaid()
        quantity = self._check_prepaid_use(pack)
        if done := self._get_ticket_uses():
            return done
        where = self._get_prepaid_place()
        if self.order_id.rental_was_offline:
            self._cover_overuse(pack, quantity, day)
        uses = pack._use_for(self._get_ticket_key(), quantity, day, **where)
        self.rental_prepaid_id = pack
        self._settle_worth(pack, uses, day)
        if pack.vat_kind == prepaid.AT_SALE:
            uses._release_income(self._get_till_income_account(), self.order_id.partner_id)
        return uses

    def _get_ticket_uses(self):
        """Return what this line has used of a pack or credit, and is not undone."""
        movements = self.env["subscription.prepaid.movement"]
        return movements._get_done(self._get_ticket_key())

    def _get_prepaid_place(self):
        """Return who used it, and where: values of the movements."""
        order = self.order_id
        return {
            "partner_id": order.partner_id.id,
            "place": f"{order.config_id.name} {order.pos_reference or order.name}",
            "pos_line_id": self.id,
        }

    def _check_prepaid_use(self, pack):
        """Return how much of `pack` this line takes: sessions, or an amount.

        Raises UserError unless the pack may pay for this line, and exactly for that.
        """
        order = self.order_id
        if not pack or pack.company_id != order.company_id:
            raise UserError(
                self.env._(
                    "%(service)s: the pack that pays for it is gone from this ticket.",
                    service=self.product_id.display_name,
                )
            )
        pack._check_spender(order.partner_id)
        sold = self.product_id._get_prepaid_offers(order.company_id)
        if sold or not pack._pays_for(self.product_id) or self.qty <= 0:
            raise UserError(
                self.env._(
                    "%(pack)s does not pay for %(service)s.",
                    pack=pack.name,
                    service=self.product_id.display_name,
                )
            )
        if pack.kind == prepaid.AMOUNT:
            self._check_credit(pack)
            return self.rental_credit
        return pack._get_sessions_for(self.product_id, self.qty)

    def _check_credit(self, credit):
        """Raise UserError where credit would pay more than this line costs."""
        rounding = self.currency_id.rounding
        price = self.price_subtotal_incl
        over = float_compare(self.rental_credit, price, precision_rounding=rounding) > 0
        if over or not self.rental_credit > 0:
            raise UserError(
                self.env._(
                    "%(service)s costs %(price)s: %(credit)s cannot pay %(amount)s of it.",
                    service=self.product_id.display_name,
                    price=self._format_ticket_money(price),
                    credit=credit.name,
                    amount=self._format_ticket_money(self.rental_credit),
                )
            )

    def _settle_worth(self, pack, uses, day):
        """Compare the line with what was used of `pack`: it is sold for just that.

        Tickets of one pack that are paid in another order than claimed differ by a cent:
        the ledger takes what the ticket says, and the next use has the cent.
        """
        at_sale = pack.vat_kind == prepaid.AT_SALE
        # Taxed already: the line costs nothing, whatever the session is worth.
        worth = 0.0 if at_sale else -sum(uses.mapped("amount"))
        price = self._get_price_by_prepaid(pack)
        currency = self.company_id.currency_id
        difference = currency.round(price - worth)
        if currency.is_zero(difference):
            return
        sessions = abs(sum(uses.mapped("quantity")))
        fits = pack.kind == prepaid.SESSIONS and not at_sale
        if not fits or abs(difference) > currency.rounding * (sessions + 0.5):
            raise UserError(
                self.env._(
                    "%(service)s costs %(price)s on the ticket, and %(pack)s pays "
                    "%(worth)s of it. Take the session off the line, and use it again.",
                    service=self.product_id.display_name,
                    price=self._format_ticket_money(price),
                    pack=pack.name,
                    worth=self._format_ticket_money(worth),
                )
            )
        self._correct_worth(pack, uses, exact(difference), day)

    def _get_price_by_prepaid(self, pack):
        """Return what this line lets `pack` pay."""
        is_credit = pack.kind == prepaid.AMOUNT
        return self.rental_credit if is_credit else self.price_subtotal_incl

    def _correct_worth(self, pack, uses, difference, day):
        """Let the ledger take `difference` more of the batch that was used last."""
        part = prepaid.Part(uses[-1].batch_id.id, exact(0), -difference)
        key = f"cent,{self._get_ticket_key()}"
        rows = pack._move_signed(
            prepaid.CORRECTION, [part], day, key=key, **self._get_prepaid_place()
        )
        batch = uses[-1].batch_id
        if not batch.left and batch.amount_left:
            rest = prepaid.Part(batch.id, exact(0), -exact(batch.amount_left))
            last = pack._move_signed(prepaid.CORRECTION, [rest], day, key=f"rest,{key}")
            last._create_entry(
                batch.account_id, pack.breakage_account_id, self.order_id.partner_id
            )
        return rows

    def _format_ticket_money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    # === tills without a connection === #

    def _cover_overuse(self, pack, quantity, day):
        """Grant what a till without a connection used and nobody had: the shop bears it.

        The customer has left with the receipt, so the ticket is taken; a person is told.
        """
        pack._lock_rows()
        claim = pack.hold_ids.filtered(lambda one: one.key == self._get_ticket_key())
        missing = exact(quantity) - exact(pack._get_free(day)) - exact(claim.quantity)
        if missing <= 0:
            return
        price = self._get_price_by_prepaid(pack) if pack.vat_kind == prepaid.AT_USE else 0.0
        worth = self.currency_id.round(price * float(missing) / quantity)
        grant = self._get_overuse_grant(pack, float(missing), worth, day)
        grant._create_entry(
            grant.account_id, pack.breakage_account_id, self.order_id.partner_id
        )
        self.write(Kept(rental_is_overused=True))
        self._tell_overuse(pack, float(missing))

    def _get_overuse_grant(self, pack, quantity, worth, day):
        key = f"over,{self._get_ticket_key()}"
        values = {"date_from": day, "is_frozen": False}
        pack._grant_for(key, values, quantity, worth, day)
        return self.env["subscription.prepaid.movement"]._get_done(key, prepaid.GRANT)

    def _tell_overuse(self, pack, missing):
        """Ask a person what becomes of sessions that were used and not there."""
        manager = self.company_id._get_subscription_manager()
        pack.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=(manager or self.order_id.user_id or self.env.user).id,
            summary=self.env._("More was used than was left"),
            note=self.env._(
                "%(customer)s used %(quantity)s of %(pack)s more than was left, with "
                "ticket %(ticket)s of a till without connection. Charge it, or leave it.",
                customer=self.order_id.partner_id.display_name,
                quantity=pack._format_quantity(missing),
                pack=pack.name,
                ticket=self.order_id.display_name,
            ),
        )
