from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ...billing import lifecycle, write_off

# So many invoices are looked at at once.
LOOKED_AT_ONCE = 500


class SubscriptionWriteOff(models.Model):
    """The list of what the rule of a company proposes, brought up to date."""

    _inherit = "subscription.write.off"

    @api.model
    def action_open_proposals(self):
        """Open the list, brought up to date for who decides on it."""
        self.check_access("read")
        if self._may_write_off():
            for company in self.env.companies:
                self._propose(company, company._subscription_today())
        return self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_write_off_action"
        )

    @api.model
    def _propose(self, company, today):
        """Propose what the rule of `company` says today; drop what it no longer says."""
        # The list is the system's, made of invoices of the whole company.
        company, moves = company.sudo(), self.env["account.move"].sudo()
        found = []
        if company.subscription_write_off_account_id:
            ids = moves._search(moves._lost_domain(company, today)).get_result_ids()
            for part in split_every(LOOKED_AT_ONCE, ids):
                rows = moves.browse(part)._get_write_off_rows(company, today)
                self._insert_proposals(rows)
                found += [row[0] for row in rows]
                # However many there are, no more than one part is in memory.
                moves.env.flush_all()
                moves.env.invalidate_all()
        gone = Domain("company_id", "=", company.id) & Domain("state", "=", "proposed")
        self.sudo().search(gone & Domain("move_id", "not in", found)).unlink()

    @api.model
    def _insert_proposals(self, rows):
        """Insert these rows, or write their amounts; what was decided on stays as it is."""
        if not rows:
            return
        self.flush_model()
        self.env.execute_query(
            SQL(
                """INSERT INTO subscription_write_off
                          (move_id, company_id, partner_id, date_due, amount,
                           move_amount, ground, state, date_proposed)
                   VALUES %s
                   ON CONFLICT (move_id) DO UPDATE
                      SET amount = EXCLUDED.amount, ground = EXCLUDED.ground,
                          move_amount = EXCLUDED.move_amount,
                          date_due = EXCLUDED.date_due
                    WHERE subscription_write_off.state = 'proposed'
                RETURNING 1""",
                SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )
        self.invalidate_model()


class AccountMove(models.Model):
    """What an unpaid invoice says to the rule."""

    _inherit = "account.move"

    def _lost_domain(self, company, today):
        """Return the domain of unpaid invoices of `company` that are late."""
        return self._unpaid_domain(company, today) & Domain("invoice_date_due", "<", today)

    def _get_write_off_rows(self, company, today):
        """Return the row of each of these invoices that the rule proposes."""
        rule = company._get_write_off_rule()
        pending = self._get_pending_claims(company, today)
        rows = []
        for move in self:
            subscriptions = move.line_ids.rental_subscription_id
            claim = write_off.Claim(
                amount=move.amount_residual_signed,
                due=move.invoice_date_due,
                is_over=all(one.is_closed for one in subscriptions),
                is_pending=move in pending,
            )
            reason = write_off.reason(claim, rule, today)
            if reason:
                rows.append(move._get_write_off_row(company, reason, today))
        return rows

    def _get_write_off_row(self, company, reason, today):
        """Return the row of this invoice, as `_insert_proposals` takes it."""
        self.ensure_one()
        return (
            self.id,
            company.id,
            self.commercial_partner_id.id,
            self.invoice_date_due,
            self.amount_residual_signed,
            self.amount_residual,
            reason,
            "proposed",
            today,
        )

    def _get_pending_claims(self, company, today):
        """Return those of these invoices of which something may still come.

        An override adds what its addon waits for.
        """
        cases = self.env["subscription.dunning.case"].sudo()
        # On hold a person talks to the customer; a terminated one may still be revived.
        waits = cases.search(
            Domain("move_id", "in", self.ids)
            & Domain("state", "!=", "ended")
            & (
                Domain("state", "in", ("held", "terminated"))
                | Domain("suspended_ids", "!=", False)
            )
        )
        stopped = self.filtered(
            lambda move: (
                lifecycle.SUSPENDED in move.line_ids.rental_subscription_id.mapped("state")
            )
        )
        paying = self.filtered(lambda move: move._is_being_paid())
        return waits.move_id | stopped | paying | self._with_open_credit(company, today)
