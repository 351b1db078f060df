"""The salon of the demo: services, packs, monthly credit, and some weeks of their use."""

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from tools import demo_till

WEEKS = 6


def open_salon(env, company, today):
    """Sell packs and credit, and use them until today."""
    salon = Salon(env, company, today)
    salon.live()
    demo_till.open_till(env, company, today, salon)


class Salon:
    """A salon beside the rental shop."""

    def __init__(self, env, company, today):
        self.env = env
        self.company = company
        self.today = today
        self._set_accounts()
        self.haircut = self._service("Haircut", 30.0)
        self.massage = self._service("Massage", 55.0)
        self.massages = self._offer(
            "Ten massages", 495.0, self.massage, validity_count=12, is_giftable=True
        )
        self.haircuts = self._offer(
            "Five haircuts", 145.0, self.haircut, sessions=5, vat_kind="at_use",
            is_shareable=True,
        )  # fmt: skip
        self.credit = self._offer(
            "Wellness credit", 50.0, None, kind="amount", vat_kind="at_use",
            rollover="capped", rollover_cap=150.0,
        )  # fmt: skip
        self.plan = env["subscription.plan"].create(
            {
                "name": "Wellness by the month",
                "company_id": company.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "product_tmpl_id": self.credit.product_id.product_tmpl_id.id,
                            "price_unit": 50.0,
                        },
                    )
                ],
            }
        )

    def live(self):
        """Sell to customers, and let them come week by week."""
        begin = self.today - relativedelta(weeks=WEEKS)
        regular, family, member = self.env["res.partner"].create(
            [
                {"name": name, "email": f"{login}@example.com", "city": "Brussels"}
                for name, login in (
                    ("Regular of the salon", "regular"),
                    ("Family of the salon", "family"),
                    ("Member of the salon", "member"),
                )
            ]
        )
        with freeze_time(f"{begin} 12:00:00"):
            self._invoice(regular, self.massages.product_id, pay=True)
            self._invoice(family, self.haircuts.product_id, pay=True)
            self._subscribe(member, begin)
        for week in range(1, WEEKS):
            day = begin + relativedelta(weeks=week)
            with freeze_time(f"{day} 12:00:00"):
                self._visit(regular, self.massage)
                if week % 3 == 0:
                    self._visit(family, self.haircut)
        with freeze_time(f"{self.today} 08:00:00"):
            # Not paid yet: it waits.
            self._invoice(family, self.massages.product_id)
            self._spend_credit(member)

    def _set_accounts(self):
        accounts = self.env["account.account"].with_company(self.company)
        liability, deferred, breakage = accounts.create(
            [
                {"code": code, "name": name, "account_type": kind}
                for code, name, kind in (
                    ("460100", "Packs and credit to be used", "liability_current"),
                    ("493100", "Packs: deferred income", "liability_current"),
                    ("743100", "Expired packs and credit", "income_other"),
                )
            ]
        )
        self.company.write(
            {
                "rental_prepaid_liability_account_id": liability.id,
                "rental_prepaid_deferred_account_id": deferred.id,
                "rental_prepaid_breakage_account_id": breakage.id,
            }
        )

    def _service(self, name, price):
        return self.env["product.product"].create(
            {"name": name, "type": "service", "list_price": price}
        )

    def _offer(self, name, price, service, **values):
        services = [(0, 0, {"product_id": service.id})] if service else []
        return self.env["subscription.prepaid.offer"].create(
            {
                "product_id": self._service(name, price).id,
                "service_ids": services,
                **values,
            }
        )

    def _invoice(self, partner, product, pay=False, post=True):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_line_ids": [(0, 0, {"product_id": product.id})],
            }
        )
        if post:
            invoice.action_post()
        if pay:
            self._pay(invoice)
        return invoice

    def _pay(self, invoice):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({})._create_payments()

    def _visit(self, partner, service):
        invoice = self._invoice(partner, service, post=False)
        invoice.action_use_prepaid()
        invoice.action_post()

    def _subscribe(self, partner, begin):
        subscription = self.env["subscription.subscription"].create(
            {"partner_id": partner.id, "plan_id": self.plan.id, "date_start": begin}
        )
        subscription.action_activate()
        invoice = subscription._bill_due_periods(begin)
        invoice.filtered(lambda move: move.state == "draft").action_post()
        self._pay(invoice)

    def _spend_credit(self, partner):
        invoice = self._invoice(partner, self.haircut, post=False)
        credit = invoice._get_spendable_packs()[:1]
        rows = self.env["subscription.prepaid.spending"]
        rows._plan_spending(credit, invoice, 20.0)
        invoice.action_post()
