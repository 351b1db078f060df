from datetime import date
from itertools import product

from odoo import Command
from odoo.tests import Form

from ..common import SubscriptionCommon

# What an accountant looks at, on the invoice and on each of its lines.
MOVE_FIELDS = (
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "amount_total_signed",
    "currency_id",
    "journal_id",
    "fiscal_position_id",
    "invoice_payment_term_id",
    "invoice_date",
    "date",
    "invoice_date_due",
    "partner_id",
    "partner_shipping_id",
    "partner_bank_id",
)
LINE_FIELDS = (
    "display_type",
    "account_id",
    "product_id",
    "quantity",
    "price_unit",
    "discount",
    "tax_ids",
    "price_subtotal",
    "price_total",
    "debit",
    "credit",
    "amount_currency",
    "currency_id",
    "tax_line_id",
    "tax_tag_ids",
    "date_maturity",
)


class TestByHand(SubscriptionCommon):
    """Our invoice equals the one that is typed in by hand, field by field (BI3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = date(2024, 1, 15)
        cls.foreign = cls.setup_other_currency("HRK", rates=[("2016-01-01", 7.31)])
        cls.included = cls._tax(21.0, price_include_override="tax_included")
        cls.excluded = cls._tax(21.0)
        cls.group = cls._tax(
            0.0,
            amount_type="group",
            children_tax_ids=[Command.set((cls._tax(6.0) | cls._tax(15.5)).ids)],
        )
        cls.reduced = cls._tax(5.5)
        cls.abroad = cls.env["account.fiscal.position"].create(
            {"name": "Abroad", "company_id": cls.company.id}
        )
        cls.reduced.fiscal_position_ids = cls.abroad
        cls.reduced.original_tax_ids = cls.excluded

    @classmethod
    def _tax(cls, amount, **values):
        cls.tax_count = getattr(cls, "tax_count", 0) + 1
        return cls.env["account.tax"].create(
            {
                "name": f"Tax {cls.tax_count}",
                "amount": amount,
                "type_tax_use": "sale",
                "company_id": cls.company.id,
                **values,
            }
        )

    def _typed(self, currency, lines):
        """Return the posted invoice that a person types into Odoo's own form."""
        draft = self.env["account.move"].with_context(default_move_type="out_invoice")
        with Form(draft) as form:
            form.partner_id = self.partner_a
            form.invoice_date = self.day
            form.currency_id = currency
            for values in lines:
                with form.invoice_line_ids.new() as line:
                    line.product_id = self.product
                    for name, value in values.items():
                        setattr(line, name, value)
        invoice = form.save()
        invoice.action_post()
        return invoice

    def _billed(self, currency, lines):
        """Return the invoice of a subscription with the same lines."""
        subscription = self._draft(start=str(self.day), currency_id=currency.id)
        subscription.line_ids = [
            Command.clear(),
            *(
                Command.create({"product_id": self.product.id, **values})
                for values in lines
            ),
        ]
        subscription._start(subscription.date_start)
        return self._bill(subscription, str(self.day))

    def _facts(self, record, names):
        values = {name: record[name] for name in names}
        for name, value in values.items():
            if hasattr(value, "ids"):
                values[name] = value.ids
            elif isinstance(value, float):
                values[name] = round(value, 9)
        return values

    def assertSameInvoice(self, ours, theirs):
        self.assertEqual(self._facts(ours, MOVE_FIELDS), self._facts(theirs, MOVE_FIELDS))
        self.assertEqual(len(ours.line_ids), len(theirs.line_ids))

        def order(line):
            return (line.display_type, line.tax_line_id.id, line.sequence, line.id)

        for one, two in zip(
            ours.line_ids.sorted(order), theirs.line_ids.sorted(order), strict=True
        ):
            self.assertEqual(self._facts(one, LINE_FIELDS), self._facts(two, LINE_FIELDS))

    def test_every_kind_of_tax_rounding_and_currency(self):
        lines = [
            {"quantity": 3.0, "price_unit": 9.99},
            {"quantity": 0.33, "price_unit": 100.1},
            {"quantity": 7.0, "price_unit": 14.285, "discount": 12.5},
            {"quantity": 1.0, "price_unit": -4.17},
        ]
        taxes = {
            "included": self.included,
            "excluded": self.excluded,
            "group": self.group,
            "none": self.env["account.tax"],
            "two": self.excluded | self.reduced,
        }
        roundings = ("round_per_line", "round_globally")
        currencies = (self.company.currency_id, self.foreign)
        for (name, tax), rounding, currency in product(
            taxes.items(), roundings, currencies
        ):
            self.product.taxes_id = tax
            self.company.tax_calculation_rounding_method = rounding
            with self.subTest(tax=name, rounding=rounding, currency=currency.name):
                self.assertSameInvoice(
                    self._billed(currency, lines), self._typed(currency, lines)
                )

    def test_a_fiscal_position_maps_the_taxes(self):
        self.product.taxes_id = self.excluded
        self.partner_a.property_account_position_id = self.abroad
        lines = [{"quantity": 2.0, "price_unit": 33.33}]
        currency = self.company.currency_id
        ours = self._billed(currency, lines)
        self.assertEqual(ours.invoice_line_ids.tax_ids, self.reduced)
        self.assertSameInvoice(ours, self._typed(currency, lines))

    def test_payment_terms_split_alike(self):
        self.partner_a.property_payment_term_id = self.pay_terms_b
        lines = [{"quantity": 1.0, "price_unit": 99.99}]
        currency = self.company.currency_id
        self.assertSameInvoice(self._billed(currency, lines), self._typed(currency, lines))
