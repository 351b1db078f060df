from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..common_portal import PAGE, PortalCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestPortalSpeed(PortalCommon):
    """What pages of customers ask the database for; `./dev bench screens` says how long."""

    def _count_queries(self, url):
        """Return how many queries it takes the customer to open that page."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self._read(url)[0], 200)
        return self.cr.sql_log_count - before

    def _billed(self, months):
        """Return the page of a subscription with so many invoices without a link."""
        rental = self._subscription()
        for month in range(1, months + 1):
            self._bill(rental, f"2024-{month:02}-01").access_token = False
        self.assertEqual(len(rental._get_portal_invoices()), months)
        return f"{PAGE}/{rental.id}"

    def test_a_long_list_takes_no_more_queries_than_a_short_one(self):
        self._subscription()
        # Caches that are not the records' are filled by the first.
        self._count_queries(PAGE)
        few = self._count_queries(PAGE)
        for _number in range(9):
            self._subscription()
        self.assertLessEqual(self._count_queries(PAGE), few)

    def test_many_invoices_take_no_more_queries_than_few(self):
        first, few, many = self._billed(2), self._billed(2), self._billed(9)
        self._count_queries(first)
        opened = self._count_queries(few)
        self.assertLessEqual(self._count_queries(many), opened)

    def test_the_link_of_an_invoice_touches_none_of_its_lines(self):
        self.invoice.access_token = False
        self.env.flush_all()
        before = self.invoice.line_ids.mapped("write_date")
        lines = type(self.invoice.line_ids)
        with patch.object(lines, "_sync_invoice", side_effect=AssertionError):
            self.assertTrue(self.invoice.get_portal_url().count("access_token="))
        self.assertEqual(self.invoice.line_ids.mapped("write_date"), before)

    def test_what_is_paid_next_is_added_up_once(self):
        self.company.subscription_prices_shown = "included"
        self.env.flush_all()
        self.env.invalidate_all()
        model = type(self.subscription)
        add_up = model._get_tax_totals
        with patch.object(model, "_get_tax_totals", autospec=True) as added:
            added.side_effect = add_up
            self.assertTrue(self.subscription._get_next_payment())
        self.assertEqual(added.call_count, 1)
