from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.kept import Kept

from .subscription_prepaid import DIGITS

# What is noted later: that a row was undone, where it is in the books, and the number
# that its document got.
NOTED_LATER = {"undone_by_id", "move_id", "place"}


class SubscriptionPrepaidMovement(models.Model):
    """A row of the ledger: it is written once, and an opposite row undoes it (PK5)."""

    _name = "subscription.prepaid.movement"
    _description = "Movement of a Pack or Credit"
    _order = "id desc"
    _rec_name = "prepaid_id"

    prepaid_id = fields.Many2one(
        "subscription.prepaid", required=True, index=True, ondelete="restrict"
    )
    batch_id = fields.Many2one(
        "subscription.prepaid.batch", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="prepaid_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        related="batch_id.account_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        [
            (prepaid.GRANT, "Granted"),
            (prepaid.USE, "Used"),
            (prepaid.UNDO, "Undone"),
            (prepaid.GIVE_BACK, "Given back"),
            (prepaid.EXPIRE, "Expired"),
            (prepaid.TRANSFER_OUT, "Given to another"),
            (prepaid.TRANSFER_IN, "Got from another"),
            (prepaid.CASH_OUT, "Paid back"),
            (prepaid.CORRECTION, "Corrected"),
        ],
        required=True,
        index=True,
    )
    quantity = fields.Float(
        digits=DIGITS, required=True, help="Below 0 where it becomes less."
    )
    amount = fields.Monetary(help="What was paid for it; below 0 where it becomes less.")
    date = fields.Date(required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="For", index="btree_not_null", ondelete="restrict"
    )
    key = fields.Char(required=True, help="What it is for: the same is done once.")
    part = fields.Integer(
        required=True, default=1, help="A use of several grants has a row for each."
    )
    place = fields.Char(help="The ticket or document.")
    undone_by_id = fields.Many2one(
        "subscription.prepaid.movement",
        string="Undone By",
        index="btree_not_null",
        ondelete="restrict",
    )
    use_id = fields.Many2one(
        "subscription.prepaid.movement",
        string="Use Given Back",
        index="btree_not_null",
        ondelete="restrict",
        help="The use of which a credit note gives this back.",
    )
    given_ids = fields.One2many(
        "subscription.prepaid.movement", "use_id", string="Given Back"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Entry",
        index="btree_not_null",
        ondelete="set null",
        help="Empty: none was needed, or it was taken back with its payment.",
    )
    _once = models.UniqueIndex(
        "(key, part) WHERE kind IN ('grant', 'use') AND undone_by_id IS NULL",
        "This was done already.",
    )
    _undone_once = models.UniqueIndex(
        "(undone_by_id) WHERE undone_by_id IS NOT NULL", "This was undone already."
    )

    @api.model
    def _get_done(self, key, kind=prepaid.USE):
        """Return what was done for `key` and is not undone."""
        return self.sudo().search(
            [("key", "=", key), ("kind", "=", kind), ("undone_by_id", "=", False)],
            order="part",
        )

    def write(self, vals):
        """Refuse: a ledger is never edited, beside what is noted on a row later."""
        self.check_access("write")
        noted = isinstance(vals, Kept) and vals.keys() <= NOTED_LATER
        if not noted:
            raise UserError(
                self.env._("A movement is never edited. Undo it, and do it anew.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A movement is never deleted. Undo it instead."))

    def _note(self, vals):
        """Note on these rows what became of them: undone, booked."""
        return self.sudo().write(Kept(vals))

    def _before_given_back(self, amounts):
        """Do what comes before these uses go back; an override refuses, or adds to it.

        It runs once for all that goes back together, with the rows of the packs locked.

        :param amounts: {use: what goes back with it is worth}
        """

    def _book(self):
        """Book these new movements where the ledger alone moves; an override does it.

        It runs at the end of each move, on its rows.
        """
