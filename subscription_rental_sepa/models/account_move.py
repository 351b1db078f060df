from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import collection as outcomes

from ..sepa import debits
from .payment_provider import CODE
from .res_company import INVOICE


class AccountMove(models.Model):
    """An invoice that is collected by a mandate: told before, debited when it is due."""

    _inherit = "account.move"

    rental_debit_day = fields.Date(
        string="Debited On",
        readonly=True,
        copy=False,
        help="When the bank will debit it, as the invoice says.",
        kept=True,
    )
    rental_sepa_collection_id = fields.Many2one(
        "subscription.sepa.collection",
        string="SEPA Collection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The collection that is booked in this entry, or corrected by it.",
        kept=True,
    )
    rental_debit_sentence = fields.Char(
        string="Debit",
        compute="_compute_rental_debit_sentence",
        help="When the bank debits it, and by which mandate.",
    )

    @api.depends("rental_charge_ids.rental_outcome")
    @api.depends_context("lang")
    def _compute_rental_debit_sentence(self):
        for move in self:
            # That it is being debited is a fact about the reader's own invoice.
            debits_made = move.sudo().rental_charge_ids.filtered("rental_mandate_id")
            flying = debits_made.filtered(
                lambda one: one.rental_outcome == outcomes.PENDING
            )
            move.rental_debit_sentence = bool(flying) and flying[0]._tell_debit()

    @api.model
    def _collectable_domain(self, company, today):
        """Add what is collected by mandates and due so soon that the customer is told."""
        domain = super()._collectable_domain(company, today)
        if not self.env["payment.provider"]._find_sepa_provider(company):
            return domain
        token = "line_ids.rental_subscription_id.payment_token_id.provider_id.code"
        return domain | (
            Domain("company_id", "=", company.id)
            & Domain("rental_collect_date", "<=", self._get_debit_horizon(company, today))
            & Domain("state", "=", "posted")
            & Domain(token, "=", CODE)
        )

    @api.model
    def _get_debit_horizon(self, company, today, told_on=None):
        """Return the first day on which `company` can debit what it begins today."""
        return debits.first_day(
            today,
            company.subscription_sepa_notice_days,
            company.subscription_sepa_lead_days,
            told_on=told_on,
        )

    def _plan_collection(self):
        """Plan the collection; say on invoices of mandates when they are debited."""
        result = super()._plan_collection()
        for move in self:
            mandate = move._get_collecting_token()._get_sepa_mandate()
            due = move.rental_collect_date
            if mandate and due:
                company = move.company_id
                first = self._get_debit_horizon(company, move.invoice_date or due)
                move._write_kept({"rental_debit_day": debits.debit_day(due, first)})
        return result

    def _get_told_on(self):
        """Return the day on which this invoice itself told of its debit, None if not."""
        self.ensure_one()
        by_invoice = self.company_id.subscription_sepa_notice_by == INVOICE
        told = by_invoice and self.is_move_sent and self.rental_debit_day
        return self.invoice_date if told else None

    def _start_charge(self, today):
        """Make the debit of what will be due on the first day that can be told of today."""
        mandate = self._get_collecting_token()._get_sepa_mandate()
        if not mandate:
            return super()._start_charge(today)
        self._check_in_euro()
        # Who collects by hand names the due day, which may be to come.
        asked = min(today, self.company_id._subscription_today())
        company = self.company_id
        horizon = self._get_debit_horizon(company, asked)
        due = self._get_next_due_date() or asked
        first = self._get_debit_horizon(company, asked, self._get_told_on())
        day = debits.debit_day(due, first)
        if mandate._lapse_on(day):
            return super()._start_charge(today)
        charge = super()._start_charge(max(today, horizon))
        if charge:
            charge._write_kept({"rental_mandate_id": mandate.id, "rental_debit_day": day})
        return charge

    def _check_in_euro(self):
        """Raise UserError if this invoice is in a currency that mandates do not cover."""
        self.ensure_one()
        if self.currency_id != self.env.ref("base.EUR"):
            raise UserError(
                self.env._(
                    "%(invoice)s is in %(currency)s: SEPA debits are in euro. Choose "
                    "another payment method.",
                    invoice=self.name,
                    currency=self.currency_id.name,
                )
            )

    def _get_debit_told(self):
        """Return what the invoice says of its debit: mandate, account and day, or none."""
        self.ensure_one()
        token = self.sudo()._get_collecting_token()
        mandate = token._get_sepa_mandate()
        if not mandate or not self.rental_debit_day:
            return {}
        return mandate._get_paper_vals() | {"day": self.rental_debit_day}
