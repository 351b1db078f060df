from odoo import Command

from ..common import SubscriptionCommon

# What two invoices never have in common.
OWN = {
    "id",
    "access_token",
    "create_date",
    "name",
    "payment_reference",
    "sequence_number",
    "write_date",
    "made_sequence_gap",
    "move_id",
    "move_name",
    "posted_before",
}


class TestHints(SubscriptionCommon):
    """The savings of a batch change no stored column of an invoice or of a line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_currency = cls.setup_other_currency("CAD", rates=[("2020-01-01", 1.7)])
        cls.invoices = cls.env["subscription.subscription"]
        taxes = cls.env["account.tax"]
        cls.excluded = taxes.create({"name": "21", "amount": 21.0})
        cls.included = taxes.create(
            {"name": "i21", "amount": 21.0, "price_include_override": "tax_included"}
        )
        cls.fixed = taxes.create(
            {"name": "eco", "amount": 0.37, "amount_type": "fixed", "sequence": 1}
        )
        cls.fixed.include_base_amount = True
        cls.group = taxes.create(
            {
                "name": "group",
                "amount_type": "group",
                "children_tax_ids": [
                    Command.set((cls.fixed + cls.excluded.copy({"name": "21b"})).ids)
                ],
            }
        )

    def _line(self, price, quantity=1.0, **values):
        return Command.create(
            {
                "product_id": self.product.id,
                "name": "Bike",
                "quantity": quantity,
                "price_unit": price,
                **values,
            }
        )

    def _vals(self, *lines, **values):
        return {
            "move_type": "out_invoice",
            "partner_id": self.partner_a.id,
            "company_id": self.company.id,
            "currency_id": self.company.currency_id.id,
            "invoice_date": "2024-01-15",
            "invoice_date_due": "2024-01-15",
            "invoice_line_ids": list(lines),
            **values,
        }

    def _columns(self, records):
        """Return all stored values of these records, but those that are always another."""
        names = [
            name
            for name, field in records._fields.items()
            if field.store and field.column_type and name not in OWN
        ]
        self.env.flush_all()
        return [
            {name: record[name] for name in names}
            for record in records.with_context(lang="en_US")
        ]

    def _make(self, vals):
        invoice = self.env["account.move"].create(vals)
        invoice._post(soft=False)
        lines = invoice.line_ids.sorted(
            lambda one: (one.display_type, one.sequence, one.id)
        )
        return self._columns(invoice), self._columns(lines)

    def assertSame(self, vals):
        """Check that the hints change nothing, and that there are some."""
        hinted = self.env["subscription.invoice.hints"].sudo()._add_to([vals])[0]
        self.assertNotEqual(hinted, vals)
        plain, told = self._make(vals), self._make(hinted)
        for one, two in zip(plain, told, strict=True):
            self.assertEqual(len(one), len(two))
            for before, after in zip(one, two, strict=True):
                self.assertEqual(after, before)

    def _cases(self):
        line = self._line
        set_ = lambda *taxes: [Command.set([tax.id for tax in taxes])]
        for name, taxes in (
            ("none", set_()),
            ("excluded", set_(self.excluded)),
            ("included", set_(self.included)),
            ("fixed", set_(self.fixed, self.excluded)),
            ("group", set_(self.group)),
        ):
            yield name, self._vals(line(33.33, 3.0, tax_ids=taxes))
            tiny = [line(0.07, 1.0, tax_ids=taxes) for _ in range(5)]
            yield f"{name}, many small ones", self._vals(*tiny)
            part = line(30.0 * 17 / 31, 2.5, tax_ids=taxes, discount=12.5)
            yield f"{name}, a part less a discount", self._vals(part)
            credit = line(-4.44, tax_ids=taxes)
            yield f"{name}, with a credit", self._vals(line(50.0, tax_ids=taxes), credit)
            foreign = self._vals(
                line(19.99, 3.0, tax_ids=taxes), currency_id=self.other_currency.id
            )
            yield f"{name}, another currency", foreign
            note = self._vals(line(12.34, 2.0, tax_ids=taxes), move_type="out_refund")
            yield f"{name}, a credit note", note
        yield "terms", self._vals(line(100.01), invoice_payment_term_id=self.pay_terms_b.id)
        yield "zero", self._vals(line(0.0))
        yield (
            "a heading",
            self._vals(
                Command.create({"display_type": "line_section", "name": "R00001"}),
                line(9.99),
            ),
        )
        yield "taxes of the product", self._vals(line(10.0), line(0.01, 7.0))

    def test_no_column_changes(self):
        for rounding in ("round_per_line", "round_globally"):
            self.company.sudo().tax_calculation_rounding_method = rounding
            for name, vals in self._cases():
                with self.subTest(name, rounding=rounding):
                    self.assertSame(vals)

    def test_no_column_changes_with_a_fiscal_position(self):
        position = self.env["account.fiscal.position"].create({"name": "Export"})
        self.partner_a.property_account_position_id = position
        self.assertSame(self._vals(self._line(33.33, 3.0)))

    def test_a_distribution_model_is_obeyed(self):
        plan = self.env["account.analytic.plan"].sudo().create({"name": "Shops"})
        account = self.env["account.analytic.account"].sudo()
        shop = account.create({"name": "North", "plan_id": plan.id})
        self.env["account.analytic.distribution.model"].sudo().create(
            {"product_id": self.product.id, "analytic_distribution": {shop.id: 100}}
        )
        vals = self._vals(self._line(33.33, 3.0))
        self.assertSame(vals)
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertEqual(
            invoice.invoice_line_ids.analytic_distribution, {str(shop.id): 100}
        )

    def test_storno_is_left_to_odoo(self):
        self.company.sudo().account_storno = True
        vals = self._vals(self._line(50.0), self._line(-4.44))
        self.assertSame(vals)

    def test_the_journal_is_the_one_that_odoo_takes(self):
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertEqual(invoice.journal_id, self.company_data["default_journal_sale"])

    def test_each_invoice_says_that_it_was_made(self):
        invoice = self._bill(self._subscription(), "2024-01-01")
        self.assertIn("Invoice Created", invoice.message_ids[-1].body)
