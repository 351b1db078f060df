from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_printing import PrintingCommon

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestPrintingGoods(GoodsCommon, PrintingCommon):
    """Slips and labels can be printed, and read (RG3, RG9)."""

    def test_a_slip_is_printed(self):
        subscription = self._ordered()
        self._ship(subscription, "P1")
        slip = "subscription_rental_stock.report_rental_slip"
        text = " ".join(self._print_pdf(slip, subscription.rental_picking_ids))
        for part in ("Handover", subscription.name, "Phone", "P1", "Signature"):
            self.assertIn(part, text)

    def test_each_unit_has_a_label_of_its_own(self):
        label = "subscription_rental_stock.report_unit_label"
        pages = self._print_pdf(label, self.lots)
        self.assertEqual(len(pages), 3)
        for lot, page in zip(self.lots, pages, strict=True):
            self.assertIn(lot.name, page)
            self.assertIn("Phone", page)
