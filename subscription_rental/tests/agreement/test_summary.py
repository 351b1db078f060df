from ..common_selling import SellingCommon


class TestSummary(SellingCommon):
    """What a document of prices per interval comes to is what Odoo's own summary says."""

    def test_it_is_odoos_own_summary_without_groups(self):
        taxes = self.env["account.tax"]
        kinds = {
            "excluded": {"amount": 21.0},
            "included": {"amount": 6.0, "price_include_override": "tax_included"},
            "fixed": {"amount": 0.37, "amount_type": "fixed"},
            "division": {"amount": 9.0, "amount_type": "division"},
        }
        owned = {
            name: taxes.create({"name": f"{name} tax", **values})
            for name, values in kinds.items()
        }
        for rounding in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = rounding
            for names in ("excluded", "included", "fixed included", "division", ""):
                chosen = taxes.union(*(owned[name] for name in names.split()))
                with self.subTest(rounding, taxes=names):
                    self._check(chosen)

    def _check(self, taxes):
        company, currency = self.company, self.company.currency_id
        lines = [
            self.env["account.tax"]._prepare_base_line_for_taxes_computation(
                {},
                product_id=self.product,
                price_unit=price,
                quantity=3.0,
                discount=12.5,
                currency_id=currency,
                tax_ids=taxes,
            )
            for price in (21.53, 21.53, 0.05, -3.33)
        ]
        ours = taxes._summarize_rental_lines(lines, company, currency)
        odoos = taxes._get_tax_totals_summary(
            base_lines=lines, currency=currency, company=company
        )
        for name, amount in ours.items():
            self.assertAlmostEqual(amount, odoos[name], 6)
