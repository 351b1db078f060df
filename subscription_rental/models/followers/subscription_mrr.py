from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

from ...billing import lifecycle, mrr
from ...billing.proration import exact, rounded

# Neither lost nor earned.
RESTING = (lifecycle.PAUSED, lifecycle.SUSPENDED)


class SubscriptionSubscription(models.Model):
    """A subscription's monthly amount, and the ledger of its changes."""

    _inherit = "subscription.subscription"

    mrr_movement_ids = fields.One2many("subscription.mrr.movement", "subscription_id")
    mrr = fields.Monetary(
        string="MRR",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="Monthly recurring revenue in the company's currency, before taxes: of what "
        "is in progress.",
        kept=True,
    )

    mrr_coming = fields.Char(
        string="MRR, Then",
        compute="_compute_mrr_coming",
        help="What it comes to with the next price that was agreed on, and from when.",
    )

    @api.depends("line_ids.phase_waits", "line_ids.date_from", "line_ids.price_subtotal")
    @api.depends_context("lang")
    def _compute_mrr_coming(self):
        for subscription in self:
            waiting = subscription.line_ids.filtered("phase_waits")
            days = [line.date_from for line in waiting if line.date_from]
            subscription.mrr_coming = bool(days) and subscription._tell_mrr(min(days))

    def _tell_mrr(self, day):
        """Return the monthly amount at the prices of `day`, as text."""
        self.ensure_one()
        lines = [
            version
            for line in self._get_contract_lines()
            for version in (line + line._get_coming())
            if version._is_agreed_on(day)
        ]
        without, _taxed = self._get_tax_totals(
            [line._prepare_untaxed_line(line.price_unit) for line in lines]
        )
        amount = formatLang(
            self.env, self._get_monthly(without), currency_obj=self.company_currency_id
        )
        return self.env._(
            "%(amount)s from %(day)s", amount=amount, day=format_date(self.env, day)
        )

    def _record_mrr(self, day):
        """Add a row of the change in each subscription's monthly amount, as of `day`.

        The only place that writes the amount and its ledger: so the sum of the rows is
        the amount, whatever happens.
        """
        rows = []
        for subscription in self:
            after = subscription._get_mrr()
            moved = subscription._get_movements(after)
            if not moved:
                continue
            currency = subscription.company_currency_id
            rows += [
                {
                    "subscription_id": subscription.id,
                    "plan_id": subscription.plan_id.id,
                    "date": day,
                    "kind": kind,
                    "amount": currency.round(float(change)),
                }
                for kind, change in moved
            ]
            # The ledger is the system's: users read it.
            subscription._write_kept({"mrr": after})
            ledger = subscription.sudo().mrr_movement_ids
            # What was to come later never came, or is part of this.
            ledger.filtered(lambda row: row.date > day).date = day
        self.env["subscription.mrr.movement"].sudo().create(rows)

    def _get_movements(self, after):
        """Return [(kind, change)] of what the monthly amount becomes `after`."""
        self.ensure_one()
        ledger = self.sudo().mrr_movement_ids
        resting = ledger.filtered(lambda row: row.kind == mrr.PAUSED)
        return mrr.movements(
            self.mrr,
            after,
            known=bool(ledger),
            resting=self.company_currency_id.round(-sum(resting.mapped("amount"))),
            rests=self.state in RESTING,
        )

    def _get_mrr(self):
        """Return the subscription's monthly amount now, rounded by the company's currency.

        Other currencies count at the rate of the start: a rate is no movement.
        """
        self.ensure_one()
        if self.state != lifecycle.ACTIVE:
            return 0.0
        return self._get_monthly(self.recurring_amount)

    def _get_monthly(self, recurring):
        """Return what `recurring` per interval is a month, in the company's currency."""
        amount = self._get_per_month(recurring)
        own, company = self.currency_id, self.company_currency_id
        if own != company:
            converted = own._convert(
                float(amount), company, self.company_id, self.date_start, round=False
            )
            amount = exact(converted)
        return float(rounded(amount, company.rounding))

    def _get_mrr_events(self):
        """Return the movements of monthly revenue."""
        kinds = self.env["subscription.mrr.movement"]._fields["kind"]
        names = dict(kinds._description_selection(self.env))
        return [
            self._prepare_event(
                row,
                day=row.date,
                what=self.env._("MRR: %(kind)s", kind=names[row.kind]),
                amount=row.amount,
            )
            for row in self.mrr_movement_ids
        ]

    def _get_totals_sentence(self):
        """Return these subscriptions' monthly amount per company, and the next payment."""
        parts = []
        for company, owned in self.grouped("company_id").items():
            currency = company.currency_id
            monthly = formatLang(self.env, sum(owned.mapped("mrr")), currency_obj=currency)
            parts.append(self.env._("%(amount)s per month", amount=monthly))
        first = self.filtered("next_invoice_date").sorted("next_invoice_date")[:1]
        if first:
            parts.append(
                self.env._(
                    "next: %(amount)s on %(day)s (%(name)s)",
                    amount=formatLang(
                        self.env, first.next_amount, currency_obj=first.currency_id
                    ),
                    day=format_date(self.env, first.next_invoice_date),
                    name=first.display_name,
                )
            )
        return "; ".join(parts)

    def _after_move(self, before, day):
        """Record the change of monthly amounts; a new subscription's from its start."""
        result = super()._after_move(before, day)
        for subscription in self:
            began = before[subscription] in lifecycle.WAITING and subscription.date_start
            subscription._record_mrr(began or day)
        return result

    def _after_change(self, day, today):
        """Record the change of these subscriptions' monthly amounts from `day` on."""
        result = super()._after_change(day, today)
        self._record_mrr(day)
        return result

    @api.depends("mrr")
    def _compute_history_html(self):
        return super()._compute_history_html()

    def _get_history(self):
        """Add the movements of monthly revenue to the history."""
        events = super()._get_history()
        if self.id:
            events += self._get_mrr_events()
        return sorted(events, key=lambda event: event["moment"], reverse=True)
