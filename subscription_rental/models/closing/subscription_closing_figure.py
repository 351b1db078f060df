from dataclasses import dataclass

from odoo import fields, models
from odoo.fields import Domain

from ... import retold


@dataclass(frozen=True)
class Figure:
    """One line of a month end: what we count, beside what is booked.

    :param code: names it, for its door and its sheet
    :param label: as people read it
    :param model: of the rows behind it; empty: it has none
    :param domain: of these rows
    :param columns: of these rows, on its sheet
    :param amount: our figure in company currency; None: rows are counted only
    :param booked: the balance of its account, as people say it; None: it has none
    :param reasons: (text, amount) that explain the difference
    :param note: what else is to know
    :param is_bad: rows of it are left to be worked on
    """

    code: str
    label: str
    model: str = ""
    domain: Domain | None = None
    columns: tuple = ()
    amount: float | None = None
    booked: float | None = None
    reasons: tuple = ()
    note: str = ""
    is_bad: bool = False

    @property
    def gap(self):
        """Return by how much our figure is more than what is booked."""
        if self.amount is None or self.booked is None:
            return 0.0
        return self.amount - self.booked


class SubscriptionClosingFigure(models.Model):
    """A figure of a month end, as it was counted last."""

    _name = "subscription.closing.figure"
    _description = "Figure of a Month End"
    _order = "sequence, id"

    closing_id = fields.Many2one(
        "subscription.closing",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="closing_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(readonly=True)
    code = fields.Char(required=True, readonly=True)
    name = retold.Char(
        string="Figure", required=True, readonly=True, patterns=("Tax: %(tax)s",)
    )
    row_count = fields.Integer(string="Rows", readonly=True)
    amount = fields.Monetary(string="Ours", readonly=True)
    booked = fields.Monetary(string="Ledger", readonly=True)
    difference_amount = fields.Monetary(
        string="Difference", readonly=True, help="What is ours, less what is in the ledger."
    )
    unexplained = fields.Monetary(
        readonly=True, help="What of the difference has no known reason."
    )
    explanation = retold.Text(
        string="Explained By", readonly=True, by_line=True, patterns=("On %(base)s.",)
    )
    has_amount = fields.Boolean(readonly=True)
    has_booked = fields.Boolean(readonly=True)
    has_rows = fields.Boolean(readonly=True)
    is_left = fields.Boolean(readonly=True, help="Something is left to be done.")
    _one_per_code = models.UniqueIndex(
        "(closing_id, code)", "A month end has each of its figures once."
    )

    def action_open_rows(self):
        """Open the rows behind this figure, with the rights of the user."""
        self.ensure_one()
        self.check_access("read")
        # Which rows these are is no secret; what is in them is read by the user.
        figures = self.sudo().closing_id._get_month_figures()
        figure = next((one for one in figures if one.code == self.code), None)
        if not figure or not figure.model:
            return self.closing_id._get_note_of_no_rows()
        self.env[figure.model].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": figure.label,
            "res_model": figure.model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": list(figure.domain),
            "context": {"create": False},
        }
