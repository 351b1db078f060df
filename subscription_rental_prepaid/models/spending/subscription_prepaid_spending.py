from odoo import api, fields, models

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionPrepaidSpending(models.Model):
    """Credit that is to pay so much of an order or invoice, and then has paid it (PK5)."""

    _name = "subscription.prepaid.spending"
    _description = "Credit on a Document"
    _order = "id"
    _rec_name = "prepaid_id"

    prepaid_id = fields.Many2one(
        "subscription.prepaid",
        string="Credit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="prepaid_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict")
    amount = fields.Monetary(required=True, readonly=True)
    is_spent = fields.Boolean(readonly=True, help="The invoice is posted, and it has paid.")
    _positive = models.Constraint("CHECK(amount > 0)", "Enter an amount above 0.")

    def _get_spending_key(self):
        """Return what names this row in the ledger."""
        self.ensure_one()
        return f"spend,{self.id}"

    @api.model
    def _plan_spending(self, credit, document, amount):
        """Claim `amount` of `credit` for a draft order or invoice; return the row."""
        partner = document.partner_id
        credit._check_spender(partner)
        document._check_prepaid_fits(credit)
        field = "move_id" if document._name == "account.move" else "order_id"
        row = self.sudo().create(
            {
                "prepaid_id": credit.id,
                field: document.id,
                "partner_id": partner.id,
                "amount": amount,
            }
        )
        row._claim_credit()
        return row

    def _claim_credit(self):
        for row in self:
            document = row.move_id or row.order_id
            row.prepaid_id._hold_for(
                row._get_spending_key(),
                row.amount,
                row.company_id._subscription_today(),
                partner_id=row.partner_id.id,
                place=document.display_name,
            )

    def _pay_with_credit(self):
        """Pay the posted invoices of these rows, with no more than is open on them."""
        for row in self.filtered(lambda one: not one.is_spent):
            row._check_still_fits()
            key, open_ = row._get_spending_key(), row.move_id.amount_residual
            amount = min(row.amount, open_)
            if amount > 0:
                today = row.company_id._subscription_today()
                place, owner = row.move_id.display_name, row.partner_id.id
                uses = row.prepaid_id._use_for(
                    key, amount, today, place=place, partner_id=owner
                )
                uses._pay_invoice(row.move_id)
                row.write({"amount": amount, "is_spent": True})
            # What the invoice does not need is free again.
            row.prepaid_id._release_for(key)

    def _check_still_fits(self):
        """Raise UserError where the draft got another customer or currency meanwhile."""
        self.ensure_one()
        self.prepaid_id._check_spender((self.order_id or self.move_id).partner_id)
        self.move_id._check_prepaid_fits(self.prepaid_id)

    def _undo_spending(self):
        """Undo what these rows have paid, in the ledger and in the books."""
        for row in self.filtered("is_spent"):
            row._get_credit_uses()._check_not_given_back()
            today = row.company_id._subscription_today()
            undone = row.prepaid_id._undo_for(row._get_spending_key(), today)
            undone._take_off_books()
            row.is_spent = False

    def _give_credit_back(self, credit_note):
        """Give back on `credit_note` the part of what it credits that these rows paid.

        What credit paid goes back to it, and not out as money.
        """
        for row in self.filtered("is_spent"):
            uses = row._get_credit_uses()
            due = row._get_credit_due_back(uses)
            if due <= 0:
                continue
            given = row.prepaid_id._give_back_for(
                row._get_credit_given_key(credit_note),
                uses,
                due,
                due,
                row.company_id._subscription_today(),
                place=credit_note.name,
            )
            given._pay_invoice(credit_note)

    def _get_credit_due_back(self, uses):
        """Return how much of `uses` the invoice's credit notes have yet to give back."""
        self.ensure_one()
        used = [use._as_given_rule() for use in uses]
        paid, left = (
            sum(getattr(one, name) for one in used) for name in ("granted", "left")
        )
        by_now = prepaid.credit_given_back(
            paid,
            self.move_id._get_price_without_packs(),
            self.move_id._get_posted_credit_notes()._get_price_without_packs(),
            self.currency_id.rounding,
        )
        return min(exact(by_now) - (paid - left), left)

    def _get_credit_uses(self):
        """Return what this row has used of its credit."""
        self.ensure_one()
        movements = self.env["subscription.prepaid.movement"]
        return movements._get_done(self._get_spending_key())

    def _get_credit_given_key(self, credit_note):
        """Return what names in the ledger what a credit note gives back of this row."""
        self.ensure_one()
        return f"given-credit,{self.id},{credit_note.id}"

    def _claim_credit_again(self):
        """Claim for drafts what had paid them, as far as it is there."""
        for row in self:
            free = row.prepaid_id._get_free(row.company_id._subscription_today())
            row.amount = min(row.amount, free) if free else row.amount
            if free:
                row._claim_credit()

    def _take_back_spending(self):
        """Give claims of drafts back, and delete these rows; what was spent stays."""
        planned = self.filtered(lambda one: not one.is_spent)
        planned.unlink()

    def unlink(self):
        """Give back what deleted rows have claimed."""
        for row in self:
            row.prepaid_id._release_for(row._get_spending_key())
        return super().unlink()

    @api.model
    def _get_proposed(self, credit, total):
        """Return how much of `total` this credit can pay today."""
        free = credit._get_free(credit.company_id._subscription_today())
        return max(min(free, total), 0.0) if credit.kind == prepaid.AMOUNT else 0.0
