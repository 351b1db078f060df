from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...billing import deferral


class SubscriptionClosing(models.Model):
    """The entry of deferred revenue: previewed, booked once, undone as a whole."""

    _inherit = "subscription.closing"

    deferral_ids = fields.One2many("subscription.deferral", "closing_id", readonly=True)
    defers = fields.Boolean(compute="_compute_deferral_told")
    deferral_rules = fields.Text(string="Rules", compute="_compute_deferral_told")
    deferral_preview = fields.Html(
        string="Preview", compute="_compute_deferral_preview", sanitize=False
    )

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_deferral_told(self):
        for closing in self:
            closing.defers = closing.company_id.sudo()._defers()
            closing.deferral_rules = "\n".join(closing._get_deferral_rules())

    def _get_deferral_rules(self):
        """Return how revenue is spread in this company, one sentence each.

        An override adds what its addon sells.
        """
        self.ensure_one()
        company = self.company_id.sudo()
        if not company._defers():
            return [self.env._("Revenue counts in the month of its invoice.")]
        chosen = [
            company._fields[name].convert_to_export(company[name], company)
            for name in ("subscription_deferral_method", "subscription_deferral_short")
        ]
        return [
            self.env._("Periods: %(method)s.", method=chosen[0]),
            self.env._("Periods of up to a month: %(rule)s.", rule=chosen[1]),
            self.env._(
                "A plan by the year is a period like others: each month gets its part. "
                "What was invoiced after its days counts in the month of the invoice."
            ),
            self.env._(
                "Setup fees, charges without days and deposits are not spread; deposits "
                "stand on an account of their own."
            ),
        ]

    def _booking_domain(self, moves):
        """Return the domain of the month ends that booked one of these entries.

        An override adds entries of its own.
        """
        return Domain("deferral_move_id", "in", moves.ids)

    def _get_entries(self):
        """Return the entries that this month end booked; an override adds its own."""
        return self.deferral_move_id

    # === preview === #

    def _get_landing_domain(self):
        """Return the domain of the rows that would be booked with this month end."""
        self.ensure_one()
        rows = self.env["subscription.deferral"]
        company = self.company_id.sudo()
        domain = rows._open_domain(company, self.date_month)
        first = company._get_first_open_month()
        if first and self.date_month < first:
            # What is for a locked month is booked elsewhere.
            return Domain.FALSE
        if self.date_month != first:
            domain &= Domain("date_month", "=", self.date_month)
        return domain

    @api.depends("date_month", "deferral_move_id")
    def _compute_deferral_preview(self):
        for closing in self:
            # Whoever sees the month end may see what it would book.
            domain = closing._get_landing_domain()
            sums = closing.sudo().env["subscription.deferral"]._get_sums(domain)
            closing.deferral_preview = closing._show_entry_lines(
                closing._get_entry_lines(sums)
            )

    def _show_entry_lines(self, lines):
        """Return these lines of an entry as a table; empty without lines."""
        if not lines:
            return False
        head = Markup("<tr><th>%s</th><th class='text-end'>%s</th></tr>") % (
            self.env._("Account"),
            self.env._("Balance"),
        )
        rows = Markup().join(
            Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>")
            % (account.display_name, self.currency_id.format(balance))
            for account, _distribution, balance in lines
        )
        return Markup("<table class='table table-sm w-auto'>%s%s</table>") % (head, rows)

    # === booking === #

    def _get_entry_lines(self, sums):
        """Return [(account, analytic distribution, balance)] of an entry for these sums.

        :param sums: as of `_get_sums`: by so much revenue changes
        """
        revenue, waiting = {}, {}
        for account, standing, distribution, amount in sums:
            key = (account, str(distribution))
            _same, before = revenue.get(key, (distribution, 0.0))
            revenue[key] = (distribution, before - float(amount))
            waiting[standing] = waiting.get(standing, 0.0) + float(amount)
        lines = [
            (account, distribution, balance)
            for (account, _key), (distribution, balance) in revenue.items()
        ] + [(account, None, balance) for account, balance in waiting.items()]
        return [(one, how, self.currency_id.round(total)) for one, how, total in lines]

    def _defer(self, today):
        """Book what is to be booked up to this month, each month with its own entry.

        Doing it again books what came since, and nothing twice.
        """
        self.ensure_one()
        company = self.company_id.sudo()
        self._check_month_is_open(today)
        rows = self.env["subscription.deferral"].sudo()
        rows._lay_out_deferrals(company, self.last_day)
        for closing in self._get_months_to_book(rows):
            closing.sudo()._book_deferrals(rows)

    def _check_month_is_open(self, today):
        """Raise UserError if this month is locked, or has not begun."""
        self.ensure_one()
        first = self.company_id.sudo()._get_first_open_month()
        if first and self.date_month < first:
            raise UserError(
                self.env._(
                    "%(month)s is locked: what is late is booked with the next open month.",
                    month=self.display_name,
                )
            )
        if self.date_month > today:
            raise UserError(
                self.env._("%(month)s has not begun yet.", month=self.display_name)
            )

    def _get_months_to_book(self, rows):
        """Return the month ends up to this one that have something to be booked."""
        self.ensure_one()
        company = self.company_id.sudo()
        domain = rows._open_domain(company, self.date_month)
        first = company._get_first_open_month()
        months = {
            deferral.lands_in(fields.Date.to_date(month), first)
            for (month,) in rows._read_group(domain, ["date_month:month"])
        }
        closings = [self._get_for(company, month) for month in sorted(months)]
        return self.browse().union(*closings)

    def _book_deferrals(self, rows):
        """Book the rows that wait for this month: all of it in one entry."""
        self.ensure_one()
        rows._book_in(self)
        lines = self._get_entry_lines(rows._get_sums([("closing_id", "=", self.id)]))
        entry = self.deferral_move_id
        # An entry without its month end is nobody's: it may be changed.
        self.deferral_move_id = False
        if entry:
            entry.button_draft()
        self.deferral_move_id = self._post_entry(
            entry, lines, self.last_day, self.env._("Deferred revenue")
        )

    def _post_entry(self, entry, lines, day, what):
        """Return `entry`, or a new one, posted on `day` with these lines."""
        self.ensure_one()
        name = f"{what} {self.display_name}"
        shown = [line for line in lines if not self.currency_id.is_zero(line[2])]
        vals = {
            "date": day,
            "ref": name,
            "line_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": name,
                            "account_id": account.id,
                            "balance": balance,
                            "analytic_distribution": distribution,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for account, distribution, balance in shown or lines
                ),
            ],
        }
        if entry:
            entry.write(vals)
        else:
            company = self.company_id
            journal = company.subscription_deferral_journal_id
            entry = entry.with_company(company).create(
                {
                    **vals,
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "company_id": company.id,
                }
            )
        entry._post(soft=False)
        return entry

    def _undo_deferral(self):
        """Take the entry of this month back: its rows wait for another one."""
        self.ensure_one()
        self._check_month_is_open(self.date_month)
        later = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_month", ">", self.date_month),
                ("deferral_move_id", "!=", False),
            ],
            order="date_month desc",
            limit=1,
        )
        if later:
            raise UserError(self.env._("Undo %(month)s first.", month=later.display_name))
        closing = self.sudo()
        entry = closing.deferral_move_id
        closing.env["subscription.deferral"]._take_out(closing)
        closing.deferral_move_id = False
        entry.button_draft()
        entry.button_cancel()

    # === buttons === #

    def action_defer(self):
        """Book the deferred revenue of this month, and of months before that wait."""
        self._check_may_close()
        for closing in self:
            closing._defer(closing.company_id._subscription_today())
            closing._told(self.env._("Deferred revenue booked."))
        self._count_figures()

    def action_undo_deferral(self):
        """Take back the entry of deferred revenue."""
        self._check_may_close()
        for closing in self.filtered("deferral_move_id"):
            entry = closing.deferral_move_id.sudo().display_name
            closing._undo_deferral()
            closing._told(self.env._("Deferred revenue undone: %(entry)s.", entry=entry))
        self._count_figures()

    def action_view_deferrals(self):
        """Open the rows behind the entry of deferred revenue."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "domain": [("closing_id", "=", self.id)],
            "name": self.env._("Deferred Revenue"),
            "res_model": "subscription.deferral",
            "view_mode": "list,pivot",
        }

    def _told(self, body):
        """Note on this month end what the user did."""
        self.sudo()._message_log(body=body)
