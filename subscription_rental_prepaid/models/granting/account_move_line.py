from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid


class AccountMoveLine(models.Model):
    """A line that sells a pack or credit, or takes one back."""

    _inherit = "account.move.line"

    rental_batch_id = fields.Many2one(
        "subscription.prepaid.batch",
        string="Pack Paid Back",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        kept=True,
        help="On a credit note: a person decided what is paid back, and nothing is left.",
    )

    def _grant_prepaid(self, offer, today):
        """Grant what this posted line sells; it can be used once it is paid."""
        self.ensure_one()
        self._check_prepaid_sale(offer)
        batches = self.env["subscription.prepaid.batch"].sudo()
        known = batches.search([("move_line_id", "=", self.id), ("granted", ">", 0)])
        if known:
            return known
        account = self.account_id
        batch = self._get_granted_prepaid(offer)._grant_for(
            f"aml,{self.id}",
            {
                "move_line_id": self.id,
                "account_id": account.id,
                "is_frozen": True,
                **self._prepare_batch_vals(),
            },
            offer._get_granted(self.quantity, -self.balance),
            -self.balance,
            today,
            place=self.move_id.name,
        )
        batch._settle_frozen(today)
        return batch

    def _prepare_batch_vals(self):
        """Return more values of the batch that this line grants; an override adds some."""
        return {}

    def _get_granted_prepaid(self, offer):
        """Return the pack that this line tops up: a new one, unless it was posted before.

        An override returns another, that is topped up.
        """
        self.ensure_one()
        owner = self._get_prepaid_owner()
        movements = self.env["subscription.prepaid.movement"].sudo()
        before = movements.search([("key", "=", f"aml,{self.id}")], limit=1).prepaid_id
        if before:
            is_kept = before.partner_id == before.buyer_id
            # Who was given it meanwhile, or has yet to take it, keeps it.
            holder = owner if is_kept else before.partner_id
            before.write({"partner_id": holder.id, "buyer_id": owner.id})
            return before
        sold = self.env["subscription.prepaid"].sudo()
        new = sold.create(offer._prepare_prepaid_vals(owner, self.company_id))
        offer.service_ids._copy_to(new)
        return new

    def _get_prepaid_owner(self):
        """Return the customer for whom this line is: of its order, else of its invoice."""
        self.ensure_one()
        return self.sale_line_ids.order_id.partner_id[:1] or self.move_id.partner_id

    def _check_prepaid_sale(self, offer):
        """Raise UserError unless this line can sell a pack or credit."""
        self.ensure_one()
        if self.move_id.partner_id.is_public:
            raise UserError(
                self.env._(
                    "%(product)s is kept for a customer: choose one by name.",
                    product=self.product_id.display_name,
                )
            )
        is_pack = offer.kind == prepaid.SESSIONS
        if self.balance > 0 or (is_pack and not prepaid.is_whole(self.quantity)):
            raise UserError(
                self.env._(
                    "%(product)s: enter a whole number of packs, above 0.",
                    product=self.product_id.display_name,
                )
            )
