from odoo import api, models
from odoo.tools.misc import formatLang

from ...billing import figures

# What stands where there is no figure.
NONE = "-"


class SubscriptionFigures(models.AbstractModel):
    """What the screen says of the figures: each with a sentence of what it is."""

    _inherit = "subscription.figures"

    @api.model
    def _get_tiles(self, table, began, people, resting, currency):
        """Return the figures that stand on top, as text.

        Shares are of the whole months; revenue and customers are those of today.
        """
        mrr, whole = table[-1].closing, table[:-1]
        there, won, lost = people[-1]
        customers = there + won - lost
        each = figures.share(mrr, customers) or 0
        churn = figures.average(month.churn for month in whole)
        leaving = figures.average(
            figures.share(gone, count) for count, _won, gone in people[:-1]
        )
        gross = figures.average(month.gross_retention for month in whole)
        kept = figures.retained(began, table[1].first, table[-1].first)
        value = figures.lifetime_value(each, churn)
        money = self._get_money(currency)
        shown = {
            "mrr": money(mrr),
            "arr": money(12 * mrr),
            "customers": f"{customers}",
            "each": money(each),
            "churn": self._percent(churn),
            "logo_churn": self._percent(leaving),
            "gross": self._percent(gross),
            "net": self._percent(kept),
            "value": money(value) if value else NONE,
            "resting": money(resting),
        }
        said = {**self._get_meanings(), "value": self._tell_value(each, churn, money)}
        return [
            {"name": name, "label": label, "shown": shown[name], "sentence": said[name]}
            for name, label in self._get_figure_labels().items()
        ]

    @api.model
    def _get_figure_labels(self):
        """Return {name of a figure: what it is called}, in the order of the screen."""
        return {
            "mrr": self.env._("MRR"),
            "arr": self.env._("ARR"),
            "customers": self.env._("Customers"),
            "each": self.env._("Average per Customer"),
            "churn": self.env._("Revenue Churn"),
            "logo_churn": self.env._("Customer Churn"),
            "gross": self.env._("Gross Revenue Retention"),
            "net": self.env._("Net Revenue Retention"),
            "value": self.env._("Lifetime Value"),
            "resting": self.env._("At Rest"),
        }

    @api.model
    def _get_meanings(self):
        """Return {name of a figure: what it is, in one sentence}."""
        return {
            "mrr": self.env._("What runs is worth a month, before taxes."),
            "arr": self.env._("Twelve times the MRR."),
            "customers": self.env._("They have a subscription that runs, or is at rest."),
            "each": self.env._("The MRR, divided by the customers."),
            "churn": self.env._(
                "Of the MRR at the beginning of a month, so much is cancelled in it: the "
                "mean of twelve months."
            ),
            "logo_churn": self.env._(
                "Of the customers at the beginning of a month, so many leave in it: the "
                "mean of twelve months."
            ),
            "gross": self.env._(
                "Of the MRR at the beginning of a month, so much is neither cancelled nor "
                "reduced in it: the mean of twelve months."
            ),
            "net": self.env._(
                "Of the MRR a year ago, so much is there today of the same subscriptions: "
                "what grew is in it, what is new is not."
            ),
            "resting": self.env._("Paused or suspended now: neither lost nor earned."),
        }

    @api.model
    def _get_money(self, currency):
        """Return a function that writes an amount as people of the language do."""
        return lambda amount: formatLang(
            self.env, currency.round(float(amount)), currency_obj=currency
        )

    @api.model
    def _percent(self, share):
        """Return a share as text; a dash where there is none."""
        if share is None:
            return NONE
        number = formatLang(self.env, 100 * float(share), digits=1)
        return self.env._("%(number)s %%", number=number)

    @api.model
    def _tell_value(self, each, churn, money):
        if not churn:
            return self.env._(
                "The average per customer, divided by the revenue churn: nobody has left "
                "yet."
            )
        return self.env._(
            "%(each)s a month, divided by %(churn)s that are lost in it.",
            each=money(each),
            churn=self._percent(churn),
        )

    @api.model
    def _tell_movements(self, table, currency):
        """Return each kind of movement month by month, for the chart."""
        field = self.env["subscription.mrr.movement"]._fields["kind"]
        return [
            {
                "name": kind,
                "label": label,
                "values": [currency.round(float(month.get(kind))) for month in table],
            }
            for kind, label in field._description_selection(self.env)
        ]

    @api.model
    def _tell_cohorts(self, began, firsts, labels):
        """Return the rows of the heat map: what is left of each month's beginners."""
        rows = []
        found = figures.cohorts(began, firsts)
        for number, (_first, levels) in enumerate(found):
            if not levels[0]:
                continue
            shares = [figures.share(level, levels[0]) for level in levels]
            rows.append(
                {
                    "month": number,
                    "label": labels[number],
                    "cells": [
                        {"share": float(one), "shown": f"{round(100 * one)}"}
                        for one in shares
                    ],
                }
            )
        return rows
