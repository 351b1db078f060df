from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...billing import figures, lifecycle, trend
from ...billing.mrr import PAUSED

# Whole months that shares are of, and the present one.
MONTHS = 13
TAG = "partner_id.category_id"
MOVEMENTS = "subscription_rental.subscription_mrr_movement_action"
SUBSCRIPTIONS = "subscription_rental.subscription_subscription_action"


class SubscriptionFigures(models.AbstractModel):
    """The owner's figures, read off the ledger of monthly revenue (OV2).

    Nothing is counted with more rights than the user has. Companies with another currency
    than the first one are left out: amounts of two currencies make no sum.
    """

    _name = "subscription.figures"
    _description = "Key Figures"

    @api.model
    @api.readonly
    def get_figures(self, scope=None):
        """Return all that the screen shows to the user.

        :param scope: {name of a scope: the chosen one of its options}, as of *Today*
        """
        movements = self.env["subscription.mrr.movement"]
        movements.check_access("read")
        scopes, chosen, currency = self._read_chosen(scope)
        day = self.env.company._subscription_today()
        firsts = trend.months(day, MONTHS)
        domain = self._get_domain(chosen, currency, "subscription_id")
        kinds = self._read_kinds(domain)
        table = figures.table(kinds, firsts)
        resting = -sum(amount for (_month, kind), amount in kinds.items() if kind == PAUSED)
        began = self._read_cohorts(domain)
        people = self._count_customers(domain, firsts)
        labels = [format_date(self.env, first, date_format="MMM yyyy") for first in firsts]
        return {
            "scopes": [one for one in scopes if self._can_narrow(one)],
            "note": self._get_left_out(currency),
            "labels": labels,
            "tiles": self._get_tiles(table, began, people, resting, currency),
            "movements": self._tell_movements(table, currency),
            "cohorts": self._tell_cohorts(began, firsts, labels),
            "reasons": self._get_reasons(firsts[0], chosen, currency),
            "forecast": self._tell_forecast(table[-1].closing, chosen, currency, day),
        }

    @api.model
    def action_open_figure(self, name, scope=None, month=None):
        """Open the rows behind a figure.

        :param name: a kind of movement, `cohort` or `running`
        :param month: its place on the screen, for a kind or a cohort
        """
        _scopes, chosen, currency = self._read_chosen(scope)
        firsts = trend.months(self.env.company._subscription_today(), MONTHS)
        kinds = dict(self.env["subscription.mrr.movement"]._fields["kind"].selection)
        valid = month is None or (isinstance(month, int) and 0 <= month < len(firsts))
        if not valid or name not in {*kinds, "cohort", "running"}:
            raise UserError(
                self.env._("This is no longer on the screen: load the page again.")
            )
        begins, ends = firsts[month or 0], trend.months_after(firsts[month or 0], 1)
        if name in kinds:
            domain = Domain("kind", "=", name) & Domain("date", ">=", begins)
            if month is not None:
                domain &= Domain("date", "<", ends)
            return self._open(MOVEMENTS, domain, chosen, currency, "subscription_id")
        domain = Domain("mrr", "!=", 0)
        if name == "cohort":
            # Of a start that moved, too: the ledger is what counts.
            domain = Domain("mrr_movement_ids.kind", "!=", False)
            domain &= Domain("date_start", ">=", begins) & Domain("date_start", "<", ends)
        return self._open(SUBSCRIPTIONS, domain, chosen, currency, "")

    @api.model
    def _open(self, action, domain, chosen, currency, path):
        window = self.env["ir.actions.act_window"]._for_xml_id(action)
        shown = "subscription_id" if path else ""
        return {
            **window,
            "views": [[False, "list"], [False, "form"]],
            "context": {"create": False},
            "domain": list(domain & self._get_domain(chosen, currency, shown)),
            "path": False,
        }

    # === of what === #

    @api.model
    def _read_chosen(self, scope):
        """Return (scopes, what was chosen of them, the currency of the figures)."""
        today = self.env["subscription.today"]
        scopes = [*today._get_scopes(), *self._get_own_scopes()]
        chosen = today._read_scope(scope or {}, scopes)
        company = self.env["res.company"].browse(chosen.get("company_id"))
        return scopes, chosen, (company or self.env.company).currency_id

    @api.model
    def _can_narrow(self, scope):
        """Return whether there is something to choose: one tag is, not all have it."""
        return len(scope["options"]) > (0 if scope["name"] == TAG else 1)

    @api.model
    def _get_own_scopes(self):
        """Return what these figures can be narrowed to beside shop and company.

        It is compared with what the subscriptions are today: all of the history of one
        that has changed its plan is the present plan's.
        """
        found = {
            "plan_id": (self.env._("Plan"), self.env["subscription.plan"].search([])),
            "line_ids.product_id.product_tmpl_id": (
                self.env._("Product"),
                self.env["subscription.plan.line"].search([]).product_tmpl_id,
            ),
            "team_id": (self.env._("Sales Team"), self.env["crm.team"].search([])),
            TAG: (
                self.env._("Tag of the Customer"),
                self.env["res.partner.category"].search([]),
            ),
        }
        return [
            {
                "name": name,
                "label": label,
                "options": [(one.id, one.display_name) for one in records],
            }
            for name, (label, records) in found.items()
        ]

    @api.model
    def _get_domain(self, chosen, currency, path):
        """Return the domain of what counts: in this scope, and in this currency."""
        companies = self.env.companies.filtered(lambda one: one.currency_id == currency)
        known = Domain("company_id", "in", companies.ids)
        return self.env["subscription.today"]._narrow(known, chosen, path)

    @api.model
    def _get_left_out(self, currency):
        """Return a sentence about companies that are not counted; "" if all are."""
        left = self.env.companies.filtered(lambda one: one.currency_id != currency)
        if not left:
            return ""
        return self.env._(
            "Not counted, because they have another currency: %(companies)s.",
            companies=", ".join(left.mapped("name")),
        )

    # === read off the ledger === #

    @api.model
    def _read_kinds(self, domain):
        """Return {(first day of a month, kind): what it came to}."""
        groups = self.env["subscription.mrr.movement"]._read_group(
            domain, ["date:month", "kind"], ["amount:sum"]
        )
        return {(month, kind): amount for month, kind, amount in groups}

    @api.model
    def _read_cohorts(self, domain):
        """Return {(month of the start, month of the movement): what it came to}."""
        groups = self.env["subscription.mrr.movement"]._read_group(
            domain, ["subscription_id.date_start:month", "date:month"], ["amount:sum"]
        )
        found = {}
        for began, month, amount in groups:
            # A line that was there before the agreed start counts from its own day.
            key = (min(began or month, month), month)
            found[key] = found.get(key, 0.0) + amount
        return found

    @api.model
    def _get_reasons(self, since, chosen, currency):
        """Return why subscriptions were cancelled since then: the most frequent first."""
        domain = self._get_domain(chosen, currency, "")
        groups = self.env["subscription.subscription"]._read_group(
            domain
            & Domain("state", "=", lifecycle.CANCELLED)
            & Domain("billing_anchor", "!=", False)
            & Domain("date_closed", ">=", since),
            ["cancel_reason"],
            ["__count"],
            order="__count DESC",
        )
        total = sum(count for _reason, count in groups)
        return [
            {
                "label": reason or self.env._("No reason given"),
                "count": count,
                "share": round(100 * count / total),
            }
            for reason, count in groups[:10]
        ]
