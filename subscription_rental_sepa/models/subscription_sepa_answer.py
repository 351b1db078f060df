from odoo import fields, models

from odoo.addons.subscription_rental import retold

from ..sepa import answers

NEW, APPLIED, KNOWN, UNCLEAR, SETTLED = "new", "applied", "known", "unclear", "settled"


class SubscriptionSepaAnswer(models.Model):
    """What a bank said of one debit, or of all of a collection: a row for ever."""

    _name = "subscription.sepa.answer"
    _inherit = ["subscription.kept.mixin"]
    _description = "Answer of the Bank"
    _order = "id desc"
    _rec_name = "end_to_end"

    file_id = fields.Many2one(
        "subscription.sepa.bank.file",
        string="Bank File",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="file_id.company_id", store=True)
    kind = fields.Selection(
        [
            (answers.ACCEPTED, "Accepted"),
            (answers.REJECTED, "Rejected"),
            (answers.BOOKED, "Collected"),
            (answers.RETURNED, "Came back"),
        ],
        string="Answer",
        required=True,
        readonly=True,
    )
    end_to_end = fields.Char(string="Debit (End-to-End)", readonly=True, index=True)
    collection = fields.Char(string="Collection Named", readonly=True)
    reason = fields.Char(readonly=True)
    text = fields.Char(string="In Words", readonly=True)
    amount = fields.Float(readonly=True, digits=(16, 2))
    currency = fields.Char(readonly=True)
    day = fields.Date(string="Booked On", readonly=True)
    fee = fields.Float(string="Bank's Fee", readonly=True, digits=(16, 2))
    mandate = fields.Char(string="Mandate Named", readonly=True)
    count = fields.Integer(string="Debits Named", readonly=True)
    bank_key = fields.Char(string="Bank's Reference", readonly=True)
    transaction_id = fields.Many2one(
        "payment.transaction",
        string="Debit",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    state = fields.Selection(
        [
            (NEW, "To do"),
            (APPLIED, "Done"),
            (KNOWN, "Known already"),
            (UNCLEAR, "Not understood"),
            (SETTLED, "Settled by a person"),
        ],
        readonly=True,
        required=True,
        default=NEW,
        index=True,
    )
    note = retold.Char(
        readonly=True,
        help="What was done, or why it was not understood.",
        patterns=(
            "By %(user)s",
            "The debit is of another amount: %(amount)s.",
            "The debit is by another mandate: %(reference)s.",
            "%(count)s debits of %(total)s are expected: look which ones are missing.",
        ),
    )
    fee_move_id = fields.Many2one(
        "account.move",
        string="Entry of the Fee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
