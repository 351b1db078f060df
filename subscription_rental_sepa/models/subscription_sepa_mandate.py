from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental import retold
from odoo.addons.subscription_rental.kept import Kept

from ..sepa import iban, mandates

# The signed paper: none of it changes after it was signed.
SIGNED = (
    "bic",
    "company_id",
    "holder",
    "iban",
    "kind",
    "original_identifier",
    "original_name",
    "original_reference",
    "partner_id",
    "reference",
    "scheme",
    "signed_at",
    "signed_how",
    "signed_name",
    "signed_on",
    "subscription_ids",
)
FULL_NUMBERS = (
    "subscription_rental.group_manager,subscription_rental.group_billing_reader,"
    "account.group_account_readonly"
)
ONLINE, PAPER = "online", "paper"
RECURRENT, ONE_OFF = "recurrent", "one_off"


class SubscriptionSepaMandate(models.Model):
    """A customer's signed permission to debit their account (BI6).

    What is stored as the payment method of subscriptions is `token_id`, which exists from
    the signature on.
    """

    _name = "subscription.sepa.mandate"
    _inherit = ["subscription.kept.mixin", "mail.thread"]
    _description = "SEPA Mandate"
    _rec_name = "reference"
    _order = "id desc"
    _check_company_auto = True

    reference = fields.Char(
        required=True,
        copy=False,
        default=lambda self: self._get_next_reference(),
        help="What the bank and the customer know the mandate by; never used again.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
    )
    holder = fields.Char(
        string="Account Holder",
        compute="_compute_holder",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    iban = fields.Char(string="IBAN", required=True, copy=False, groups=FULL_NUMBERS)
    iban_hidden = fields.Char(
        string="Account", compute="_compute_iban_hidden", compute_sudo=True
    )
    bic = fields.Char(
        string="BIC", help="Banks want it for accounts outside the European Economic Area."
    )
    scheme = fields.Selection(
        [(mandates.CORE, "CORE: anybody"), (mandates.B2B, "B2B: businesses, no refunds")],
        required=True,
        default=mandates.CORE,
    )
    kind = fields.Selection(
        [(RECURRENT, "Recurrent"), (ONE_OFF, "One-off")],
        string="Type",
        required=True,
        default=RECURRENT,
    )
    state = fields.Selection(
        [
            (mandates.DRAFT, "Not signed"),
            (mandates.UNCONFIRMED, "To be confirmed by the bank"),
            (mandates.ACTIVE, "Active"),
            (mandates.BLOCKED, "Refused by the bank"),
            (mandates.LAPSED, "Lapsed"),
            (mandates.REVOKED, "Revoked"),
        ],
        readonly=True,
        required=True,
        default=mandates.DRAFT,
        copy=False,
        index=True,
        tracking=True,
    )
    signed_on = fields.Date(copy=False)
    signed_at = fields.Char(string="Place of Signature", copy=False)
    signed_how = fields.Selection(
        [(ONLINE, "Online"), (PAPER, "On paper")], default=PAPER, copy=False
    )
    signed_name = fields.Char(string="Signed By", copy=False)
    signed_moment = fields.Datetime(
        string="Moment of Signature",
        readonly=True,
        copy=False,
        help="When the form was sent, as our server saw it.",
    )
    signed_ip = fields.Char(string="Network Address", readonly=True, copy=False)
    signed_text = fields.Text(
        string="Text That Was Signed",
        readonly=True,
        copy=False,
        help="What stood above the signature, in the customer's language.",
    )
    scan = fields.Binary(
        string="Signed Paper", attachment=True, copy=False, groups=FULL_NUMBERS
    )
    scan_name = fields.Char(copy=False)
    creditor_identifier = fields.Char(
        readonly=True, copy=False, help="As the bank knows the mandate by."
    )
    original_reference = fields.Char(
        copy=False, help="What another creditor, or an older system, called the mandate."
    )
    original_identifier = fields.Char(
        string="Original Creditor Identifier",
        copy=False,
        help="Of the creditor from whom the mandate was taken over.",
    )
    original_name = fields.Char(string="Original Creditor", copy=False)
    account_changed = fields.Boolean(
        readonly=True, copy=False, help="The next debit tells the bank of it."
    )
    confirmed_on = fields.Date(
        string="Confirmed by the Bank On",
        readonly=True,
        copy=False,
        help="When the customer's bank had registered the B2B mandate.",
    )
    accepted_on = fields.Date(
        string="First Accepted On",
        readonly=True,
        copy=False,
        help="When the bank first accepted a debit by this mandate.",
    )
    used_on = fields.Date(string="Last Debit", readonly=True, copy=False)
    last_day = fields.Date(
        string="Lapses After",
        compute="_compute_last_day",
        help="36 months after the last debit, or the signature.",
    )
    ended_on = fields.Date(readonly=True, copy=False)
    end_reason = retold.Char(readonly=True, copy=False)
    token_id = fields.Many2one(
        "payment.token",
        string="Payment Method",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    subscription_ids = fields.Many2many(
        "subscription.subscription",
        string="For Subscriptions",
        copy=False,
        help="They are collected with the mandate as soon as it is active.",
    )
    debit_ids = fields.One2many(
        "payment.transaction", "rental_mandate_id", string="Debits", readonly=True
    )
    _one_reference = models.UniqueIndex(
        "(company_id, upper(reference))",
        "A mandate with this reference is known already: references are never used again.",
    )
    _one_token = models.UniqueIndex(
        "(token_id) WHERE token_id IS NOT NULL", "A payment method is of one mandate."
    )

    @api.model
    def _get_next_reference(self):
        return self.env["ir.sequence"].sudo().next_by_code(self._name)

    @api.depends("partner_id")
    def _compute_holder(self):
        for mandate in self:
            mandate.holder = mandate.holder or mandate.partner_id.name

    @api.depends("iban")
    def _compute_iban_hidden(self):
        for mandate in self:
            mandate.iban_hidden = mandate.iban and iban.hidden(mandate.iban)

    @api.depends("signed_on", "used_on")
    def _compute_last_day(self):
        for mandate in self:
            signed, used = mandate.signed_on, mandate.used_on or None
            mandate.last_day = signed and mandates.last_day(signed, used)

    @api.model_create_multi
    def create(self, vals_list):
        """Store account numbers without spaces."""
        return super().create([self._normalize_account(vals) for vals in vals_list])

    def write(self, vals):
        """Refuse to change what was signed; whoever wants that amends the mandate."""
        signed = self.filtered(lambda one: one.state != mandates.DRAFT)
        if signed and not isinstance(vals, Kept) and set(SIGNED) & vals.keys():
            raise UserError(
                self.env._(
                    "%(reference)s is signed: amend it, or have a new one signed.",
                    reference=signed[0].reference,
                )
            )
        return super().write(self._normalize_account(vals))

    @api.model
    def _normalize_account(self, vals):
        """Return `vals` with the account and the bank without spaces; changes none."""
        typed = {
            name: iban.normalized(vals[name]) for name in ("iban", "bic") if vals.get(name)
        }
        return type(vals)(vals | typed)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(one.state != mandates.DRAFT for one in self):
            raise UserError(
                self.env._("Signed mandates are kept: the bank may ask for them for years.")
            )
