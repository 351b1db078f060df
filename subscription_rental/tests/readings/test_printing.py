from odoo.tests import freeze_time

from ..common import SubscriptionCommon
from ..common_printing import PrintingCommon


@freeze_time("2024-01-10 12:00:00")
class TestPrinting(SubscriptionCommon, PrintingCommon):
    """What the customer gets on paper can be printed, and read (BI3, SE11)."""

    def test_an_invoice_is_printed(self):
        invoice = self._bill(self._subscription(), "2024-01-10")
        text = " ".join(self._print_pdf("account.report_invoice_with_payments", invoice))
        period = "01/01/2024 to 01/31/2024"
        for part in (invoice.name, self.partner_a.name, "Bike", period, "30.00"):
            self.assertIn(part, text)

    def test_a_contract_is_printed(self):
        self.plan.contract_terms = "<p>Bring it back clean.</p>"
        subscription = self._draft()
        subscription.action_activate()
        report = "subscription_rental.report_contract"
        text = " ".join(self._print_pdf(report, subscription))
        for part in (subscription.name, "Monthly bike", "month", "Bring it back clean."):
            self.assertIn(part, text)
