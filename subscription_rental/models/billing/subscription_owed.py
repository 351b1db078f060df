from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...billing import collection, owed

# They stand in an index of their own: what is late is found without reading its lines.
LATE = tuple(
    f"account_move_line.{name}"
    for name in ("rental_subscription_id", "move_id", "price_total")
)
# Late lines first: they are few among those of all subscriptions.
OWED = """
    WITH late AS MATERIALIZED (%(late)s)
    SELECT move.currency_id,
           SUM(move.amount_residual) FILTER (WHERE part.billed = move.amount_total),
           ARRAY_AGG(move.id) FILTER (WHERE part.billed != move.amount_total)
      FROM (SELECT move_id, SUM(price_total) AS billed
              FROM late WHERE rental_subscription_id IN %(mine)s GROUP BY move_id) part
      JOIN account_move move ON move.id = part.move_id
  GROUP BY move.currency_id
"""


class SubscriptionSubscription(models.Model):
    """Who pays a subscription, and what is unpaid of it."""

    _inherit = "subscription.subscription"

    amount_owed = fields.Monetary(
        string="Owed",
        compute="_compute_owed",
        help="Its share of the invoices that are unpaid after their due date, with taxes.",
    )
    owed_since = fields.Date(
        compute="_compute_owed", help="The due date of the oldest of these invoices."
    )

    @api.depends("is_past_due")
    def _compute_owed(self):
        late = self._get_late_moves()
        parts = self._get_parts_of(late)
        found = {}
        for move in late.sorted("invoice_date_due"):
            shares = owed.shares(
                move.amount_residual, parts[move], move.currency_id.rounding
            )
            for subscription, amount in shares.items():
                found.setdefault(subscription, []).append((amount, move.invoice_date_due))
        for subscription in self:
            rows = found.get(subscription._origin, [])
            subscription.amount_owed = sum(amount for amount, _day in rows)
            subscription.owed_since = rows[0][1] if rows else False

    @api.model
    def _sum_owed(self, domain):
        """Return {currency: what is owed of the subscriptions in `domain`}.

        Invoices that bill nothing else are added up in the database: they may be many.
        """
        mine = self._search(domain)
        sums, rest = self._sum_own_invoices(mine)
        parts = self._get_parts_of(rest)
        known = self.union(*(one for part in parts.values() for one in part))
        own = self.search(Domain("id", "in", mine) & Domain("id", "in", known.ids))
        for move in rest:
            shares = owed.shares(
                move.amount_residual, parts[move], move.currency_id.rounding
            )
            amount = sum(amount for one, amount in shares.items() if one in own)
            sums[move.currency_id] = sums.get(move.currency_id, 0.0) + amount
        return sums

    @api.model
    def _sum_own_invoices(self, mine):
        """Return {currency: owed of late invoices of `mine` alone}, and the other ones.

        :param mine: the query of the subscriptions
        """
        # Facts about the user's own records.
        lines = self.env["account.move.line"].sudo()
        lines.flush_model(["rental_subscription_id", "move_id", "price_total"])
        lines.move_id.flush_model(["currency_id", "amount_residual", "amount_total"])
        late = lines._search(self._late_lines_domain(Domain.TRUE)).subselect(*LATE)
        found = self.env.execute_query(SQL(OWED, late=late, mine=mine.subselect()))
        currencies, moves = self.env["res.currency"], self.env["account.move"].sudo()
        sums = {currencies.browse(row[0]): float(row[1]) for row in found if row[1]}
        return sums, moves.browse([id_ for row in found for id_ in row[2] or ()])

    def action_view_owed(self):
        """Open the invoices of this subscription that are unpaid after their date."""
        self.ensure_one()
        self.check_access("read")
        return self._get_late_moves().sudo(False)._action_view_rental_invoices()

    def _get_late_moves(self):
        """Return the invoices of these subscriptions that are unpaid after their date."""
        lines = self.env["account.move.line"].sudo()  # facts about the user's own records
        groups = lines._read_group(
            self._late_lines_domain(Domain("id", "in", self.ids)), ["move_id"]
        )
        return lines.move_id.union(*(move for (move,) in groups))

    @api.model
    def _get_parts_of(self, moves):
        """Return {invoice: {subscription: what it bills of it}}, the rest as well."""
        parts = {move: {} for move in moves}
        groups = moves.env["account.move.line"]._read_group(
            [("move_id", "in", moves.ids), ("display_type", "=", "product")],
            ["move_id", "rental_subscription_id"],
            ["price_total:sum"],
        )
        for move, subscription, amount in groups:
            parts[move][subscription.with_env(self.env)] = amount
        return parts

    def _get_open_invoices(self):
        """Return the posted, unpaid invoices of these subscriptions' present customers."""
        # Facts about the user's own records.
        moves = self.env["account.move"].sudo()
        found = moves.search(
            Domain("line_ids.rental_subscription_id", "in", self.ids)
            & Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", collection.UNPAID)
        )
        return found.filtered(lambda move: self & move._get_debtors())

    def _get_payers(self):
        """Return the customers whose methods may be charged for this subscription."""
        self.ensure_one()
        partners = self.partner_id | self.partner_invoice_id
        return partners.commercial_partner_id
