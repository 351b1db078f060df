from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPrepaidDocument(models.AbstractModel):
    """An order or invoice whose customer has a pack or credit: it is offered (PK3)."""

    _name = "subscription.prepaid.document.mixin"
    _description = "Document That Packs and Credit Pay For"
    # The field with its lines.
    _prepaid_lines = None

    rental_prepaid_hint = fields.Char(compute="_compute_rental_prepaid")
    rental_credit_hint = fields.Char(compute="_compute_rental_prepaid")
    rental_has_prepaid = fields.Boolean(compute="_compute_rental_prepaid")

    @api.depends("partner_id", "state")
    @api.depends_context("lang")
    def _compute_rental_prepaid(self):
        for document in self:
            lines = document[self._prepaid_lines]
            spent = lines.rental_prepaid_id or document.sudo()["rental_spending_ids"]
            document.rental_has_prepaid = bool(spent) and document._is_prepaid_open()
            found = document._get_spendable_packs()
            credit = found.filtered(lambda one: one.kind == prepaid.AMOUNT)
            pack = document._get_offered_pack(found - credit)
            document.rental_prepaid_hint = pack._get_hint() if pack else False
            document.rental_credit_hint = credit[:1]._get_hint() if credit else False

    def _get_offered_pack(self, packs):
        """Return the first pack that pays for a line that none pays for yet."""
        lines = self[self._prepaid_lines].filtered(lambda one: one._is_spendable_on())
        return packs.filtered(lambda one: one._pays_for(lines.product_id))[:1]

    def _get_spendable_packs(self):
        """Return what the customer of this draft can spend."""
        none = self.env["subscription.prepaid"]
        if len(self) != 1 or not self._is_prepaid_open():
            return none.sudo()
        company = self.company_id or self.env.company
        return none._get_spendable(self.partner_id, company)

    def _is_prepaid_open(self):
        """Return whether something can be spent on this document, or undone."""
        self.ensure_one()
        return self.state in ("draft", "sent")

    def _check_prepaid_fits(self, pack):
        """Raise UserError unless `pack` can pay in this company and currency."""
        company = self.company_id or self.env.company
        if pack.company_id != company:
            raise UserError(
                self.env._(
                    "%(pack)s is another company's: choose one of %(company)s.",
                    pack=pack.name,
                    company=company.name,
                )
            )
        at_use = pack.vat_kind == prepaid.AT_USE
        if at_use and self.currency_id != pack.currency_id:
            raise UserError(
                self.env._(
                    "%(pack)s pays for documents in %(currency)s.",
                    pack=pack.name,
                    currency=pack.currency_id.name,
                )
            )

    def unlink(self):
        """Give back what deleted drafts have claimed."""
        paid = self[self._prepaid_lines].filtered("rental_prepaid_id")
        rows = self.sudo()["rental_spending_ids"]
        keys = [line._get_prepaid_key() for line in paid]
        keys += [row._get_spending_key() for row in rows]
        packs = self.env["subscription.prepaid"]
        result = super().unlink()
        for key in keys:
            packs._release_for(key)
        return result

    def _use_first_session(self):
        """Use a session for the first line that the customer's packs pay for."""
        self.ensure_one()
        self.check_access("write")
        packs = self._get_spendable_packs()
        pack = self._get_offered_pack(
            packs.filtered(lambda one: one.kind == prepaid.SESSIONS)
        )
        if not pack:
            raise UserError(
                self.env._("No pack of the customer pays for what is on this document.")
            )
        lines = self[self._prepaid_lines]
        line = lines.filtered(
            lambda one: one._is_spendable_on() and pack._pays_for(one.product_id)
        )[:1]
        line._spend_prepaid(pack)
