from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang


class SubscriptionClosing(models.Model):
    """The figures of a month, counted anew on demand; kept as they were once it closes."""

    _inherit = "subscription.closing"

    figure_ids = fields.One2many("subscription.closing.figure", "closing_id", readonly=True)
    counted_at = fields.Datetime(string="Counted", readonly=True)
    unexplained_count = fields.Integer(
        string="Differences without a Reason", compute="_compute_unexplained_count"
    )

    @api.depends("figure_ids.unexplained")
    def _compute_unexplained_count(self):
        for closing in self:
            closing.unexplained_count = len(
                closing.figure_ids.filtered(
                    lambda one: not one.currency_id.is_zero(one.unexplained)
                )
            )

    def _get_month_figures(self):
        """Return the figures of this month, in the order in which they stand there.

        Runs when they are counted, opened or exported; an override adds those of its room
        or addon. It may read all of the company: who sees a month end sees its sums.
        """
        self.ensure_one()
        return []

    def _count_figures(self):
        """Count the figures of these months anew."""
        for closing in self:
            company = closing.company_id.sudo()
            rows = self.env["subscription.deferral"].sudo()
            if company._defers():
                rows._lay_out_deferrals(company, closing.last_day)
            figures = closing.sudo()._get_month_figures()
            # A row of a figure is the system's: users read it.
            found = closing.sudo()
            found.figure_ids.unlink()
            found.figure_ids.create(
                [
                    closing._prepare_figure_vals(number, figure)
                    for number, figure in enumerate(figures)
                ]
            )
            found.counted_at = fields.Datetime.now()

    def _prepare_figure_vals(self, number, figure):
        """Return the values of the row of this figure."""
        self.ensure_one()
        explained = sum(amount for _text, amount in figure.reasons)
        count = 0
        if figure.model:
            # A bare number; its rows are opened with the rights of the user.
            count = self.env[figure.model].sudo().search_count(figure.domain)
        return {
            "closing_id": self.id,
            "sequence": number,
            "code": figure.code,
            "name": figure.label,
            "row_count": count,
            "amount": figure.amount or 0.0,
            "booked": figure.booked or 0.0,
            "difference_amount": figure.gap,
            "unexplained": self.currency_id.round(figure.gap - explained),
            "explanation": self._tell_reasons(figure, figure.note if count else ""),
            "has_amount": figure.amount is not None,
            "has_booked": figure.booked is not None,
            "has_rows": bool(figure.model),
            "is_left": bool(figure.is_bad and count),
        }

    def _tell_reasons(self, figure, note):
        """Return what explains the difference of this figure, and a note, as text."""
        told = [
            f"{text}: {formatLang(self.env, amount, currency_obj=self.currency_id)}"
            for text, amount in figure.reasons
            if not self.currency_id.is_zero(amount)
        ]
        return "\n".join(filter(None, [*told, note]))

    def _get_note_of_no_rows(self):
        """Return the note that the figure has no rows to be shown."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": self.env._("There are no rows behind this figure.")},
        }

    # === what the figures read === #

    def _get_balances(self, accounts, *, whole=True):
        """Return the sum of the balances of `accounts`, as of the last day.

        :param whole: since ever; or of the month alone
        """
        self.ensure_one()
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("account_id", "in", accounts.ids)
            & Domain("date", "<=", self.last_day)
        )
        if not whole:
            domain &= Domain("date", ">=", self.date_month)
        rows = self.env["subscription.deferral"].sudo()
        return sum(rows._read_balances(domain).values())

    def _own_domain(self, field="company_id"):
        return Domain(field, "=", self.company_id.id)

    def _until_last_day(self, field):
        return Domain(field, "<=", self.last_day)

    def _within_month(self, field):
        return Domain(field, ">=", self.date_month) & Domain(field, "<=", self.last_day)

    def action_count(self):
        """Count the figures anew."""
        self._check_may_close()
        self._count_figures()
