from math import isfinite

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.subscription_rental.billing import prepaid

# What the ledger calls the lines of tickets.
KEY = "pos,%s"
# What tills can name: a column of integers, and what they make themselves.
LARGEST_ID = 2**31 - 1
LONGEST_UUID = 64


class PosConfig(models.Model):
    """What tills ask about packs and credit, and claim for open tickets (PK3, PK9)."""

    _inherit = "pos.config"

    def rental_find_prepaids(self, partner_id=None):
        """Return what a customer can spend at this till, as tills load records."""
        self._check_till()
        found = self._get_till_packs(partner_id)
        return {"subscription.prepaid": found._read_for_till(self)}

    def rental_read_prepaids(self, prepaid_ids=()):
        """Return these packs as they are now, of the customers that a till knows."""
        self._check_till()
        self._check_asked(prepaid_ids, self._is_id)
        packs = self.env["subscription.prepaid"].sudo()
        found = packs.search(
            [("id", "in", prepaid_ids), ("company_id", "=", self.company_id.id)]
        )
        return {"subscription.prepaid": found._read_for_till(self)}

    def rental_claim_sessions(
        self, prepaid_id=None, partner_id=None, uuid=None, product_id=None, quantity=None
    ):
        """Claim the sessions that a line takes; return how many, and their worth.

        :param uuid: of the line: the same line claims once
        Raises UserError where less is free, so nobody else has to be told at the payment.
        """
        pack = self._get_till_pack(prepaid_id, partner_id)
        self._check_claimed([quantity])
        product = self._find("product.product", product_id)
        self._check_found(product)
        if pack.kind != prepaid.SESSIONS or not pack._pays_for(product):
            raise UserError(
                self.env._(
                    "%(pack)s does not pay for %(service)s.",
                    pack=pack.name,
                    service=product.display_name,
                )
            )
        needed = pack._get_sessions_for(product, quantity)
        claim = self._claim_for_line(pack, partner_id, uuid, needed)
        return self._tell_claim(claim, uuid)

    def _tell_claim(self, claim, uuid):
        """Return what a till is told of the sessions that its line `uuid` has claimed."""
        pack = claim.prepaid_id
        today = self.company_id._subscription_today()
        return {
            "uuid": uuid,
            "sessions": claim.quantity,
            "amount": pack._get_claim_worth(claim, today),
            "records": {"subscription.prepaid": pack._read_for_till(self)},
        }

    def rental_claim_credit(self, prepaid_id=None, partner_id=None, amounts=None):
        """Claim credit for lines of a ticket: all of it, or nothing.

        :param amounts: {uuid of a line: how much of it the credit pays}
        """
        credit = self._get_till_pack(prepaid_id, partner_id)
        if credit.kind != prepaid.AMOUNT or not isinstance(amounts, dict):
            raise UserError(self.env._("%(name)s is no credit.", name=credit.name))
        self._check_claimed(amounts.values())
        for uuid, amount in amounts.items():
            self._claim_for_line(credit, partner_id, uuid, amount)
        return {"records": {"subscription.prepaid": credit._read_for_till(self)}}

    def rental_release_prepaid(self, uuids=()):
        """Give back what lines of an open ticket have claimed."""
        self._check_till()
        self._check_asked(uuids, self._is_uuid)
        packs = self.env["subscription.prepaid"].sudo()
        keys = [KEY % uuid for uuid in uuids]
        held = packs.env["subscription.prepaid.hold"].search([("key", "in", keys)])
        packs = held.prepaid_id.filtered(lambda one: one.company_id == self.company_id)
        for claim in held.filtered(lambda one: one.prepaid_id in packs):
            packs._release_for(claim.key)
        return {"subscription.prepaid": packs._read_for_till(self)}

    # === checks === #

    def _check_till(self):
        """Raise AccessError unless a cashier asks for a till that they may use."""
        self.ensure_one()
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(self.env._("Packs at the till are shown to cashiers."))
        self.check_access("read")

    def _get_till_packs(self, partner_id):
        """Return what a customer can spend here: packs first, by their last day."""
        partner = self._find("res.partner", partner_id)
        partner.sudo(False).check_access("read")
        packs = self.env["subscription.prepaid"].sudo()
        if not self._get_till_prepaid_method():
            return packs
        return packs._get_spendable(partner, self.company_id)

    def _get_till_pack(self, prepaid_id, partner_id):
        """Return the pack that a customer wants to spend here.

        Raises UserError where it is another one's, or not used at this till.
        """
        self._check_till()
        pack = self._find("subscription.prepaid", prepaid_id)
        partner = self._find("res.partner", partner_id)
        self._check_found(pack, partner)
        if not self._get_till_prepaid_method() or pack.company_id != self.company_id:
            raise UserError(
                self.env._("Packs and credit are not used at %(till)s.", till=self.name)
            )
        pack._check_spender(partner)
        return pack

    def _find(self, model, record_id):
        """Return the record with this id, with all rights; none for nonsense."""
        known = self.env[model].sudo()
        return known.browse(record_id).exists() if self._is_id(record_id) else known

    def _is_id(self, value):
        """Return whether this can be the number of a record."""
        return type(value) is int and 0 < value <= LARGEST_ID

    def _is_uuid(self, value):
        """Return whether this can name a line of a ticket."""
        return type(value) is str and value.isprintable() and 0 < len(value) <= LONGEST_UUID

    def _check_asked(self, values, is_known):
        """Raise UserError unless a till asks for a list of what it could know."""
        if not isinstance(values, list | tuple) or not all(map(is_known, values)):
            raise self._not_known()

    def _check_found(self, *records):
        """Raise UserError where one of these is not there, or not any more."""
        if not all(records):
            raise self._not_known()

    def _not_known(self):
        """Return the error that tells a cashier what to do about nonsense of their till."""
        return UserError(
            self.env._(
                "%(till)s asked for a customer, pack or line that is not known. Reload the "
                "till, and choose the customer again.",
                till=self.name,
            )
        )

    def _check_claimed(self, quantities):
        """Raise UserError unless these are numbers above 0."""
        for quantity in quantities:
            is_number = type(quantity) in (int, float) and isfinite(quantity)
            if not is_number or quantity <= 0:
                raise UserError(self.env._("Enter how much is used: more than 0."))

    def _claim_for_line(self, pack, partner_id, uuid, quantity):
        """Claim so much of a pack for a line; return the claim."""
        self._check_asked([uuid], self._is_uuid)
        today = self.company_id._subscription_today()
        return pack._hold_for(
            KEY % uuid, quantity, today, partner_id=partner_id, place=self.name
        )
