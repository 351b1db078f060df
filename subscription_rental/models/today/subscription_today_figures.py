from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_date, formatLang

from ...billing import lifecycle, trend
from .subscription_today import Door
from .subscription_today_doors import SUBSCRIPTIONS

# So many months a trend is of, this one last.
MONTHS = 12


class SubscriptionToday(models.AbstractModel):
    """How it goes: monthly revenue, what is active, what began and what ended (OV1)."""

    _inherit = "subscription.today"

    @api.model
    def _get_figures(self, scope, day):
        """Return the figures of the screen, each with what it was month by month."""
        firsts = trend.months(day, MONTHS)
        began = self._count_months("date_start", self._began_domain(), scope)
        ended = self._count_months("date_closed", self._churned_domain(), scope)
        net = {
            month: began.get(month, 0) - ended.get(month, 0) for month in {*began, *ended}
        }
        labels = [format_date(self.env, first, date_format="MMM yyyy") for first in firsts]
        counts = {
            "active": trend.levels(net, firsts),
            "new": trend.amounts(began, firsts),
            "churned": trend.amounts(ended, firsts),
        }
        doors = {door.name: door for door in self._get_figure_doors(day)}
        return [
            *self._get_revenue(scope, firsts, labels),
            *(
                {
                    "name": name,
                    "door": name,
                    "label": doors[name].label,
                    "shown": f"{trended[-1]:g}",
                    "labels": labels,
                    "values": trended,
                    "is_level": name == "active",
                }
                for name, trended in counts.items()
            ),
        ]

    @api.model
    def _began_domain(self):
        """Return the domain of subscriptions that have begun, whatever became of them."""
        return Domain("billing_anchor", "!=", False) & Domain("date_start", "!=", False)

    @api.model
    def _churned_domain(self):
        """Return the domain of subscriptions that have begun and are over."""
        closed = Domain("state", "in", sorted(lifecycle.CLOSED))
        return self._began_domain() & closed & Domain("date_closed", "!=", False)

    @api.model
    def _get_figure_doors(self, day):
        """Return the doors behind the figures: the records that they count."""
        first = day.replace(day=1)

        def this_month(name):
            until = first + relativedelta(months=1)
            return Domain(name, ">=", first) & Domain(name, "<", until)

        domains = {
            "mrr": (self.env._("MRR"), Domain("mrr", "!=", 0)),
            "active": (
                self.env._("Active"),
                self._began_domain() & Domain("state", "in", sorted(lifecycle.RUNNING)),
            ),
            "new": (
                self.env._("New this month"),
                self._began_domain() & this_month("date_start"),
            ),
            "churned": (
                self.env._("Churned this month"),
                self._churned_domain() & this_month("date_closed"),
            ),
        }
        return [
            Door(name, label, "subscription.subscription", domain, SUBSCRIPTIONS)
            for name, (label, domain) in domains.items()
        ]

    @api.model
    def _count_months(self, field, domain, scope):
        """Return {first day of a month: how many subscriptions have that date in it}."""
        groups = self.env["subscription.subscription"]._read_group(
            self._narrow(domain, scope), [f"{field}:month"], ["__count"]
        )
        return {month.date() if hasattr(month, "hour") else month: n for month, n in groups}

    @api.model
    def _get_revenue(self, scope, firsts, labels):
        """Return the monthly revenue, a figure for each currency of the companies."""
        changes = self.env["subscription.mrr.movement"]._read_group(
            self._narrow([], scope, "subscription_id"),
            ["company_id", "date:month"],
            ["amount:sum"],
        )
        by_currency = {company.currency_id: {} for company in self.env.companies}
        for company, month, amount in changes:
            # A movement of a start to come counts from its month on.
            known = by_currency[company.currency_id]
            known[month] = known.get(month, 0.0) + amount
        by_currency = {
            currency: known for currency, known in by_currency.items() if known
        } or {self.env.company.currency_id: {}}
        return [
            self._tell_revenue(currency, known, firsts, labels)
            for currency, known in by_currency.items()
        ]

    def _tell_revenue(self, currency, changes, firsts, labels):
        """Return the figure of the monthly revenue in one currency."""
        values = [currency.round(value) for value in trend.levels(changes, firsts)]
        return {
            "name": f"mrr_{currency.name}",
            "door": "mrr",
            "label": self.env._("MRR"),
            "shown": formatLang(self.env, values[-1], currency_obj=currency),
            "labels": labels,
            "values": values,
            "is_level": True,
        }
