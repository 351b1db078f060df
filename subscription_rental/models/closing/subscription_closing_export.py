import io
import re
from datetime import date, datetime

from xlsxwriter import Workbook

from odoo import fields, models
from odoo.tools import split_every

# So many rows are read at once.
READ_AT_ONCE = 1000
WIDTH = 20
LONGEST_NAME = 31


class SubscriptionClosing(models.Model):
    """The whole of a month as one spreadsheet, with the rows behind each figure."""

    _inherit = "subscription.closing"

    def action_export(self):
        """Download this month: its figures, and their rows on further sheets."""
        self.ensure_one()
        self.check_access("read")
        if not self.counted_at:
            self._count_figures()
        name = re.sub(r"\W+", "-", f"{self.company_id.name} {self.date_month:%Y-%m}")
        # Whoever reads the month end gets its sheet; nobody else does.
        attachment = self.env["ir.attachment"].sudo()
        attachment = attachment.create(
            {
                "name": f"{name}.xlsx",
                "raw": self.sudo()._make_workbook(),
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _make_workbook(self):
        """Return the spreadsheet as bytes."""
        self.ensure_one()
        buffer = io.BytesIO()
        # Rows are written as they come: their number is no matter.
        book = Workbook(
            buffer, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        )
        bold = book.add_format({"bold": True})
        self._write_summary(book, bold)
        for number, figure in enumerate(self._get_month_figures(), start=1):
            if figure.model and figure.columns:
                sheet = book.add_worksheet(f"{number} {figure.code}"[:LONGEST_NAME])
                self._write_rows(sheet, bold, figure)
        book.close()
        return buffer.getvalue()

    def _write_summary(self, book, bold):
        """Write the figures as they were counted, and the checklist."""
        sheet = book.add_worksheet(self.env._("Month End")[:LONGEST_NAME])
        sheet.set_column(0, 0, 3 * WIDTH)
        sheet.set_column(1, 5, WIDTH)
        names = (
            "row_count",
            "amount",
            "booked",
            "difference_amount",
            "unexplained",
            "explanation",
        )
        fields_ = self.env["subscription.closing.figure"]._fields
        heads = [fields_[name]._description_string(self.env) for name in names]
        rows = [
            [self.company_id.name, self.display_name],
            [self.env._("Counted"), fields.Datetime.to_string(self.counted_at)],
            [],
            [self.env._("Figure"), *heads],
            *([row.name, *(row[name] or "" for name in names)] for row in self.figure_ids),
            [],
            [self.env._("Checklist")],
            *self._get_task_cells(),
        ]
        for number, cells in enumerate(rows):
            _write_cells(sheet, number, cells, bold if number in (0, 3) else None)

    def _get_task_cells(self):
        """Return the cells of the checklist: what, who and when."""
        return [
            [
                task.name,
                task.done_by_id.name or "",
                fields.Datetime.to_string(task.done_at) or "",
            ]
            for task in self.task_ids
        ]

    def _write_rows(self, sheet, bold, figure):
        """Write the rows behind this figure."""
        model = self.env[figure.model]
        paths = [column.split("/") for column in figure.columns]
        heads = [model._fields[path[0]]._description_string(self.env) for path in paths]
        sheet.set_column(0, len(paths), WIDTH)
        _write_cells(sheet, 0, heads, bold)
        number = 1
        ids = model._search(figure.domain, order="id").get_result_ids()
        for part in split_every(READ_AT_ONCE, ids):
            for cells in model.browse(part)._export_rows(paths):
                _write_cells(sheet, number, cells)
                number += 1
            self.env.invalidate_all()


def _write_cells(sheet, number, cells, form=None):
    """Write these cells as what they are: a text stays a text, whatever it begins with."""
    for column, value in enumerate(cells):
        if isinstance(value, date | datetime):
            sheet.write_datetime(number, column, value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(number, column, value, form)
        else:
            sheet.write_string(number, column, str(value or ""), form)
