from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import collection as outcomes

from ..sepa import bank_days, debits, mandates

DRAFT, APPROVED, EXPORTED = "draft", "approved", "exported"
SENT, CANCELLED, REFUSED = "sent", "cancelled", "refused"
# Debits are gathered so many bank days before the bank wants them: few take them earlier.
AHEAD = 7
MOVES = frozenset(
    {
        (DRAFT, APPROVED),
        (DRAFT, EXPORTED),
        (APPROVED, EXPORTED),
        (EXPORTED, SENT),
        (DRAFT, CANCELLED),
        (APPROVED, CANCELLED),
        (EXPORTED, CANCELLED),
        (SENT, REFUSED),
    }
)


class SubscriptionSepaCollection(models.Model):
    """The debits of one day, scheme and sequence, which leave in one file (BI6)."""

    _name = "subscription.sepa.collection"
    _inherit = ["subscription.kept.mixin", "mail.thread"]
    _description = "SEPA Collection"
    _order = "day desc, id desc"

    name = fields.Char(
        readonly=True, required=True, help="What the bank calls it in all its answers."
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    provider_id = fields.Many2one("payment.provider", required=True, readonly=True)
    journal_id = fields.Many2one(related="provider_id.journal_id", string="Collected On")
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(string="Debited On", required=True, readonly=True)
    scheme = fields.Selection(
        [(mandates.CORE, "CORE"), (mandates.B2B, "B2B")], required=True, readonly=True
    )
    sequence = fields.Selection(
        [
            (debits.RECURRENT, "RCUR"),
            (debits.FIRST, "FRST"),
            (debits.ONE_OFF, "OOFF"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            (DRAFT, "To check"),
            (APPROVED, "Approved"),
            (EXPORTED, "Exported"),
            (SENT, "With the bank"),
            (CANCELLED, "Cancelled"),
            (REFUSED, "Refused by the bank"),
        ],
        required=True,
        readonly=True,
        default=DRAFT,
        tracking=True,
        index=True,
    )
    gathering_number = fields.Integer(
        readonly=True,
        help="How often debits were put into it. Each time is a change of this row: who "
        "exports or cancels it just then is refused, and leaves no debit behind.",
    )
    debit_ids = fields.One2many(
        "payment.transaction", "rental_collection_id", readonly=True
    )
    debit_count = fields.Integer(
        string="Debits", compute="_compute_total", compute_sudo=True
    )
    total = fields.Monetary(
        string="Sum", compute="_compute_total", compute_sudo=True, currency_field="euro_id"
    )
    euro_id = fields.Many2one("res.currency", compute="_compute_euro_id")
    pending_count = fields.Integer(
        string="In Flight", compute="_compute_total", compute_sudo=True
    )
    paid_count = fields.Integer(string="Paid", compute="_compute_total", compute_sudo=True)
    returned_count = fields.Integer(
        string="Came Back", compute="_compute_total", compute_sudo=True
    )
    file_day = fields.Date(
        string="Bank Wants It By",
        compute="_compute_file_day",
        help="The last bank day on which the file is in time.",
    )
    warning = fields.Text(compute="_compute_warning", compute_sudo=True)
    needs_approval = fields.Boolean(compute="_compute_needs_approval")
    made_by_id = fields.Many2one("res.users", string="Made By", readonly=True)
    approved_by_id = fields.Many2one("res.users", string="Approved By", readonly=True)
    exported_by_id = fields.Many2one("res.users", string="Exported By", readonly=True)
    exported_at = fields.Datetime(readonly=True)
    version = fields.Char(readonly=True)
    exported_count = fields.Integer(string="Exported Debits", readonly=True)
    exported_total = fields.Monetary(readonly=True, currency_field="euro_id")
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", readonly=True, ondelete="restrict"
    )
    checksum = fields.Char(readonly=True, help="SHA-256 of the file.")
    accepted_on = fields.Date(string="Accepted by the Bank On", readonly=True)
    _one_name = models.UniqueIndex("(name)", "A collection with this name exists.")

    def _compute_euro_id(self):
        self.euro_id = self.env.ref("base.EUR")

    @api.depends("debit_ids.rental_outcome", "debit_ids.amount")
    def _compute_total(self):
        rows = self.env["payment.transaction"]._read_group(
            [("rental_collection_id", "in", self.ids)],
            ["rental_collection_id", "rental_outcome"],
            ["__count", "amount:sum"],
        )
        found = {one.id: [] for one in self}
        for record, outcome, count, amount in rows:
            found[record.id].append((outcome, count, amount))
        for record in self:
            record._set_totals(found.get(record.id, []))

    def _set_totals(self, rows):
        """Set how many debits there are, how much, and what became of them."""
        counts = {outcome: count for outcome, count, _amount in rows}
        self.debit_count = sum(counts.values())
        self.total = sum(amount for _outcome, _count, amount in rows)
        self.pending_count = counts.get(outcomes.PENDING, 0)
        self.paid_count = counts.get(outcomes.DONE, 0)
        self.returned_count = counts.get(outcomes.DECLINED, 0)

    @api.depends("day", "company_id.subscription_sepa_lead_days")
    def _compute_file_day(self):
        for record in self:
            lead = record.company_id.subscription_sepa_lead_days
            record.file_day = record.day and debits.file_day(record.day, lead)

    @api.depends("company_id.subscription_sepa_second_person", "state")
    def _compute_needs_approval(self):
        for record in self:
            wanted = record.company_id.subscription_sepa_second_person
            record.needs_approval = wanted and record.state == DRAFT

    @api.depends("state", "day", "debit_ids.rental_outcome")
    @api.depends_context("lang")
    def _compute_warning(self):
        for record in self:
            record.warning = "\n".join(record._get_warnings()) or False

    def _get_warnings(self):
        """Return what a person should know before this collection leaves."""
        self.ensure_one()
        if self.state not in (DRAFT, APPROVED, EXPORTED):
            return []
        said = []
        today = self.company_id._subscription_today()
        if self.file_day < today:
            later = self._get_possible_day(today)
            said.append(
                self.env._(
                    "It is too late for this day: it will be debited on %(day)s, and "
                    "customers are told so.",
                    day=later,
                )
            )
        debits_ = self.env["payment.transaction"]
        own = Domain("rental_collection_id", "=", self.id)
        stale = debits_.search_count(own & debits_._stale_debits_domain())
        if stale and self.state != EXPORTED:
            said.append(
                self.env._(
                    "Left out, as their invoices were paid otherwise or their mandates "
                    "have ended: %(count)s.",
                    count=stale,
                )
            )
        untold = debits_.search_count(own & Domain("rental_told_on", "=", False))
        if untold:
            said.append(
                self.env._(
                    "Not told, for want of an e-mail address: %(count)s.",
                    count=untold,
                )
            )
        return said

    def _get_possible_day(self, today):
        """Return the day of this collection, or the first later one that the bank takes."""
        self.ensure_one()
        lead = self.company_id.subscription_sepa_lead_days
        return max(self.day, debits.first_day(today, 0, lead))

    def _move_collection(self, state, **values):
        """Write the state of these collections: the one door to it."""
        for record in self:
            if (record.state, state) not in MOVES:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s already.",
                        name=record.name,
                        state=states[record.state].lower(),
                    )
                )
        self._write_kept({"state": state, **values})

    # === gathering === #

    @api.model
    def _gather(self, company, today, made_by=None):
        """Put the debits of `company` whose day is near into collections; return these."""
        provider = self.env["payment.provider"]._find_sepa_provider(company)
        lead = company.subscription_sepa_lead_days
        first = debits.first_day(today, 0, lead)
        last = bank_days.after(first, AHEAD)
        waiting = self.env["payment.transaction"].sudo().search(
            self.env["payment.transaction"]._waiting_debits_domain(company)
            & Domain("rental_debit_day", "<=", last)
        )  # fmt: skip
        claimed = waiting.try_lock_for_update(allow_referencing=True)
        gathered = self.browse()
        groups = claimed.grouped(lambda one: one._get_gathering_key(first))
        for key, group in groups.items():
            record = self._find_open_collection(provider, company, key, made_by)
            group._write_kept({"rental_collection_id": record.id})
            group._move_debits_to(record.day)
            gathered |= record
        return gathered

    @api.model
    def _find_open_collection(self, provider, company, key, made_by):
        """Return the collection of this day, scheme and sequence that is still checked.

        It is locked, and changed: nobody exports or cancels it without what is added now.
        """
        day, scheme, sequence = key
        open_ = self.sudo().search(
            Domain("provider_id", "=", provider.id)
            & Domain("company_id", "=", company.id)
            & Domain("day", "=", day)
            & Domain("scheme", "=", scheme)
            & Domain("sequence", "=", sequence)
            & Domain("state", "=", DRAFT)
        )
        found = open_.try_lock_for_update(allow_referencing=True, limit=1)
        if found:
            found._write_kept({"gathering_number": found.gathering_number + 1})
            return found
        return self._create_kept(
            [
                {
                    "name": self.env["ir.sequence"].sudo().next_by_code(self._name),
                    "company_id": company.id,
                    "provider_id": provider.id,
                    "day": day,
                    "scheme": scheme,
                    "sequence": sequence,
                    "made_by_id": made_by and made_by.id,
                }
            ]
        )

    def action_make_collections(self):
        """Put the debits whose day is near into collections, and show them."""
        self._check_collector()
        for company in self.env.companies:
            if self.env["payment.provider"]._find_sepa_provider(company):
                today = company._subscription_today()
                self._gather(company, today, made_by=self.env.user)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("SEPA Collections"),
            "res_model": self._name,
            "view_mode": "list,form",
            "target": "main",
        }
