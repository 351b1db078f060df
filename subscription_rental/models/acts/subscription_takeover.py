from dataclasses import dataclass
from datetime import date

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...billing.errors import InvalidInterval, NoBillingDate
from ...billing.interval import Interval
from ...billing.takeover import going_on
from ...billing.terms import Terms
from ...locking import lock


@dataclass(frozen=True)
class Part:
    """What another addon bills at once: it becomes one subscription.

    :param period_start: the first day that it has not billed
    :param billing_date: the day on which it would have made its next invoice
    :param end: the first day after the agreement, None if it is open
    :param values: of the subscription; `lines` are those of its lines
    :param problem: why it cannot go on here, as a sentence
    """

    interval: Interval
    timing: str
    period_start: date
    billing_date: date
    end: date | None
    values: dict
    lines: tuple
    invoice_mode: str = "draft"
    problem: str = ""

    def get_terms(self) -> Terms:
        """Return the terms by which it goes on; raise NoBillingDate if there are none."""
        return going_on(self.interval, self.timing, self.period_start, self.billing_date)


class SubscriptionTakeover(models.AbstractModel):
    """Agreements of other addons in the same database, which go on as subscriptions (SE12).

    The addons need not be there: their records are read by the names of their fields. An
    addition of this class is one more kind: its model, how it is read, how it is closed.
    """

    _name = "subscription.takeover"
    _description = "Takeover of Agreements"

    @api.model
    def _get_takeover_models(self):
        """Return {model of another addon: what people call it}, of those installed here."""
        known = self._get_known_models()
        return {model: label for model, label in known.items() if model in self.env}

    @api.model
    def _get_known_models(self):
        """Return {model: what people call it} of all kinds; an override adds its own."""
        return {}

    @api.model
    def _find_old(self, model, company, limit=None):
        """Return what runs in `model`, so many: what is to be billed there first, last."""
        domain = self._get_old_domain(model, company)
        coming = Domain("recurring_next_date", ">=", company._subscription_today())
        order, found = "recurring_next_date, id", self.env[model]
        for part in (coming, ~coming):
            rest = limit and limit - len(found)
            if rest is None or rest > 0:
                found |= found.search(domain & part, order=order, limit=rest)
        return found

    @api.model
    def _get_old_domain(self, _model, _company):
        """Return the domain of what runs; an override knows its own model."""
        return Domain.FALSE

    @api.model
    def _read_interval(self, count, unit):
        """Return (interval, why it is none that can be billed here, or "")."""
        try:
            return Interval(count, unit), ""
        except InvalidInterval:
            problem = self.env._(
                "How often it is billed is unknown here: correct it there."
            )
            return Interval(1, "month"), problem

    @api.model
    def _read_old(self, _old):
        """Return the parts of one record; an override knows its own model."""
        return []

    @api.model
    def _close_old(self, old):
        """Let the other addon bill this record no more; an override knows its model."""

    @api.model
    def _hold_old(self, model, number):
        """Return one record, locked, for whoever may change it; nothing if it is gone."""
        if model not in self._get_takeover_models():
            return self
        old = self.env[model].browse(number).exists()
        if old:
            old.check_access("write")
            lock(old)
        return old

    @api.model
    def _prepare_taxes_by_hand(self, billed, company, product, taxes):
        """Return the values for `taxes` of a line, where ours would be others.

        :param billed: (who gets the invoices, and where it is delivered), for whom the
            fiscal position of each invoice is found
        """
        payer, delivery = billed
        own = product.taxes_id._filter_taxes_by_company(company)
        positions = self.env["account.fiscal.position"].with_company(company)
        position = positions._get_fiscal_position(payer, delivery=delivery)
        if position.map_tax(own) == taxes:
            return {}
        if not taxes:
            return {"without_taxes": True}
        return {"tax_ids": [Command.set(taxes.ids)]}

    # === what can go on, and how === #

    @api.model
    def _get_takeover_problem(self, part, today):
        """Return why a part cannot go on here, as a sentence; "" if it can."""
        if part.problem:
            return part.problem
        if not part.lines:
            return self.env._("There is no product on it: nothing would be billed.")
        if not all(0 <= line["discount"] <= 100 for line in part.lines):
            return self.env._("A discount is not from 0 to 100 %: change the price there.")
        return self._get_dates_problem(part, today)

    @api.model
    def _get_dates_problem(self, part, today):
        """Return which day of a part cannot be, as a sentence; "" if all can."""
        if part.billing_date < today:
            return self.env._("Bill there what was due before today, and open this again.")
        if part.end and part.end <= part.period_start:
            return self.env._("It has ended: nothing is left to bill.")
        try:
            part.get_terms()
        except NoBillingDate:
            return self.env._(
                "Its next invoice is not on the day on which its next period is billed: "
                "correct one of the two there."
            )
        return ""

    @api.model
    def _prepare_takeover_plan_vals(self, terms):
        """Return what of a plan decides how it bills.

        :param terms: (terms of a part, what becomes of its invoices)
        """
        agreed, invoice_mode = terms
        return {
            "interval_count": agreed.interval.count,
            "interval_unit": agreed.interval.unit,
            "billing_timing": agreed.timing,
            "invoice_lead_days": agreed.lead_days,
            "invoice_mode": invoice_mode,
        }

    @api.model
    def _find_takeover_plan(self, terms, company):
        """Return a plan that bills so, and binds nobody for longer; or none."""
        domain = Domain("company_id", "in", (False, company.id))
        unbound = {"term_count": 0, "commitment_count": 0, "alignment": "anniversary"}
        # What was billed all the year, from the first day on, goes on so.
        unbound |= {"is_seasonal": False, "trial_days": 0}
        for name, value in {**self._prepare_takeover_plan_vals(terms), **unbound}.items():
            domain &= Domain(name, "=", value)
        return self.env["subscription.plan"].search(domain, limit=1)

    @api.model
    def _get_plan_problem(self, plan):
        """Return why what is billed already cannot go on with `plan`; "" if it can."""
        if plan.is_seasonal:
            return self.env._(
                "%(plan)s leaves months out: choose another plan.", plan=plan.name
            )
        if plan.trial_days:
            return self.env._(
                "%(plan)s begins with days for free: choose another plan.", plan=plan.name
            )
        return ""

    @api.model
    def _make_subscription(self, part, plan, company, today):
        """Return the subscription that a part goes on as, with the same next invoice."""
        if problem := self._get_plan_problem(plan):
            raise UserError(problem)
        subscriptions = self.env["subscription.subscription"].with_company(company)
        # Nobody is told by mail about what runs already.
        made = subscriptions.with_context(tracking_disable=True).create(
            {
                **part.values,
                "company_id": company.id,
                "plan_id": plan.id,
                "moved_in_anchor": part.period_start,
                "moved_in_billing_date": part.billing_date,
                "line_ids": [Command.create(line) for line in part.lines],
            }
        )
        made._move_in(today)
        if part.end:
            reason = self.env._("Agreed before it moved in")
            made._schedule_cancel(part.end, today, reason, with_fee=False)
        if made.next_billing_date != part.billing_date:
            raise UserError(
                self.env._(
                    "With %(plan)s its next invoice would be on %(day)s, and not on "
                    "%(planned)s: choose another plan.",
                    plan=plan.name,
                    day=format_date(self.env, made.next_billing_date),
                    planned=format_date(self.env, part.billing_date),
                )
            )
        return made
