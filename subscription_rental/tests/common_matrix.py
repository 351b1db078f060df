"""A case of the matrix is sold as a person sells it, and lives until its end."""

from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from .common_oracle import (
    BESIDE,
    CLOSED,
    COVER,
    FIXED,
    HANDOVER_DAYS,
    LATER_START,
    OFF,
    PHASES,
    PRICE,
    QUANTITY,
    TERM,
    TRIAL_DAYS,
    Oracle,
)
from .common_selling import SellingCommon
from .common_ways import SEED, WAYS, Choice

DAY = date(2026, 7, 10)
LATER = date(2026, 7, 19)
OVER = "2026-12-01"


class MatrixCommon(SellingCommon, AccountPaymentCommon):
    """Sells a case of the matrix in every detail, and checks it against its oracle."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        taxes = cls.env["account.tax"]
        cls.company.subscription_backlog_limit = 0
        cls.by_mode = {
            mode: taxes.create(
                {
                    "name": f"21 % {mode}",
                    "amount": 21.0,
                    "price_include_override": f"tax_{mode}",
                }
            )
            for mode in ("excluded", "included")
        }
        cls.position = cls.env["account.fiscal.position"].create({"name": "Abroad"})
        cls.abroad = taxes.create(
            {
                "name": "0 %",
                "amount": 0.0,
                "fiscal_position_ids": [Command.set(cls.position.ids)],
                "original_tax_ids": [Command.set([tax.id for tax in cls.by_mode.values()])],
            }
        )
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.env["res.currency.rate"].search([("currency_id", "=", cls.euro.id)]).unlink()
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.euro.id, "rate": 2.0, "name": "2020-01-01"}
        )
        cls.lock = cls._product("Lock")
        cls.cover = cls._product("Insurance")
        cls.cover.list_price = float(COVER)

    def check_matrix(self, axes, size):
        """Check so many cases of `axes`, each by itself."""
        choice = Choice(axes, SEED, WAYS)
        for case in choice.some(size) if size else choice.all():
            # What a case made is gone with it.
            with self.subTest(seed=SEED, **case), closing(self.env.cr.savepoint()):
                self.company.tax_calculation_rounding_method = case["method"]
                self.check_case(case)

    # === selling === #

    def plan_values(self, case):
        """Return the values of the plan of this case."""
        return {
            "setup_fee": case["fee"],
            "deposit": case["deposit"],
            "billing_timing": "arrears" if case["timing"] == "arrears" else "advance",
            "invoice_lead_days": 5 if case["timing"] == "lead" else 0,
            "trial_days": TRIAL_DAYS if case["start"] == "trial" else 0,
            "start_on_payment": case["start"] in ("payment", "paid handover"),
            "start_on_handover": case["start"] in ("handover", "paid handover"),
            "alignment": "calendar" if case["aligned"] else "anniversary",
            f"closed_in_{CLOSED}": case["left_out"] == "out of season",
            "uses_pricelist": case["listed"] != "none",
            "term_count": TERM,
            "renewal": "none",
        }

    def quote(self, case):
        """Return the quotation of this case, with its discounts."""
        mode, _comma, special = case["taxes"].partition(", ")
        taxes = self.by_mode.get(mode, self.env["account.tax"])
        products = self.product | self.fee | self.lock | self.cover
        products.taxes_id = taxes
        self.product.rental_cover_product_id = self.cover
        plan = self._plan(price=float(PRICE), **self.plan_values(case))
        plan.line_ids.phases = PHASES[case["phases"]]
        values = {
            "partner_id": self.partner_a.id,
            "rental_date_start": LATER_START if case["start"] == "later" else False,
            "fiscal_position_id": self.position.id if special == "abroad" else False,
        }
        # A customer from abroad, who buys at home all the same.
        abroad = special == "not abroad" and self.position
        self.partner_a.property_account_position_id = abroad
        if case["currency"] == "other" or case["listed"] != "none":
            values["pricelist_id"] = self._get_pricelist(case).id
        rows = [{"product_id": self.product.id, "rental_plan_id": plan.id}]
        if case["beside"]:
            rows.append({"product_id": self.lock.id})
        order = self.env["sale.order"].create(values)
        if case["quoted"] == "from a template":
            self._fill(order, rows)
        else:
            order.write({"order_line": [Command.create(row) for row in rows]})
        self._type(order, case)
        for discount in case["discount"].split(", then "):
            self._discount(order, case, discount)
        return order

    def _get_pricelist(self, case):
        """Return a pricelist of this case's currency, with its rule for what is rented."""
        own = self.company.currency_id
        rules = {
            "none": [],
            "percent": [{"compute_price": "percentage", "percent_price": 15}],
            "fixed": [{"compute_price": "fixed", "fixed_price": float(FIXED)}],
            "by quantity": [
                {"compute_price": "percentage", "percent_price": 50, "min_quantity": 4},
                {"compute_price": "percentage", "percent_price": 10, "min_quantity": 3},
            ],
        }
        of = {"applied_on": "1_product", "product_tmpl_id": self.product.product_tmpl_id.id}
        items = [Command.create({**of, **rule}) for rule in rules[case["listed"]]]
        currency = self.euro if case["currency"] == "other" else own
        return (
            self.env["product.pricelist"]
            .sudo()
            .create({"name": "List", "currency_id": currency.id, "item_ids": items})
        )

    def _fill(self, order, rows):
        """Fill a quotation from a template of these rows, as the screen does."""
        order.sale_order_template_id = self.env["sale.order.template"].create(
            {
                "name": "Bikes",
                "sale_order_template_line_ids": [Command.create(row) for row in rows],
            }
        )
        order._onchange_sale_order_template_id()

    def _type(self, order, case):
        """Change the lines of a quotation as a person does."""
        rented = order.order_line.filtered("is_rental_recurring")
        values = {
            "product_uom_qty": QUANTITY,
            "discount": 20.0 if case["discount"] == "line" else 0.0,
            "rental_with_cover": case["cover"],
        }
        order.write({"order_line": [Command.update(rented.id, values)]})
        beside = order.order_line.filtered(lambda one: one.product_id == self.lock)
        beside.price_unit = float(BESIDE)
        if case["taxes"] == "none, included by hand":
            taxed = order.order_line.filtered(lambda one: one.rental_kind != "deposit")
            taxed.tax_ids = self.by_mode["included"]

    def _discount(self, order, case, discount):
        kind, _space, once = discount.partition(" ")
        if kind not in ("percent", "amount"):
            return
        values = {"discount_type": "so_discount", "discount_percentage": 0.1}
        if kind == "amount":
            off = float(OFF) * (2 if case["currency"] == "other" else 1)
            values = {"discount_type": "amount", "discount_amount": off}
            once = once or "then" in case["discount"]
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "rental_recurs": not once, **values}
        ).action_apply_discount()

    # === living === #

    def check_case(self, case):
        """Sell this case, let it live until its end, and check all its amounts."""
        signed = DAY if case["confirmed"] == "at once" else LATER
        oracle = Oracle(case, DAY, signed)
        with freeze_time(f"{DAY} 12:00:00"):
            order = self.quote(case)
            quoted = Oracle(case, DAY, DAY).signed_total()
            self.assertCents(order.amount_total, quoted, "quoted")
        with freeze_time(f"{signed} 12:00:00"):
            if case["confirmed"] == "copied":
                order = order.copy({"rental_date_start": order.rental_date_start})
                self.assertCents(order.amount_total, oracle.signed_total(), "copied")
            self._sign(order, case)
            self.assertCents(order.amount_total, oracle.signed_total(), "signed")
            subscription = order.rental_subscription_ids
            deposit = subscription.deposit_move_id
            self.assertCents(deposit.amount_total, oracle.deposit(), "deposit")
            self._bill(subscription, str(signed))
            self._pay_all(self._get_bills(subscription) | deposit)
        self._live(subscription, oracle)
        self._check_bills(order, oracle)

    def _live(self, subscription, oracle):
        """Let a subscription that was sold be handed over, and live until its end."""
        handed = oracle.signed + timedelta(days=HANDOVER_DAYS)
        with freeze_time(f"{handed} 12:00:00"):
            self.hand_over(subscription)
            self._skip(subscription, oracle)
        with freeze_time(f"{OVER} 12:00:00"):
            if subscription.state == "scheduled":
                subscription._start(subscription.date_start)
                self._skip(subscription, oracle)
            self._bill(subscription, OVER)

    def _sign(self, order, case):
        """Confirm the order, or let its customer pay it online."""
        if case["paid"] == "online":
            # As the customer's page does when it is opened.
            order._refresh_rental_prices()
        if case["paid"] == "by hand" or not order.amount_total:
            order.action_confirm()
            return
        order.require_payment = True
        payment = self._create_transaction(
            "direct",
            provider_id=self.provider.id,
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
        )
        payment.sudo()._set_done()
        payment.sudo()._post_process()

    def _get_bills(self, subscription):
        """Return the invoices of this subscription, the first period's first."""
        bills = subscription.period_ids._get_invoices()
        return bills.sorted(
            lambda move: (min(move.line_ids.rental_period_id.mapped("date_start")), move.id)
        )

    def _pay_all(self, moves):
        """Let the customer pay what is still open of these."""
        for move in moves.filtered("amount_residual"):
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            ).create({})._create_payments()
        self.assertFalse(sum(moves.mapped("amount_residual")))

    def _skip(self, subscription, oracle):
        """Skip the second period, where this case does, once it has begun."""
        if oracle.case["left_out"] == "skipped" and subscription.billing_anchor:
            (day,) = oracle.left_out()
            today = subscription.company_id._subscription_today()
            subscription._skip_period(day, today)

    def hand_over(self, subscription):
        """Hand over what this subscription waits for: here nothing does."""

    # === what must agree === #

    def _check_bills(self, order, oracle):
        subscription = order.rental_subscription_ids
        bills = self._get_bills(subscription)
        for number, wanted in enumerate(oracle.bills()):
            bill = bills[number : number + 1]
            self.assertCents(bill.amount_total, wanted, f"bill {number + 1}")
        self.assertEqual(bills.currency_id, order.currency_id)
        # Its whole life: nothing else was billed, and nothing waits.
        self.assertEqual(len(bills), len(oracle.bills()))
        self.assertFalse(subscription.next_billing_date)
        self.assertFalse(subscription._get_pending_charges())
        once = order._create_invoices() if oracle.case["beside"] else bills[:0]
        self.assertCents(once.amount_total, oracle.sold_once_total(), "sold once")

    def assertCents(self, amount, wanted, what):
        """Check an amount of Odoo's against one of the oracle's: to the cent."""
        found = Decimal(str(round(amount, 6)))
        self.assertEqual(found, Decimal(wanted.numerator) / wanted.denominator, what)
