from odoo import fields, models
from odoo.models import MAGIC_COLUMNS

from odoo.addons.subscription_rental.billing import prepaid

UNITS = [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("year", "Years")]
LIABILITIES = "[('account_type', 'in', ('liability_current', 'liability_non_current'))]"
RESULTS = "[('internal_group', 'in', ('income', 'expense'))]"


class SubscriptionPrepaidTerms(models.AbstractModel):
    """What an offer promises, and what was sold keeps whatever becomes of the offer."""

    _name = "subscription.prepaid.terms.mixin"
    _description = "Terms of Packs and Credit"

    kind = fields.Selection(
        [(prepaid.SESSIONS, "Sessions"), (prepaid.AMOUNT, "Amount")],
        default=prepaid.SESSIONS,
        required=True,
        help="A pack of sessions, or credit: an amount of money.",
    )
    vat_kind = fields.Selection(
        [(prepaid.AT_SALE, "At the sale"), (prepaid.AT_USE, "At each use")],
        string="VAT Is Due",
        default=prepaid.AT_SALE,
        required=True,
        help="At the sale: the service and its tax are known. At each use: what it will "
        "be spent on is open. Ask your accountant.",
    )
    validity_count = fields.Integer(
        string="Valid For", help="Counted from the payment; 0: it never expires."
    )
    validity_unit = fields.Selection(UNITS, default="month", required=True)
    rollover = fields.Selection(
        [
            (prepaid.EXPIRES, "Is lost"),
            (prepaid.CAPPED, "Is kept up to an amount"),
            (prepaid.ROLLS_OVER, "Is kept"),
        ],
        string="What Is Left Next Month",
        default=prepaid.ROLLS_OVER,
        required=True,
        help="Of credit that a subscription tops up, when the next amount is paid.",
    )
    rollover_cap = fields.Float(
        string="Kept at Most", digits=(16, 6), help="In the company's currency."
    )
    is_shareable = fields.Boolean(
        string="For the Family", help="Others of the customer's choice may use it, too."
    )
    is_giftable = fields.Boolean(
        string="As a Gift", help="It can be given away: whoever has its code takes it."
    )
    liability_account_id = fields.Many2one(
        "account.account",
        string="Liability",
        domain=LIABILITIES,
        check_company=True,
        ondelete="restrict",
        help="VAT at each use: what was paid stands here until it is used.",
    )
    deferred_account_id = fields.Many2one(
        "account.account",
        string="Deferred Income",
        domain=LIABILITIES,
        check_company=True,
        ondelete="restrict",
        help="VAT at the sale: the income stands here until it is used.",
    )
    breakage_account_id = fields.Many2one(
        "account.account",
        string="Income of What Expires",
        domain=RESULTS,
        check_company=True,
        ondelete="restrict",
    )

    def _get_standing_account(self):
        """Return the account on which stands what is not used yet."""
        self.ensure_one()
        at_use = self.vat_kind == prepaid.AT_USE
        return self.liability_account_id if at_use else self.deferred_account_id

    def _copy_terms(self):
        """Return the values that are copied at the sale."""
        self.ensure_one()
        names = self.env["subscription.prepaid.terms.mixin"]._fields
        return {
            name: self[name].id if field.relational else self[name]
            for name, field in names.items()
            if field.store and name not in MAGIC_COLUMNS
        }

    def _get_single_price(self):
        """Return what one session costs by itself, with taxes: of its cheapest service."""
        self.ensure_one()
        return min(self["service_ids"].mapped("single_price"), default=0.0)
