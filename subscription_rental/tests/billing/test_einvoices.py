from lxml import etree

from ..common_einvoice import EinvoiceCommon

CII = "account.edi.xml.cii"


class TestEinvoices(EinvoiceCommon):
    """E-invoices say for which days each line is, and what was ordered, by the rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rental = cls._subscription(client_order_ref="PO-77")

    def _periods(self, tree, line="InvoiceLine"):
        """Return {line: [first day, last day]} of a UBL e-invoice."""
        return {
            self._texts(node, "Item/Name")[0]: (
                self._texts(node, "InvoicePeriod/StartDate")
                + self._texts(node, "InvoicePeriod/EndDate")
            )
            for node in tree.xpath(f"./*[local-name()='{line}']")
        }

    def _periods_cii(self, tree):
        """Return the first and last day of each line of a CII e-invoice."""
        path = "BillingSpecifiedPeriod/{}/DateTimeString"
        return [
            self._texts(node, path.format("StartDateTime"))
            + self._texts(node, path.format("EndDateTime"))
            for node in tree.xpath(
                ".//*[local-name()='IncludedSupplyChainTradeLineItem']"
                "/*[local-name()='SpecifiedLineTradeSettlement']"
            )
        ]

    def _with_fee(self):
        """Return the invoice of a period and of a one-off fee."""
        fee = self._product("Cleaning")
        fee.taxes_id = self.tax
        self.rental._add_charge("other", fee, 12.5)
        return self._bill(self.rental, "2024-01-01")

    def test_bis_3_says_the_days_of_each_line(self):
        tree = self._export(self._with_fee())
        self.assertEqual(
            self._periods(tree), {"Bike": ["2024-01-01", "2024-01-31"], "Cleaning": []}
        )
        self.assertValid(tree)

    def test_factur_x_says_the_days_of_each_line(self):
        tree = self._export(self._with_fee(), CII)
        self.assertEqual(self._periods_cii(tree), [["20240101", "20240131"], []])
        self.assertValid(tree)

    def test_the_period_of_the_whole_invoice_covers_its_lines(self):
        self.plan.billing_timing = "advance"
        tree = self._export(self._bill(self.rental, "2024-01-01"), CII)
        path = "ApplicableHeaderTradeSettlement/BillingSpecifiedPeriod/{}/DateTimeString"
        self.assertEqual(self._texts(tree, path.format("StartDateTime")), ["20240101"])
        last = self._texts(tree, path.format("EndDateTime"))
        self.assertGreaterEqual(last, ["20240131"])

    def test_the_orders_are_named(self):
        tree = self._export(self._bill(self.rental, "2024-01-01"))
        self.assertEqual(self._texts(tree, "OrderReference/ID"), ["PO-77"])
        self.assertEqual(
            self._texts(tree, "OrderReference/SalesOrderID"), [self.rental.name]
        )
        self.assertEqual(
            self._texts(tree, "ContractDocumentReference/ID"), [self.rental.name]
        )
        self.assertEqual(self._texts(tree, "BuyerReference"), ["PO-77"])
        self.assertValid(tree)

    def test_factur_x_names_the_orders(self):
        tree = self._export(self._bill(self.rental, "2024-01-01"), CII)
        for path, text in (
            ("BuyerReference", "PO-77"),
            ("BuyerOrderReferencedDocument/IssuerAssignedID", "PO-77"),
            ("SellerOrderReferencedDocument/IssuerAssignedID", self.rental.name),
            ("ContractReferencedDocument/IssuerAssignedID", self.rental.name),
        ):
            self.assertEqual(self._texts(tree, path), [text], path)
        self.assertValid(tree)

    def test_the_customers_own_reference_of_itself_comes_first(self):
        self.partner_a.ref = "Dept. 9"
        invoice = self._bill(self.rental, "2024-01-01")
        for model in ("account.edi.xml.ubl_bis3", CII):
            tree = self._export(invoice, model)
            self.assertEqual(self._texts(tree, "BuyerReference"), ["Dept. 9"])

    def test_the_order_that_sold_it_is_named(self):
        order = self.env["sale.order"].create({"partner_id": self.partner_a.id})
        self.rental._write_kept({"sale_order_id": order.id})
        tree = self._export(self._bill(self.rental, "2024-01-01"))
        self.assertEqual(self._texts(tree, "OrderReference/SalesOrderID"), [order.name])

    def test_without_a_reference_odoos_own_stands(self):
        self.rental.client_order_ref = False
        invoice = self._bill(self.rental, "2024-01-01")
        for model in ("account.edi.xml.ubl_bis3", CII):
            tree = self._export(invoice, model)
            path = (
                "BuyerOrderReferencedDocument/IssuerAssignedID"
                if model == CII
                else "OrderReference/ID"
            )
            self.assertEqual(self._texts(tree, path), [invoice.name])
            self.assertFalse(self._texts(tree, "BuyerReference"))
            self.assertValid(tree)

    def test_a_credit_note_says_the_same_and_from_which_invoice(self):
        invoice = self._bill(self.rental, "2024-01-01")
        note = invoice._create_partial_credit(12.1, "Was broken")
        tree = self._export(note)
        self.assertEqual(
            self._periods(tree, "CreditNoteLine"), {"Bike": ["2024-01-01", "2024-01-31"]}
        )
        self.assertEqual(self._texts(tree, "OrderReference/ID"), ["PO-77"])
        self.assertEqual(
            self._texts(tree, "BillingReference/InvoiceDocumentReference/ID"),
            [invoice.name],
        )
        self.assertValid(tree)
        tree = self._export(note, CII)
        self.assertEqual(self._periods_cii(tree), [["20240101", "20240131"]])
        self.assertValid(tree)

    def test_of_a_shared_invoice_each_line_has_its_own_days(self):
        self.partner_a.rental_invoice_sharing = "customer"
        self.product.name = "City bike"
        cargo = self._product("Cargo bike")
        cargo.taxes_id = self.tax
        late = self._draft(client_order_ref="PO-78", date_start="2024-01-01")
        late.line_ids.product_id = cargo
        late._start(late.date_start)
        late.line_ids.date_from = "2024-01-11"
        invoice = self._bill(self.rental | late, "2024-01-01")
        self.assertEqual(len(invoice), 1)
        tree = self._export(invoice)
        self.assertEqual(
            self._periods(tree),
            {
                "City bike": ["2024-01-01", "2024-01-31"],
                "Cargo bike": ["2024-01-11", "2024-01-31"],
            },
        )
        self.assertEqual(self._texts(tree, "OrderReference/ID"), ["PO-77, PO-78"])
        self.assertFalse(self._texts(tree, "ContractDocumentReference/ID"))
        self.assertValid(tree)
        self.assertValid(self._export(invoice, CII))

    def test_other_invoices_are_as_odoo_makes_them(self):
        invoice = self.init_invoice(
            "out_invoice", partner=self.partner_a, products=self.product, post=True
        )
        for model in ("account.edi.xml.ubl_bis3", CII):
            tree = self._export(invoice, model)
            self.assertFalse(self._texts(tree, "InvoiceLine/InvoicePeriod"))
            self.assertFalse(self._texts(tree, "ContractDocumentReference"))
            self.assertFalse(self._texts(tree, "SellerOrderReferencedDocument"))
            self.assertValid(tree)

    def test_the_rules_do_find_what_is_wrong(self):
        tree = self._export(self._bill(self.rental, "2024-01-01"))
        tree.xpath(".//*[local-name()='PayableAmount']")[0].text = "1.00"
        with self.assertRaisesRegex(AssertionError, "BR-CO-16"):
            self.assertValid(tree)
        odd = etree.SubElement(tree, "{urn:odd}Period")
        with self.assertRaises(etree.DocumentInvalid):
            self.assertValid(odd.getparent())
