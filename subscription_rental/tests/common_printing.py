import io

from odoo.tests import HttpCase
from odoo.tools.pdf import PdfFileReader


class PrintingCommon(HttpCase):
    """Reports are printed to PDF files, and their text is read back."""

    def _print_pdf(self, report, records):
        """Return the pages of the printed report, each as text with single spaces."""
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfFileReader(io.BytesIO(content)).pages
        return [" ".join(page.extract_text().split()) for page in pages]
