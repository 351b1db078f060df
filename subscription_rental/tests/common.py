from datetime import date
from itertools import pairwise
from unittest.mock import patch

from odoo import Command, api
from odoo.tests import new_test_user, tagged

from odoo.addons.account.models.chart_template import AccountChartTemplate
from odoo.addons.account.tests.common import AccountTestInvoicingCommon

# {get_all: the charts of accounts that Odoo found in its modules}.
CHARTS = {}


@tagged("post_install", "-at_install")
class SubscriptionCommon(AccountTestInvoicingCommon):
    """Factories and assertions that every test of this addon uses."""

    @classmethod
    def setUpClass(cls):
        cls._find_charts_once()
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.subscription_tz = "UTC"
        cls.product = cls._product("Bike")
        cls.plan = cls._plan()

    @classmethod
    def _find_charts_once(cls):
        """Let Odoo read the charts of its modules once a run, not for each company.

        Modules do not change while tests run; it takes as long as a dozen tests.
        """
        find = AccountChartTemplate._get_chart_template_mapping

        def find_once(self, get_all=False):
            if get_all not in CHARTS:
                CHARTS[get_all] = find(self, get_all=get_all)
            return CHARTS[get_all]

        cls.startClassPatcher(patch.object(AccountChartTemplate, find.__name__, find_once))

    @classmethod
    def get_default_groups(cls):
        """Let the test's user manage subscriptions, beside accounting."""
        return super().get_default_groups() | cls.env.ref(
            "subscription_rental.group_manager"
        )

    @classmethod
    def _product(cls, name):
        """Return a service that costs 40 by itself."""
        return cls.env["product.product"].create(
            {"name": name, "type": "service", "list_price": 40.0}
        )

    @classmethod
    def _plan(cls, price=30.0, quantity=1.0, **values):
        """Return a plan of one product; monthly, in advance, posted unless said."""
        return cls.env["subscription.plan"].create(
            {
                "name": "Monthly bike",
                "line_ids": [
                    Command.create(
                        {
                            "product_tmpl_id": cls.product.product_tmpl_id.id,
                            "quantity": quantity,
                            "price_unit": price,
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _draft(cls, start="2024-01-01", **values):
        """Return a subscription that has not begun."""
        return cls.env["subscription.subscription"].create(
            {
                "partner_id": cls.partner_a.id,
                "plan_id": cls.plan.id,
                "date_start": start,
                **values,
            }
        )

    @classmethod
    def _subscription(cls, start="2024-01-01", **values):
        """Return an active subscription that nothing was billed of."""
        subscription = cls._draft(start, **values)
        subscription._start(subscription.date_start)
        return subscription

    @classmethod
    def _clerk(cls):
        """Return a user who works with all subscriptions, and is no accountant."""
        return new_test_user(
            cls.env,
            login="clerk",
            groups="subscription_rental.group_user_all",
            company_ids=[Command.set(cls.env.company.ids)],
            company_id=cls.env.company.id,
        )

    @classmethod
    def _portal_user(cls, login, customer):
        """Return a portal user who is a contact of `customer`."""
        contact = {"name": login, "parent_id": customer.id, "email": f"{login}@example.com"}
        return new_test_user(
            cls.env,
            login=login,
            groups="base.group_portal",
            partner_id=cls.env["res.partner"].create(contact).id,
            company_ids=[Command.set(cls.company.ids)],
            company_id=cls.company.id,
        )

    @classmethod
    def _bill(cls, subscriptions, today):
        """Bill by the rules what is due on that day; return the invoices."""
        return subscriptions._bill_due_periods(date.fromisoformat(today))

    def _run_job(self, today, company=None, **options):
        """Run the job's own loop, which commits, for that day; return its last run."""
        company = company or self.company
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            system = self.env(cr=cursor, user=api.SUPERUSER_ID)
            job = system["subscription.billing.job"].with_company(company)
            day = date.fromisoformat(today)
            job._bill_company(company.with_env(system), day, **options)
            cursor.commit()
        self.env.invalidate_all()
        domain = [("company_id", "=", company.id)]
        return self.env["subscription.billing.run"].search(domain, limit=1)

    def assertBilled(self, subscription, *days):
        """Check the first days of all periods that occupy a slot as billed."""
        slots = subscription.period_ids.filtered(
            lambda slot: slot.kind == "billed" and not slot.voided_at
        )
        self.assertEqual(sorted(map(str, slots.mapped("date_start"))), sorted(days))

    def assertTiled(self, subscription):
        """Check that the ledger leaves no day out, and has none twice."""
        slots = subscription.period_ids.filtered(lambda slot: not slot.voided_at)
        ordered = slots.sorted("date_start")
        for one, two in pairwise(ordered):
            self.assertEqual(one.date_end, two.date_start)
        self.assertEqual(ordered[-1:].date_end, subscription.next_period_start)
