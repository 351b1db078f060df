from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import collection


class SubscriptionWriteOff(models.Model):
    """The entry of a write-off: booked once, and taken back as a whole."""

    _inherit = "subscription.write.off"

    def _book_losses(self, day, today):
        """Book these losses on `day`, each with an entry that settles its invoice."""
        self._check_may_write_off()
        self._claim_rows("proposed")
        for row in self:
            row._check_bookable(day, today)
            row._book_loss(day, today)

    def _book_loss(self, day, today):
        """Book this loss on `day`, with an entry that settles its invoice."""
        self.ensure_one()
        # Who decides on it has been asked: a person by the button, or a policy.
        move = self.sudo().move_id
        amounts = {
            "amount": move.amount_residual_signed,
            "move_amount": move.amount_residual,
        }
        entry = move._post_write_off(day)
        self._decide("booked", entry_id=entry.id, **amounts)
        move._settle_by(entry)
        move._end_dunning(today)
        move._message_log(
            body=self.env._(
                "Written off: %(amount)s, with %(entry)s.",
                amount=move.currency_id.format(self.move_amount),
                entry=entry._get_html_link(),
            )
        )

    def _check_bookable(self, day, today):
        """Raise UserError unless this row can be booked on `day`."""
        self.ensure_one()
        company, move = self.company_id.sudo(), self.sudo().move_id
        company._check_ready_to_write_off()
        if move.state != "posted" or move.payment_state not in collection.UNPAID:
            raise UserError(
                self.env._(
                    "%(invoice)s is not owed any more: load the list again.",
                    invoice=move.display_name,
                )
            )
        if move in move._get_pending_claims(company, today):
            raise UserError(
                self.env._(
                    "Something may still come of %(invoice)s: a payment on its way, open "
                    "credit, or dunning on hold. Look at it first.",
                    invoice=move.display_name,
                )
            )
        if day > today or day < move.date:
            raise UserError(
                self.env._(
                    "Choose a day from %(first)s to %(last)s for %(invoice)s.",
                    first=format_date(self.env, move.date),
                    last=format_date(self.env, today),
                    invoice=move.display_name,
                )
            )
        self._check_not_locked(day)

    def _check_not_locked(self, day):
        """Raise UserError if nothing can be booked on `day` any more."""
        if self._is_locked(day, has_tax=self.sudo().move_id._takes_taxes_back()):
            raise UserError(
                self.env._(
                    "%(day)s is locked: choose a later day.", day=format_date(self.env, day)
                )
            )

    def _is_locked(self, day, *, has_tax):
        """Return whether nothing can be booked on `day` any more, of taxes say."""
        self.ensure_one()
        company = self.company_id.sudo()
        journal = company.subscription_deferral_journal_id
        locks = company._get_violated_lock_dates(day, has_tax, journal)
        return bool(locks) or company._is_month_closed(day)

    def _sum_entries(self):
        """Return {company: {account: balance}} of the entries that these would have."""
        found = {}
        for row in self.filtered(lambda one: one.state == "proposed"):
            company, move = row.company_id, row.sudo().move_id
            if company.sudo().subscription_write_off_account_id:
                sums = found.setdefault(company, {})
                for line in (*move._get_loss_lines(), *move._get_settling_lines()):
                    account = self.env["account.account"].sudo().browse(line["account_id"])
                    sums[account] = sums.get(account, 0.0) + line["balance"]
        return found

    def action_undo(self):
        """Take these write-offs back: their invoices are owed as before."""
        self._check_may_write_off()
        self._claim_rows("booked")
        for row in self:
            today = row.company_id._subscription_today()
            entry = row.sudo().entry_id
            # What was booked decides, and not what would be booked today.
            is_locked = row._is_locked(entry.date, has_tax=entry._affect_tax_report())
            row._decide("kept", entry_id=False)
            entry._take_back_write_off(is_locked or bool(entry.inalterable_hash), today)
            move = row.sudo().move_id
            move._take_up_dunning(today)
            move._message_log(
                body=self.env._(
                    "Write-off undone: %(entry)s.", entry=entry._get_html_link()
                )
            )


class AccountMove(models.Model):
    """An invoice that is written off, and the entry that does it."""

    _inherit = "account.move"

    def _takes_taxes_back(self):
        """Return whether the taxes of what is not paid of this invoice come back.

        Taxes that are due with the payment never were owed: they go in any case.
        """
        self.ensure_one()
        return self._gets_taxes_back(self.line_ids.tax_ids)

    def _gets_taxes_back(self, taxes):
        """Return whether `taxes` of a line of this invoice come back, if it is lost."""
        kinds = taxes.flatten_taxes_hierarchy().mapped("tax_exigibility")
        in_any_case = "on_payment" in kinds
        return in_any_case or self.company_id.subscription_write_off_taxes == "back"

    def _post_write_off(self, day):
        """Return the entry, posted on `day`, of what is not paid of this invoice."""
        self.ensure_one()
        company = self.company_id
        name = self.env._("Written off: %(invoice)s", invoice=self.name)
        lines = [*self._get_settling_lines(), *self._get_loss_lines()]
        entry = self.with_company(company).create(
            {
                "move_type": "entry",
                "journal_id": company.subscription_deferral_journal_id.id,
                "company_id": company.id,
                "partner_id": self.commercial_partner_id.id,
                "currency_id": self.currency_id.id,
                "date": day,
                "ref": name,
                "line_ids": [
                    Command.create(
                        {"name": name, "partner_id": self.commercial_partner_id.id, **line}
                    )
                    for line in lines
                ],
            }
        )
        entry._post(soft=False)
        return entry

    def _get_settling_lines(self):
        """Return the values of the lines that take what is open off the receivables."""
        self.ensure_one()
        return [
            {
                "account_id": term.account_id.id,
                "currency_id": term.currency_id.id,
                "amount_currency": -term.amount_residual_currency,
                "balance": -term.amount_residual,
                "tax_ids": [Command.clear()],
            }
            for term in self._get_open_terms()
        ]

    def _get_loss_lines(self):
        """Return the values of the lines of the loss, and of taxes that come back.

        Each product line is lost in proportion of what is open of the invoice.
        """
        self.ensure_one()
        bases = self._get_reduced_lines(self.amount_residual)
        for base in bases:
            # As on a credit note: the other way round, on the account of losses.
            base.update(sign=1, is_refund=True)
            base["account_id"] = self.company_id.subscription_write_off_account_id
        back = [base for base in bases if self._gets_taxes_back(base["tax_ids"])]
        whole = [base for base in bases if base not in back]
        return self._balance_loss(
            [
                *(self._prepare_lost_vals(base, _get_whole(base), []) for base in whole),
                *(self._prepare_lost_lines(back) if back else ()),
            ]
        )

    def _prepare_lost_lines(self, bases):
        """Return the values of the lines of what is lost, and of taxes that come back."""
        taxes = self.env["account.tax"]
        taxes._add_accounting_data_in_base_lines_tax_details(
            bases, self.company_id, include_caba_tags=self.always_tax_exigible
        )
        made = taxes._prepare_tax_lines(bases, self.company_id)
        return [
            *(
                self._prepare_lost_vals(base, values, base["tax_ids"].ids)
                for base, values in made["base_lines_to_update"]
            ),
            *made["tax_lines_to_add"],
        ]

    def _prepare_lost_vals(self, base, amounts, tax_ids):
        """Return the values of a line of the loss, for one product line."""
        return {
            "account_id": base["account_id"].id,
            "currency_id": base["currency_id"].id,
            "analytic_distribution": base["analytic_distribution"],
            "tax_ids": [Command.set(tax_ids)],
            **amounts,
        }

    def _balance_loss(self, lines):
        """Let the first line have what rounding has left: the entry balances."""
        for name, owed, currency in (
            ("balance", "amount_residual", self.company_currency_id),
            ("amount_currency", "amount_residual_currency", self.currency_id),
        ):
            wanted = sum(self._get_open_terms().mapped(owed))
            off = wanted - sum(line[name] for line in lines)
            lines[0][name] = currency.round(lines[0][name] + off)
        return lines

    def _settle_by(self, entry):
        """Settle what is open of this invoice with `entry`."""
        self.ensure_one()
        terms, lines = self._get_open_terms(), entry.line_ids
        for account in terms.account_id:
            ours = (terms | lines).filtered(lambda one, own=account: one.account_id == own)
            ours.reconcile()

    def _take_back_write_off(self, is_locked, today):
        """Take this entry back: cancelled, or, once its day is locked, reversed today."""
        self.ensure_one()
        if is_locked:
            self.line_ids.remove_move_reconcile()
            self._reverse_moves([{"date": today, "ref": self.ref}], cancel=True)
        else:
            self.button_draft()
            self.button_cancel()

    def _end_dunning(self, today):
        """Let the dunning of this invoice end with its write-off."""
        cases = self.env["subscription.dunning.case"].sudo()
        cases.search([("move_id", "=", self.id)])._end_written_off(today)

    def _take_up_dunning(self, today):
        """Let a person decide how the dunning of this invoice goes on."""
        cases = self.env["subscription.dunning.case"].sudo()
        cases.search([("move_id", "=", self.id)])._take_up_again(today)


def _get_whole(base):
    """Return the amounts of a line with its taxes: what is lost where they stay owed."""
    details = base["tax_details"]
    return {
        "amount_currency": base["sign"] * details["total_included_currency"],
        "balance": base["sign"] * details["total_included"],
    }
