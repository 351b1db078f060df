from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import collection, owed


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
        mine = Domain("id", "in", self._search(domain))
        # Facts about the user's own records.
        moves = self.env["account.move"].sudo()
        late = Domain("line_ids", "any", self._late_lines_domain(mine))
        others = Domain("display_type", "=", "product")
        others &= ~Domain("rental_subscription_id", "any", mine)
        shared = Domain("line_ids", "any", others)
        sums = dict(
            moves._read_group(late & ~shared, ["currency_id"], ["amount_residual:sum"])
        )
        rest = moves.search(late & shared)
        parts = self._get_parts_of(rest)
        known = self.union(*(one for part in parts.values() for one in part))
        own = self.search(mine & Domain("id", "in", known.ids))
        for move in rest:
            shares = owed.shares(
                move.amount_residual, parts[move], move.currency_id.rounding
            )
            amount = sum(amount for one, amount in shares.items() if one in own)
            sums[move.currency_id] = sums.get(move.currency_id, 0.0) + amount
        return sums

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
