from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_date, formatLang

from ...billing import figures, lifecycle, mrr, trend
from ...billing.interval import Interval

AHEAD = 12


class SubscriptionFigures(models.AbstractModel):
    """Monthly revenue of the months to come, by what is agreed today."""

    _inherit = "subscription.figures"

    @api.model
    def _tell_forecast(self, present, chosen, currency, day):
        """Return the level of monthly revenue at the end of this month and of the next.

        What will be sold is not in it; neither is what goes on again after a pause.
        """
        firsts = [trend.months_after(day.replace(day=1), ahead) for ahead in range(AHEAD)]
        domain = self._get_domain(chosen, currency, "")
        changes = {}
        for first, amount in self._find_coming(domain, currency, day):
            # What is late is of this month.
            first = max(first, firsts[0])
            changes[first] = changes.get(first, 0) + amount
        levels = figures.forecast(present, changes, firsts)
        values = [currency.round(float(level)) for level in levels]
        return {
            "name": "forecast",
            "label": self.env._("MRR by what is agreed today"),
            "labels": [
                format_date(self.env, first, date_format="MMM yyyy") for first in firsts
            ],
            "values": values,
            "shown": formatLang(self.env, values[-1], currency_obj=currency),
            "is_level": True,
        }

    @api.model
    def _find_coming(self, domain, currency, day):
        """Return [(first day of a month, what changes in it)]."""
        return [
            *self._find_ends(domain),
            *self._find_steps(domain, currency, day),
            *self._find_revised(domain),
            *self._find_starts(domain, currency, day),
        ]

    @api.model
    def _get_ending_domain(self):
        """Return the domain of subscriptions whose end is known, and when that is."""
        cancelled = Domain("cancel_date", "!=", False)
        term = Domain("renewal", "!=", "automatic") & Domain("date_end", "!=", False)
        running = Domain("state", "=", lifecycle.ACTIVE)
        return running & cancelled, running & ~cancelled & term

    @api.model
    def _find_ends(self, domain):
        """Return what ends, each with what it brings today."""
        ends = zip(("cancel_date", "date_end"), self._get_ending_domain(), strict=True)
        return [
            (month, -amount)
            for name, ending in ends
            for month, amount in self.env["subscription.subscription"]._read_group(
                domain & ending, [f"{name}:month"], ["mrr:sum"]
            )
        ]

    @api.model
    def _get_going_on_domain(self, domain):
        """Return the domain of rows of subscriptions that run without a known end."""
        cancelled, term = self._get_ending_domain()
        running = domain & Domain("state", "=", lifecycle.ACTIVE) & ~cancelled & ~term
        return Domain("subscription_id", "any", running)

    @api.model
    def _find_revised(self, domain):
        """Return by how much price revisions that are confirmed change what goes on."""
        planned = Domain("state", "=", "planned")
        return self.env["subscription.price.revision.line"]._read_group(
            planned & self._get_going_on_domain(domain), ["day:month"], ["mrr_change:sum"]
        )

    @api.model
    def _find_steps(self, domain, currency, day):
        """Return other prices that are laid out, of subscriptions without a known end."""
        own = self._get_going_on_domain(domain)
        begins = Domain("phase_waits", "=", True) & Domain("date_from", ">", day)
        ends = Domain("next_line_ids.phase_waits", "=", True) & Domain("date_to", ">", day)
        return [
            *self._sum_lines(own & begins, "date_from", currency, day),
            *(
                (month, -amount)
                for month, amount in self._sum_lines(own & ends, "date_to", currency, day)
            ),
        ]

    @api.model
    def _find_starts(self, domain, currency, day):
        """Return what is agreed to begin later."""
        waiting = domain & Domain("state", "=", lifecycle.SCHEDULED)
        waiting &= Domain("date_start", ">", day)
        lines = Domain("subscription_id", "any", waiting)
        lines &= Domain("phase_waits", "=", False) & Domain("date_to", "=", False)
        return self._sum_lines(lines, "subscription_id.date_start", currency, day)

    @api.model
    def _sum_lines(self, domain, date, currency, day):
        """Return [(month, monthly amount)] of these lines, by the month of `date`."""
        groups = self.env["subscription.line"]._read_group(
            domain,
            [
                f"{date}:month",
                "subscription_id.interval_count",
                "subscription_id.interval_unit",
                "subscription_id.plan_id",
                "subscription_id.currency_id",
            ],
            ["price_subtotal:sum"],
        )
        company = self.env.company
        found = []
        for month, count, unit, plan, own, amount in groups:
            here = own._convert(amount, currency, company, day, round=False)
            # Where it bills in a season, that is its part of the year.
            months = len(plan._get_months()) if plan else 12
            monthly = mrr.monthly(here, Interval(count, unit), months)
            found.append((month, float(monthly)))
        return found
