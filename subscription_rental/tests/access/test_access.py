from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from ..common_access import AccessChecks, AccessCommon
from . import table


@freeze_time("2024-01-10 12:00:00")
class TestAccess(AccessChecks, AccessCommon):
    """All models, fields and methods, as each kind of user, against the table (B3)."""

    table = table

    def setUp(self):
        super().setUp()
        # A colleague's: another one with own documents has nothing to do with it.
        rental = self._collected(user_id=self.colleague.id)
        invoice = self._bill(rental, "2024-01-01")
        policy = self._policy((3, "remind"), company_id=self.company.id)
        self.plan.company_id = self.company
        self.company.subscription_dunning_policy_id = policy
        day = date(2024, 1, 5)
        cases = self.env["subscription.dunning.case"].sudo()
        case = cases._open_case(invoice, "overdue", day, day)
        self._know(rental, rental.line_ids, rental.period_ids, rental.mrr_movement_ids)
        self.env.flush_all()
        about_rental = [("subscription_id", "=", rental.id)]
        self._know(self.env["subscription.mrr.report"].search(about_rental))
        self._know(invoice, invoice.invoice_line_ids, invoice._start_charge(day))
        self._know(self.plan, self.plan.line_ids, policy, policy.step_ids)
        self._know(case, case.event_ids, self.product, self.partner_a, self.company)
        sold = {"product_id": self.product.id, "rental_plan_id": self.plan.id}
        order = self.env["sale.order"].create(
            {"partner_id": self.partner_a.id, "order_line": [Command.create(sold)]}
        )
        screens = self.env["subscription.today"], self.env["subscription.figures"]
        self._know(order, order.order_line, self.provider, *screens)
        self._know(self.env["res.config.settings"].create({}))
        self._know(self._fill("subscription.payment.dialog", subscription_id=rental.id))
        self._know(self._fill("subscription.preset.dialog"))
        self._know_lists()
        self._know_others(table.MODELS)

    def _know_month_end(self):
        """Make a month end, with the account on which a row of it stands."""
        closing = self.env["subscription.closing"]._get_for(self.company, date(2024, 1, 5))
        self._know(closing, closing.task_ids)
        self._know(self.company_data["default_account_revenue"])

    def _know_lists(self):
        """Make what is this company's own: what is of all companies is everybody's."""
        self._know_month_end()
        tag = self.env["res.partner.category"].create({"name": "Rents"})
        panel = self.env.ref("subscription_rental.onboarding_onboarding_rental")
        self._know(panel, panel.step_ids)
        given = {"category_id": tag.id, "company_id": self.company.id}
        self._know(self._fill("subscription.benefit", **given))
        for model in (
            "subscription.due.source",
            "subscription.due.institution",
            "subscription.reminder.policy",
        ):
            self._know(self._fill(model, company_id=self.company.id))
