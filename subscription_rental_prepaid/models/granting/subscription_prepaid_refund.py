from odoo import models
from odoo.tools import formatLang

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact

# How the ledger names lines of credit notes that take packs back.
REFUND = "refund,"


class SubscriptionPrepaid(models.Model):
    """A pack whose price is paid back: all of what is left, or a part of the price."""

    _inherit = "subscription.prepaid"

    def _get_values_used(self):
        """Return what was used is worth: (as paid for it, at the single price)."""
        self.ensure_one()
        kept = self._get_amount_kept()
        paid = kept - self.amount_left
        if self.kind == prepaid.AMOUNT:
            return paid, paid
        single = prepaid.value_used(kept, self.granted, self.used, self._get_single_price())
        return paid, float(single)

    def _get_amount_kept(self):
        """Return what was paid for this, less what was handed on of it."""
        self.ensure_one()
        handed = self.movement_ids.filtered(lambda row: row.kind == prepaid.TRANSFER_OUT)
        return self.currency_id.round(self.amount + sum(handed.mapped("amount")))

    def _cash_out(self, batch, credited, line, today):
        """Take all that is left of a batch, for which `credited` is paid back.

        The rest of what stands on its account becomes income; who pays back more than
        stands there bears it.
        """
        own = self.sudo()
        own._free_claims(exact(own.left) - exact(batch.left))
        outstanding = batch.amount_left
        if batch.left:
            rounding = own.currency_id.rounding
            part = prepaid.take(batch._as_rule(), batch.left, rounding)
        else:
            part = prepaid.Part(batch.id, exact(0), exact(outstanding))
        row = own._move(prepaid.CASH_OUT, [part], today, **own._get_refund_vals(line))
        row._note({"move_id": line.move_id.id})
        owner = own.partner_id or own.buyer_id
        row._create_entry(
            row.account_id, own.breakage_account_id, owner, outstanding - credited
        )

    def _take_part(self, part, line, today):
        """Take a part of one of its grants, for which so much is paid back."""
        own = self.sudo()
        own._free_claims(exact(own.left) - part.quantity)
        row = own._move(prepaid.CASH_OUT, [part], today, **own._get_refund_vals(line))
        row._note({"move_id": line.move_id.id})
        own._settle_cents(row.batch_id, row.key, today)

    def _undo_refunds(self, lines, today):
        """Undo what these lines took back, in the ledger and in the books."""
        movements = self.env["subscription.prepaid.movement"]
        done = movements.search(
            [
                ("key", "in", [self._get_refund_key(line) for line in lines]),
                ("kind", "in", (prepaid.CASH_OUT, prepaid.CORRECTION)),
                ("undone_by_id", "=", False),
            ]
        )
        for key in set(done.mapped("key")):
            cheaper = self._undo_for(key, today, prepaid.CORRECTION)
            for row in cheaper:
                row.batch_id.amount -= row.amount
            paid_back = self._undo_for(key, today, prepaid.CASH_OUT)
            # The others are in the books by the credit note itself.
            paid_back.filtered(
                lambda row: row.move_id.move_type == "entry"
            )._take_off_books()

    def _get_refund_key(self, line):
        """Return what names in the ledger what this line of a credit note takes back."""
        return f"{REFUND}{line.id}"

    def _make_cheaper(self, batch, part, line, today):
        """Take so much off the price that was paid for a batch; nothing is used."""
        less = prepaid.Part(batch.id, exact(0), -exact(part.amount))
        row = self.sudo()._move_signed(
            prepaid.CORRECTION, [less], today, **self._get_refund_vals(line)
        )
        batch.amount -= float(part.amount)
        row._note({"move_id": line.move_id.id})

    def _get_refund_vals(self, line):
        return {
            "key": self._get_refund_key(line),
            "partner_id": self.partner_id.id,
            "place": line.move_id.name,
        }

    def _tell_part_used(self, batch, credited, document):
        """Ask a person whether what is paid back of a used pack is agreed (PK1).

        :param batch: what was sold; of these packs each may hold a part of it
        """
        used = sum(self.mapped("used"))
        if not used:
            return
        values = [one._get_values_used() for one in self]
        paid, single = (sum(value) for value in zip(*values, strict=True))
        owner = batch.invoice_id.invoice_user_id or self.env.user
        pack = batch.prepaid_id
        pack.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=owner.id,
            summary=self.env._("A used pack was paid back"),
            note=self.env._(
                "%(document)s pays back %(credited)s of %(name)s, of which %(used)s were "
                "used: %(paid)s as paid for them, %(single)s at the single price. Look "
                "whether that is agreed.",
                document=document.name,
                credited=pack._format_money(credited),
                name=pack.name,
                used=pack._format_quantity(used),
                paid=pack._format_money(paid),
                single=pack._format_money(single),
            ),
        )

    def _format_money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)


class SubscriptionPrepaidMovement(models.Model):
    _inherit = "subscription.prepaid.movement"

    def _get_refund_lines(self):
        """Return the lines of credit notes by which these rows take packs back."""
        keys = {row.key for row in self if row.key.startswith(REFUND)}
        ids = [int(key.removeprefix(REFUND)) for key in keys]
        return self.env["account.move.line"].sudo().browse(ids).exists()
