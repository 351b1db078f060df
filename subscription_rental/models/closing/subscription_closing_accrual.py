from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ...billing import deferral
from ...billing.errors import BillingRuleError
from ...billing.proration import exact
from .subscription_closing_figure import Figure
from .subscription_closing_money import ITEM_COLUMNS
from .subscription_deferral_layout import REVENUE

# So many subscriptions, or lines, are asked at once.
ASKED_AT_ONCE = 500
# More periods of one subscription than these are no backlog, but a mistake.
MOST_PERIODS = 120


class SubscriptionClosing(models.Model):
    """Days up to the month end that are invoiced later: counted, and accrued (BI16)."""

    _inherit = "subscription.closing"

    accrual_move_id = fields.Many2one(
        "account.move",
        string="Accrual",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    accrual_back_move_id = fields.Many2one(
        "account.move",
        string="Reversal of the Accrual",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    accrues = fields.Boolean(compute="_compute_accrues")

    def _compute_accrues(self):
        for closing in self:
            closing.accrues = closing.company_id.sudo().subscription_accrual == "accrue"

    def _booking_domain(self, moves):
        """Add accruals and their reversals."""
        own = Domain("accrual_move_id", "in", moves.ids)
        own |= Domain("accrual_back_move_id", "in", moves.ids)
        return super()._booking_domain(moves) | own

    def _get_entries(self):
        """Add accruals and their reversals."""
        return super()._get_entries() | self.accrual_move_id | self.accrual_back_move_id

    def _get_month_figures(self):
        """Add what is earned and not invoiced."""
        return [*super()._get_month_figures(), *self._get_arrears_figures()]

    def _get_arrears_figures(self):
        invoiced = self._sum_parts(self._get_invoiced_parts())
        waiting = self._sum_parts(self._get_waiting_parts())
        figures = [
            Figure(
                "arrears_invoiced",
                self.env._("Earned, and invoiced after the month"),
                model="account.move.line",
                domain=self._invoiced_later_domain(),
                columns=(*ITEM_COLUMNS, "rental_first_day", "rental_last_day"),
                amount=invoiced,
                note=self.env._(
                    "Drafts among them; each with its days up to the month end."
                ),
            ),
            Figure(
                "arrears_waiting",
                self.env._("Earned, and not invoiced yet"),
                model="subscription.subscription",
                domain=self._waiting_domain(),
                columns=(
                    "name",
                    "partner_id/name",
                    "plan_id/name",
                    "next_period_start",
                    "next_billing_date",
                ),
                amount=waiting,
            ),
        ]
        account = self.company_id.subscription_accrual_account_id
        if account:
            figures.append(self._get_accrued_figure(account, invoiced + waiting))
        return figures

    def _get_accrued_figure(self, account, earned):
        """Return what of it stands on the account of accrued revenue."""
        booked = self._get_balances(account)
        own = self._sum_items(
            Domain("move_id", "in", self._get_accruals().ids)
            & Domain("account_id", "=", account.id)
            & self._until_last_day("date")
            & Domain("parent_state", "=", "posted")
        )
        return Figure(
            "accrued",
            self.env._("Unbilled arrears: accrued"),
            model="account.move.line",
            domain=Domain("account_id", "=", account.id)
            & self._own_domain()
            & Domain("parent_state", "=", "posted")
            & self._until_last_day("date"),
            columns=ITEM_COLUMNS,
            amount=earned,
            booked=booked,
            reasons=(
                (self.env._("Not accrued, or changed since"), earned - own),
                (self.env._("Other entries on the account"), own - booked),
            ),
        )

    def _get_accruals(self):
        """Return all accruals of this company, and their reversals."""
        found = self.search(self._own_domain() & Domain("accrual_move_id", "!=", False))
        return found.accrual_move_id | found.accrual_back_move_id

    # === what is earned === #

    def _invoiced_later_domain(self):
        """Return the domain of lines with days up to the month end, on invoices that are
        dated later or are drafts.
        """
        later = Domain("parent_state", "=", "posted") & Domain("date", ">", self.last_day)
        return (
            self._own_domain()
            & (later | Domain("parent_state", "=", "draft"))
            & Domain("rental_subscription_id", "!=", False)
            & Domain("display_type", "=", "product")
            & self._until_last_day("rental_first_day")
            & Domain("account_id.account_type", "in", REVENUE)
        )

    def _waiting_domain(self):
        """Return the domain of subscriptions with days up to the month end not billed."""
        return (
            self._own_domain()
            & self._until_last_day("next_period_start")
            & Domain("next_billing_date", "!=", False)
        )

    def _get_invoiced_parts(self):
        """Yield (revenue account, analytic distribution, amount) of lines dated later."""
        items = self.env["account.move.line"]
        unit = self.currency_id.rounding
        ids = items._search(self._invoiced_later_domain(), order="id").get_result_ids()
        for part in split_every(ASKED_AT_ONCE, ids):
            for line in items.browse(part):
                amount = deferral.earned(
                    exact(-line.balance),
                    line._get_deferred_days(),
                    self.last_day,
                    deferral.BY_DAY,
                    unit,
                )
                yield line.account_id, line.analytic_distribution, float(amount)
            items.invalidate_model()

    def _get_waiting_parts(self):
        """Yield (revenue account, analytic distribution, amount) of what waits for its
        bill.
        """
        subscriptions = self.env["subscription.subscription"]
        ids = subscriptions._search(self._waiting_domain(), order="id").get_result_ids()
        for part in split_every(ASKED_AT_ONCE, ids):
            for subscription in subscriptions.browse(part):
                yield from subscription._get_unbilled_parts(self.last_day)
            subscriptions.invalidate_model()

    def _sum_parts(self, parts):
        return self.currency_id.round(sum(amount for _account, _how, amount in parts))

    # === the accrual === #

    def _accrue(self):
        """Book what is earned on the last day, and its reversal on the day after."""
        self.ensure_one()
        company = self.company_id
        company._check_ready_to_accrue()
        self._check_month_is_open(self.date_month)
        lines = self._get_accrual_lines()
        if not lines:
            raise UserError(self.env._("Nothing is earned that is not invoiced."))
        entry, back = self._let_go_of_accrual()
        what = self.env._("Accrued revenue")
        entry = self._post_entry(entry, lines, self.last_day, what)
        reversed_ = [(account, how, -balance) for account, how, balance in lines]
        day = self.last_day + timedelta(days=1)
        self.accrual_back_move_id = self._post_entry(back, reversed_, day, what)
        self.accrual_move_id = entry

    def _let_go_of_accrual(self):
        """Return the accrual and its reversal, which are drafts then and may change."""
        self.ensure_one()
        entry, back = self.accrual_move_id, self.accrual_back_move_id
        self.accrual_move_id = self.accrual_back_move_id = False
        if entry:
            (entry | back).button_draft()
        return entry, back

    def _get_accrual_lines(self):
        """Return [(account, analytic distribution, balance)] of the accrual."""
        standing = self.company_id.subscription_accrual_account_id
        return self._get_entry_lines(
            (account, standing, distribution, amount)
            for parts in (self._get_invoiced_parts(), self._get_waiting_parts())
            for account, distribution, amount in parts
            if not self.currency_id.is_zero(amount)
        )

    def _undo_accrual(self):
        """Take back the accrual and its reversal."""
        self.ensure_one()
        self._check_month_is_open(self.date_month)
        entry, back = self._let_go_of_accrual()
        (entry | back).button_cancel()

    def action_accrue(self):
        """Accrue what is earned and not invoiced."""
        self._check_may_close()
        for closing in self:
            # Month ends are the system's: users read them.
            closing.sudo()._accrue()
            closing._told(self.env._("Unbilled revenue accrued."))
        self._count_figures()

    def action_undo_accrual(self):
        """Take back the accrual of this month."""
        self._check_may_close()
        for closing in self.filtered("accrual_move_id"):
            closing.sudo()._undo_accrual()
            closing._told(self.env._("Accrual undone."))
        self._count_figures()


class SubscriptionSubscription(models.Model):
    """What was used of a subscription, and is on no invoice yet."""

    _inherit = "subscription.subscription"

    def _get_unbilled_parts(self, day):
        """Return [(revenue account, analytic distribution, amount)] of the days up to
        `day` that are not billed, before taxes, in company currency.

        An override adds what its addon bills afterwards.
        """
        self.ensure_one()
        try:
            timeline = self._get_timeline()
            start = self.next_period_start
            periods = list(timeline.periods(start, count=MOST_PERIODS))
        except BillingRuleError:
            # Its dates are told of by the nightly check.
            return []
        end = day + timedelta(days=1)
        parts = [period.overlap(None, end) for period in periods if period.start < end]
        return [
            (line._get_revenue_account(), line.analytic_distribution, amount)
            for part in parts
            for line, amount in self._get_unbilled_amounts(timeline, part, day)
        ]

    def _get_unbilled_amounts(self, timeline, part, day):
        """Return [(line, what it costs before taxes in `part`)], in company currency."""
        company = self.company_id
        amounts = []
        for line, share in self._get_shares(timeline, part):
            price = line._get_unit_price(share)
            row = line._prepare_base_line(price, line.quantity, line.discount)
            before_taxes, _taxed = self._get_tax_totals([row])
            amount = self.currency_id._convert(
                float(before_taxes), company.currency_id, company, day
            )
            amounts.append((line, amount))
        return amounts


class SubscriptionLine(models.Model):
    _inherit = "subscription.line"

    def _get_revenue_account(self):
        """Return the account on which an invoice of this line is booked today."""
        self.ensure_one()
        subscription = self.subscription_id
        company = subscription.company_id
        template = self.product_id.product_tmpl_id.with_company(company)
        accounts = template.get_product_accounts(subscription._get_fiscal_position())
        journal = subscription._get_journal() or self.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", company.id)], limit=1
        )
        return accounts["income"] or journal.default_account_id
