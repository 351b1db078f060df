import os
import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from odoo import Command
from odoo.tests import freeze_time

from ..common_selling import SellingCommon

# `MATRIX_SEED` repeats a choice; `MATRIX_SIZE=0` takes all that there are.
SEED = int(os.environ.get("MATRIX_SEED") or random.SystemRandom().randrange(10**6))
SIZE = int(os.environ.get("MATRIX_SIZE") or 40)

AXES = {
    "timing": ("advance", "arrears", "lead"),
    "start": ("now", "later", "payment", "trial"),
    "aligned": (False, True),
    "fee": (0, 12),
    "discount": ("none", "line", "percent", "amount", "percent once", "amount once"),
    "taxes": ("excluded", "included", "position", "none"),
    "method": ("round_per_line", "round_globally"),
    "currency": ("own", "other"),
    "confirmed": ("at once", "later", "copied"),
    "beside": (False, True),
}
CENT = Decimal("0.01")
PRICE = Decimal("32.90")
QUANTITY = 3
DAY = date(2026, 7, 10)
LATER = date(2026, 7, 19)


def cents(amount):
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


class Oracle:
    """What an order promises, counted by itself: plain decimals and a calendar."""

    def __init__(self, case, signed):
        self.case = case
        rate = 2 if case["currency"] == "other" else 1
        self.price = PRICE * rate * QUANTITY
        self.fee = Decimal(case["fee"]) * rate
        self.off = Decimal("7.26") * rate
        self.start = signed
        if case["start"] == "later":
            self.start = date(2026, 8, 1)
        if case["start"] == "trial":
            self.start += timedelta(days=14)

    def is_due_at_signing(self):
        if self.case["timing"] == "arrears":
            return False
        return self.case["start"] in ("now", "payment")

    def first_share(self):
        if not self.case["aligned"]:
            return Decimal(1)
        month = date(self.start.year, self.start.month, 1)
        following = (month + timedelta(days=32)).replace(day=1)
        return Decimal((following - self.start).days) / (following - month).days

    def total(self, priced):
        """Return an amount that is priced like the product, with its taxes."""
        if self.case["taxes"] == "excluded":
            return cents(priced) + cents(cents(priced) * Decimal("0.21"))
        return cents(priced)

    def lowered(self, priced):
        """Return `priced` after the discount that holds each time."""
        if self.case["discount"] == "line":
            return priced * Decimal("0.8")
        if self.case["discount"] == "percent":
            return priced * Decimal("0.9")
        return priced

    def bills(self, count):
        """Return the totals with taxes of the first `count` bills."""
        whole = self.lowered(self.price)
        first = cents(whole * self.first_share())
        fee = self.fee
        if self.case["discount"] == "percent":
            fee = cents(fee * Decimal("0.9"))
        totals = [self.total(first + fee)]
        totals += [self.total(cents(whole)) for _later in range(count - 1)]
        return totals


class TestMatrix(SellingCommon):
    """Order to first invoice: what is signed, paid and invoiced agree to the cent."""

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
                "original_tax_ids": [Command.set(cls.by_mode["excluded"].ids)],
            }
        )
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.env["res.currency.rate"].search([("currency_id", "=", cls.euro.id)]).unlink()
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.euro.id, "rate": 2.0, "name": "2020-01-01"}
        )
        cls.lists = {
            "own": cls.env["product.pricelist"],
            "other": cls.env["product.pricelist"]
            .sudo()
            .create({"name": "Euro", "currency_id": cls.euro.id}),
        }
        cls.lock = cls._product("Lock")

    def _sellable(self, case):
        """Return the plan of this case; its products have the taxes of the case."""
        mode = case["taxes"] if case["taxes"] in self.by_mode else "excluded"
        tax = self.by_mode[mode] if case["taxes"] != "none" else self.env["account.tax"]
        (self.product | self.fee | self.lock).taxes_id = tax
        return self._plan(
            price=float(PRICE),
            setup_fee=case["fee"],
            billing_timing="arrears" if case["timing"] == "arrears" else "advance",
            invoice_lead_days=5 if case["timing"] == "lead" else 0,
            trial_days=14 if case["start"] == "trial" else 0,
            start_on_payment=case["start"] == "payment",
            alignment="calendar" if case["aligned"] else "anniversary",
        )

    def _quote(self, case):
        """Return the quotation of this case."""
        line = {
            "product_id": self.product.id,
            "rental_plan_id": self._sellable(case).id,
            "product_uom_qty": QUANTITY,
            "discount": 20.0 if case["discount"] == "line" else 0.0,
        }
        lines = [line]
        if case["beside"]:
            lines.append({"product_id": self.lock.id, "price_unit": 100.0})
        values = {
            "partner_id": self.partner_a.id,
            "rental_date_start": "2026-08-01" if case["start"] == "later" else False,
            "order_line": [Command.create(one) for one in lines],
        }
        if case["taxes"] == "position":
            values["fiscal_position_id"] = self.position.id
        if case["currency"] == "other":
            values["pricelist_id"] = self.lists["other"].id
        return self.env["sale.order"].create(values)

    def _discount(self, order, case):
        kind, _space, once = case["discount"].partition(" ")
        if kind not in ("percent", "amount"):
            return
        values = {"discount_type": "so_discount", "discount_percentage": 0.1}
        if kind == "amount":
            off = 7.26 * (2 if case["currency"] == "other" else 1)
            values = {"discount_type": "amount", "discount_amount": off}
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "rental_recurs": not once, **values}
        ).action_apply_discount()

    def _sign(self, case):
        """Return (order, the day of signing) after it was confirmed."""
        with freeze_time(f"{DAY} 12:00:00"):
            order = self._quote(case)
            self._discount(order, case)
        signed = DAY if case["confirmed"] == "at once" else LATER
        with freeze_time(f"{signed} 12:00:00"):
            if case["confirmed"] == "copied":
                order = order.copy({"rental_date_start": order.rental_date_start})
            order.action_confirm()
        return order, signed

    def _is_possible(self, case):
        """Return whether such a plan can be made and such an order signed."""
        awaited = case["start"] == "payment" and case["timing"] == "arrears"
        # An amount of the order is shared out between its parts: see test_signed.
        shared = case["beside"] and case["discount"].startswith("amount")
        return not awaited and not shared

    def _cases(self):
        cases = [dict(zip(AXES, values, strict=True)) for values in product(*AXES.values())]
        possible = [case for case in cases if self._is_possible(case)]
        chance = random.Random(SEED)
        return chance.sample(possible, SIZE) if SIZE else possible

    def test_signed_paid_and_invoiced_agree(self):
        for case in self._cases():
            with self.subTest(seed=SEED, **case), self.env.cr.savepoint():
                self.company.tax_calculation_rounding_method = case["method"]
                self._check(case)

    def _check(self, case):
        order, signed = self._sign(case)
        oracle = Oracle(case, signed)
        subscription = order.rental_subscription_ids
        owned = order.order_line.filtered("rental_plan_id")
        due = Decimal(str(round(sum(owned.mapped("price_total")), 2)))
        with freeze_time(f"{signed} 12:00:00"):
            first = subscription.period_ids._get_invoices()
            if case["start"] == "payment":
                self._pay(first)
        with freeze_time("2026-12-01 12:00:00"):
            if subscription.state == "scheduled":
                subscription._start(subscription.date_start)
            later = self._bill(subscription, "2026-12-01")
        bills = (first | later).sorted(
            lambda move: (min(move.line_ids.rental_period_id.mapped("date_start")), move.id)
        )
        totals = [Decimal(str(round(one.amount_total, 2))) for one in bills][:3]
        self._check_discounted(case, oracle, totals)
        if oracle.is_due_at_signing():
            self.assertEqual(order.currency_id, bills[:1].currency_id)
            self.assertAlmostEqual(due, totals[0], delta=self._slack(case))
        else:
            self.assertEqual(due, 0)
        if case["beside"]:
            self.assertTrue(order._create_invoices().amount_total)

    def _check_discounted(self, case, oracle, totals):
        """Check the first three bills against what the order promised."""
        expected = oracle.bills(3)
        discount = case["discount"]
        if discount.startswith("amount") or discount.endswith("once"):
            self._check_off(case, oracle, totals)
            return
        for total, wanted in zip(totals, expected, strict=True):
            self.assertAlmostEqual(total, wanted, delta=self._slack(case))

    def _check_off(self, case, oracle, totals):
        """Check what a discount of the order takes off its first bill, and the others."""
        kind, _space, once = case["discount"].partition(" ")
        full = oracle.bills(3)
        whole = oracle.total(cents(oracle.price))
        off = oracle.off if kind == "amount" else None
        due = oracle.is_due_at_signing()
        for number, (total, wanted) in enumerate(zip(totals, full, strict=True)):
            if once and number:
                less = Decimal(0)
            elif kind == "percent":
                base = wanted if due else whole + oracle.total(oracle.fee)
                less = cents(base * Decimal("0.1"))
            elif once:
                less = off
            else:
                share = oracle.first_share() if not number else Decimal(1)
                less = cents(off * share)
            self.assertAlmostEqual(total, wanted - less, delta=3 * CENT)

    def _slack(self, case):
        """Return what rounding of taxes by line or document may make of one amount."""
        lines = 1 + bool(case["fee"])
        return CENT * lines if case["taxes"] != "none" else Decimal(0)

    def _pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
