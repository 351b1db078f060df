from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.kept import Kept

# What a pack pays is not edited: it is undone first.
PAID = {"product_id", "product_uom_id", "price_unit", "discount", "tax_ids"}
# The smallest step between two prices that invoices tell apart.
NUDGE = 1e-5


class SubscriptionPrepaidLine(models.AbstractModel):
    """A line of an order or invoice that a session of a pack pays for (PK3)."""

    _name = "subscription.prepaid.line.mixin"
    _description = "Line That a Pack Pays For"
    # The field with the quantity, and the document of the line.
    _prepaid_quantity = None
    _prepaid_document = None
    _prepaid_prefix = None

    rental_prepaid_id = fields.Many2one(
        "subscription.prepaid",
        string="Paid by Pack",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        kept=True,
    )
    rental_full_price = fields.Float(string="Price Without Pack", copy=False, kept=True)
    rental_full_discount = fields.Float(
        string="Discount Without Pack", copy=False, kept=True
    )
    rental_can_spend = fields.Boolean(compute="_compute_rental_can_spend")

    @api.depends("product_id", "rental_prepaid_id")
    def _compute_rental_can_spend(self):
        self.rental_can_spend = False
        for lines in self.grouped(self._prepaid_document).values():
            found = lines[self._prepaid_document]._get_spendable_packs()
            for line in lines.filtered(lambda one: one._is_spendable_on()):
                line.rental_can_spend = any(one._pays_for(line.product_id) for one in found)

    def _is_spendable_on(self):
        """Return whether a session could pay for this line."""
        self.ensure_one()
        quantity = self[self._prepaid_quantity]
        return bool(
            self.product_id
            and not self.rental_prepaid_id
            and not self._is_text()
            and quantity > 0
            and self[self._prepaid_document]._is_prepaid_open()
        )

    def _is_text(self):
        """Return whether this line only says something."""
        return bool(self.display_type)

    def _get_prepaid_key(self):
        """Return what names this line in the ledger."""
        self.ensure_one()
        return f"{self._prepaid_prefix},{self.id}"

    def _get_hold_key(self):
        """Return whose claim pays for this line: its own, unless an override says so."""
        return self._get_prepaid_key()

    # === buttons === #

    def _use_first_pack(self):
        """Let a session of the customer's first pack pay for each of these lines."""
        self.check_access("write")
        for line in self:
            packs = line[self._prepaid_document]._get_spendable_packs()
            pack = packs.filtered(lambda one, line=line: one._pays_for(line.product_id))[:1]
            if not pack:
                raise UserError(
                    self.env._(
                        "%(service)s: no pack of the customer pays for it.",
                        service=line.product_id.display_name,
                    )
                )
            line._spend_prepaid(pack)

    # === spending === #

    def _spend_prepaid(self, pack):
        """Claim sessions of `pack` for this draft line, at the price that was paid."""
        self.ensure_one()
        if not self._is_spendable_on():
            raise UserError(
                self.env._(
                    "%(service)s: a pack pays for lines of drafts, and once.",
                    service=self.product_id.display_name or self.display_name,
                )
            )
        self._check_spent_on()
        document = self[self._prepaid_document]
        pack._check_spender(document.partner_id)
        document._check_prepaid_fits(pack)
        needed = pack._get_sessions_for(self.product_id, self[self._prepaid_quantity])
        today = document.company_id._subscription_today()
        worth = pack._get_worth(needed, today)
        pack._hold_for(
            self._get_hold_key(),
            needed,
            today,
            partner_id=document.partner_id.id,
            place=document.display_name,
        )
        self.write(
            Kept(
                rental_prepaid_id=pack.id,
                rental_full_price=self.price_unit,
                rental_full_discount=self.discount,
            )
        )
        self._set_prepaid_price(worth)

    def _check_spent_on(self):
        """Raise UserError where this line sells a pack itself: money pays for those."""
        document = self[self._prepaid_document]
        company = document.company_id or self.env.company
        if self.product_id._get_prepaid_offers(company):
            raise UserError(
                self.env._(
                    "%(product)s is a pack or credit: sessions do not pay for it.",
                    product=self.product_id.display_name,
                )
            )

    def _unspend_prepaid(self):
        """Give the claims of these lines back, and their prices."""
        for line in self.filtered("rental_prepaid_id"):
            if not line[self._prepaid_document]._is_prepaid_open():
                raise UserError(
                    self.env._(
                        "%(document)s is no draft any more: make a credit note.",
                        document=line[self._prepaid_document].display_name,
                    )
                )
            line.env["subscription.prepaid"]._release_for(line._get_hold_key())
            line._leave_prepaid()

    def _leave_prepaid(self):
        """Let these lines cost their own prices again; their claims are given back."""
        for line in self:
            line.write(Kept(rental_prepaid_id=False, **line._get_own_price()))

    def _set_prepaid_price(self, worth):
        """Set the price: nothing if it was taxed at the sale, else what was paid for it.

        :param worth: what was paid for the sessions, with the taxes of this line
        """
        self.ensure_one()
        pack = self.sudo().rental_prepaid_id
        if pack.vat_kind == prepaid.AT_SALE:
            self.write(Kept(discount=100.0))
            return
        price = self._get_price_for(worth)
        self.write(Kept(price_unit=price, discount=0.0))
        if self._is_off(worth):
            self.write(Kept(price_unit=price - NUDGE))
        if self._is_off(worth):
            raise UserError(
                self.env._(
                    "%(service)s: with its taxes it cannot cost the %(worth)s that were "
                    "paid for the session.",
                    service=self.product_id.display_name,
                    worth=pack._format_money(worth),
                )
            )

    def _is_off(self, worth):
        """Return whether this line does not cost `worth` to the cent."""
        rounding = self.currency_id.rounding
        return float_compare(self.price_total, worth, precision_rounding=rounding) != 0

    def _get_price_for(self, total):
        """Return the price at which this line costs `total`, with its taxes."""
        self.ensure_one()
        taxes = self.tax_ids
        details = taxes._get_tax_details(
            total,
            1.0,
            rounding_method="round_globally",
            special_mode="total_included",
            product=self.product_id,
        )
        included = taxes and all(tax.price_include for tax in taxes)
        whole = total if included else details["total_excluded"]
        return whole / self[self._prepaid_quantity]

    def copy_data(self, default=None):
        """Copy lines at their own prices: what pays for one pays for no copy."""
        copies = super().copy_data(default)
        # Odoo's key of copies that reverse: they give back what a pack paid.
        reverses = self.env.context.get("include_business_fields")
        for line, values in zip(self, copies, strict=True):
            if line.rental_prepaid_id and not reverses:
                values |= line._get_own_price()
        return copies

    def _get_own_price(self):
        """Return the values of this line's price without what pays for it."""
        return {
            "price_unit": self.rental_full_price,
            "discount": self.rental_full_discount,
        }

    # === what is not edited meanwhile === #

    def write(self, vals):
        """Refuse to edit what a pack pays for: that is undone first."""
        edited = (PAID | {self._prepaid_quantity}) & vals.keys()
        if edited and not isinstance(vals, Kept):
            for line in self.filtered("rental_prepaid_id"):
                if any(line._is_edited(name, vals[name]) for name in edited):
                    raise UserError(
                        self.env._(
                            "%(pack)s pays for this line: undo that first.",
                            pack=line.sudo().rental_prepaid_id.name,
                        )
                    )
        return super().write(vals)

    def _is_edited(self, name, value):
        field = self._fields[name]
        new = field.convert_to_record(field.convert_to_cache(value, self), self)
        # The same taxes in another order are the same.
        return set(new) != set(self[name]) if field.relational else new != self[name]

    def unlink(self):
        """Give back what deleted lines have claimed."""
        for line in self.filtered("rental_prepaid_id"):
            line.env["subscription.prepaid"]._release_for(line._get_prepaid_key())
        return super().unlink()

    def _valid_field_parameter(self, field, name):
        return name == "kept" or super()._valid_field_parameter(field, name)
