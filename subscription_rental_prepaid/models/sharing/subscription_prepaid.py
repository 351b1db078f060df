import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact

# Without letters and digits that are taken for each other; ten of them are not guessed.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12


class SubscriptionPrepaid(models.Model):
    """Who else uses it: the family, who was given it, whom it was handed to."""

    _inherit = "subscription.prepaid"

    shared_partner_ids = fields.Many2many(
        "res.partner",
        "subscription_prepaid_shared_rel",
        "prepaid_id",
        "partner_id",
        string="Shared With",
        readonly=True,
        copy=False,
    )
    gift_code = fields.Char(
        copy=False, readonly=True, groups="subscription_rental.group_user_own"
    )
    _one_per_code = models.UniqueIndex(
        "(gift_code) WHERE gift_code IS NOT NULL", "This code is taken."
    )

    @api.model
    def _owner_domain(self, partner):
        """Return the domain of what `partner` may spend: also what is shared with them."""
        customer = partner._origin
        family = customer.commercial_partner_id
        return super()._owner_domain(partner) | (
            Domain("is_shareable", "=", True)
            & (
                Domain("shared_partner_ids", "in", customer.ids)
                | Domain("partner_id.commercial_partner_id", "in", family.ids)
            )
        )

    def _share_with(self, partners):
        """Let `partners`, and nobody else, use this beside its owner."""
        self.ensure_one()
        if partners and not self.is_shareable:
            raise UserError(
                self.env._("%(name)s is for its customer alone.", name=self.name)
            )
        self._check_same_company(partners)
        self.sudo().shared_partner_ids = partners

    def _check_same_company(self, partners):
        """Raise UserError where one of `partners` is a customer of another company only."""
        self.ensure_one()
        company = self.sudo().company_id
        for partner in partners.filtered("company_id"):
            if partner.company_id not in company.parent_ids:
                raise UserError(
                    self.env._(
                        "%(name)s is of %(company)s, and %(customer)s a customer of "
                        "another company.",
                        name=self.name,
                        company=company.name,
                        customer=partner.display_name,
                    )
                )

    # === gifts === #

    def _make_gift(self):
        """Give an untouched pack a code: whoever has the code takes it. Return the code."""
        self.ensure_one()
        own = self.sudo()
        own._lock_rows()
        if own.gift_code and not own.partner_id:
            return own.gift_code
        untouched = not own.used and not own.held and own.left
        if not own.is_giftable or not untouched:
            raise UserError(
                self.env._(
                    "%(name)s cannot be given away: it was used, or its offer does not "
                    "allow it.",
                    name=own.name,
                )
            )
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        own.write({"gift_code": code, "partner_id": False, "shared_partner_ids": False})
        return code

    @api.model
    def _claim_gift(self, code, partner):
        """Give the gift with this code to `partner`, once; return it.

        Raises UserError where there is none, or somebody has taken it.
        """
        code = (code or "").strip().upper()
        is_code = len(code) == CODE_LENGTH and set(code) <= set(LETTERS)
        known = self.sudo()
        if is_code:
            known = known.search([("gift_code", "=", code)])
        elsewhere = partner.company_id and partner.company_id != known.company_id
        if not known or elsewhere:
            raise UserError(self.env._("There is no gift with this code."))
        if not known.partner_id and not known.left:
            raise UserError(
                self.env._(
                    "Nothing is left of this gift: it was paid back, or it has expired. "
                    "Ask who gave it to you."
                )
            )
        known.flush_recordset()
        taken = self.env.execute_query(
            SQL(
                "UPDATE subscription_prepaid SET partner_id = %s"
                " WHERE id = %s AND partner_id IS NULL RETURNING id",
                partner.id,
                known.id,
            )
        )
        known.invalidate_recordset()
        if not taken and known.partner_id != partner:
            raise UserError(self.env._("Somebody has taken this gift already."))
        return known

    # === handing it to another customer === #

    def _transfer_prepaid(self, partner, today):
        """Hand what is left to another customer: a pack of theirs, on the same terms."""
        self.ensure_one()
        self._check_same_company(partner)
        own = self.sudo()
        own._lock_rows()
        if own.held or own.subscription_id or not own._get_free(today):
            raise UserError(
                self.env._(
                    "%(name)s cannot be handed over: it is claimed, not paid, or topped up "
                    "by a subscription.",
                    name=own.name,
                )
            )
        new = own.copy({"partner_id": partner.id, "buyer_id": own.buyer_id.id})
        new.service_ids = False
        for row in own.service_ids:
            row._copy_to(new)
        for batch in own.batch_ids.filtered("left"):
            own._transfer_batch(batch, new, today)
        own.message_post(
            body=self.env._("Handed to %(customer)s.", customer=partner.display_name)
        )
        return new

    def _transfer_batch(self, batch, new, today):
        """Move what is left of `batch` to a batch of the same days of `new`."""
        rounding = self.currency_id.rounding
        part = prepaid.take(batch._as_rule(), batch.left, rounding)
        target = batch.copy(
            {
                "prepaid_id": new.id,
                "origin_id": (batch.origin_id or batch).id,
                "granted": float(part.quantity),
                "left": 0.0,
                "amount": float(part.amount),
                "amount_left": 0.0,
                "move_line_id": False,
                "period_id": False,
            }
        )
        values = {"key": f"transfer,{batch.id}", "partner_id": self.partner_id.id}
        self._move(prepaid.TRANSFER_OUT, [part], today, **values)
        values["partner_id"] = new.partner_id.id
        into = prepaid.Part(target.id, exact(part.quantity), part.amount)
        new._move(prepaid.TRANSFER_IN, [into], today, **values)
