from odoo.addons.subscription_rental.tests.common_einvoice import EinvoiceCommon

from .common import MeteredCommon


class TestUseEinvoiced(MeteredCommon, EinvoiceCommon):
    """E-invoices say for which days use is, by the rules (PL15, BI17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.copies.taxes_id = cls.tax
        cls.rental = cls._subscription()
        cls._bill(cls.rental, "2024-01-01")

    def _get_lines(self, tree):
        """Return [(name, first day, last day, amount)] of the lines of an e-invoice."""
        paths = ("Item/Name", "InvoicePeriod/StartDate", "InvoicePeriod/EndDate")
        return [
            tuple(self._texts(node, path)[0] for path in (*paths, "LineExtensionAmount"))
            for node in tree.xpath("./*[local-name()='InvoiceLine']")
        ]

    def test_use_has_the_days_in_which_it_was(self):
        self._read(self.rental, "2024-01-01", 0)
        self._read(self.rental, "2024-02-01", 2000)
        tree = self._export(self._bill(self.rental, "2024-02-01"))
        self.assertEqual(
            self._get_lines(tree),
            [
                ("Bike", "2024-02-01", "2024-02-29", "30.00"),
                ("Copies", "2024-01-01", "2024-01-31", "20.00"),
            ],
        )
        self.assertValid(tree)

    def test_what_was_estimated_too_high_is_given_back_by_the_rules(self):
        self._read(self.rental, "2024-01-01", 0)
        self._read(self.rental, "2024-01-11", 1000)
        self._bill(self.rental, "2024-02-01")
        self._settle_on("2024-02-06")
        self._bill(self.rental, "2024-03-01")
        self._read(self.rental, "2024-02-01", 2000, on="2024-03-02")
        self._read(self.rental, "2024-04-01", 2500)
        tree = self._export(self._bill(self.rental, "2024-04-01"))
        given = [row for row in self._get_lines(tree) if row[3].startswith("-")]
        self.assertIn(("Copies", "2024-01-01", "2024-01-31", "-22.00"), given)
        self.assertValid(tree)
