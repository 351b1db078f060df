from odoo import api, fields, models
from odoo.fields import Command, Domain

from odoo.addons.subscription_rental.billing import collection as outcomes

from ..sepa import entries
from .res_company import BY_COLLECTION


class SubscriptionSepaCollection(models.Model):
    """A collection that is booked in one entry: one sum, as the bank credits it (BI6)."""

    _inherit = "subscription.sepa.collection"

    entry_ids = fields.One2many(
        "account.move", "rental_sepa_collection_id", string="Entries", readonly=True
    )
    entry_count = fields.Integer(compute="_compute_entry_count", compute_sudo=True)

    @api.depends("entry_ids")
    def _compute_entry_count(self):
        for record in self:
            record.entry_count = len(record.entry_ids)

    def action_view_entries(self):
        """Show the entries of these collections, and those that correct them."""
        own = [("rental_sepa_collection_id", "in", self.ids)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": own,
        }

    def _book_collected(self):
        """Book what was collected of this collection, and is not booked yet, in one entry.

        Where the company books by debit, or the outstanding account is missing, nothing is
        done here: each debit gets its payment.
        """
        self.ensure_one()
        company = self.provider_id.company_id
        account = self.provider_id._get_outstanding_account()
        if company.subscription_sepa_booking != BY_COLLECTION or not account:
            return
        debits = self.env["payment.transaction"].search(
            Domain("rental_collection_id", "=", self.id)
            & Domain("rental_outcome", "=", outcomes.DONE)
            & Domain("is_post_processed", "=", False)
            & Domain("payment_id", "=", False)
            & Domain("rental_booking_line_id", "=", False),
            order="id",
        )
        claimed = debits.try_lock_for_update(allow_referencing=True)
        if claimed:
            day = claimed[:1]._get_first_open_day(self.journal_id)
            entry = self.env["account.move"]._create_kept(
                [self._prepare_entry_vals(claimed, account, day)]
            )
            entry.action_post()
            self._settle_with(entry, claimed)

    def _prepare_entry_vals(self, debits, account, day):
        """Return the entry of these debits: each of its customer, one sum on `account`."""
        self.ensure_one()
        company = self.provider_id.company_id
        sides = entries.collected(
            one._get_side(
                one.currency_id._convert(one.amount, company.currency_id, company, day)
            )
            for one in debits
        )
        own = {one.id: one._prepare_owed_vals() for one in debits}
        waiting = {"account_id": account.id, "name": self.name}
        return {
            "move_type": "entry",
            "journal_id": self.journal_id.id,
            "company_id": company.id,
            "date": day,
            "ref": self.name,
            "rental_sepa_collection_id": self.id,
            "line_ids": [
                Command.create(
                    {
                        **own.get(side.debit, waiting),
                        "sequence": number,
                        "currency_id": self.euro_id.id,
                        "amount_currency": float(side.amount),
                        "balance": float(side.balance),
                    }
                )
                for number, side in enumerate(sides, start=1)
            ],
        }

    def _settle_with(self, entry, debits):
        """Let the credits of an entry pay the invoices of its debits."""
        rows = entry.line_ids.sorted(lambda line: (line.sequence, line.id))
        plan = []
        for debit, row in zip(debits, rows[:-1], strict=True):
            debit._write_kept({"rental_booking_line_id": row.id})
            if owed := debit._get_owed_lines(row.account_id):
                plan.append(row | owed)
        rows._reconcile_plan(plan)
