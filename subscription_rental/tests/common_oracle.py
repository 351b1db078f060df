"""What an order promises, counted by itself: fractions and a calendar, and no Odoo.

A *document* is a list of amounts that are priced like products; `Oracle.total` makes of
it what is to be paid, as the company rounds taxes.
"""

from datetime import date, timedelta
from fractions import Fraction

PRICE = Fraction("32.90")
QUANTITY = 3
COVER = Fraction("4.15")
BESIDE = Fraction("99.95")
# No amount of whole cents and its tax of 21 % come to ten.
OFF = Fraction(10)
CENT = Fraction(1, 100)
TENTH = Fraction(1, 10)
TAX = Fraction(21, 100)
# The plan ends after so many whole intervals: that is an order's whole life.
TERM = 3
TRIAL_DAYS = 14
HANDOVER_DAYS = 3
# How the prices at first are written, and what they are while they hold.
PHASES = {
    "none": False,
    "half": "1 x -50%",
    "priced": "2 x 9.95",
    "free, then priced": "1 x free; 1 x 14.05",
}
FIRST_PRICES = {
    "none": [],
    "priced": [Fraction("9.95")] * 2,
    "free, then priced": [Fraction(0), Fraction("14.05")],
}
# What the customer's pricelist makes of the price, and the price that it says itself.
LISTED = {"none": 1, "percent": Fraction(85, 100), "by quantity": Fraction(9, 10)}
FIXED = Fraction("19.50")
# The month that is out of season: never that of a first period.
CLOSED = 9
LATER_START = date(2026, 8, 1)
# Days from the signing to the first one that is billed.
AWAITED = {"trial": TRIAL_DAYS, "handover": HANDOVER_DAYS, "paid handover": HANDOVER_DAYS}


def cents(amount):
    """Return `amount` in whole cents, halves away from zero."""
    whole = (abs(amount) * 200 + 1) // 2
    return Fraction(whole if amount >= 0 else -whole, 100)


def following(day, months):
    """Return the same day of a later month of the year."""
    return day.replace(month=day.month + months)


class Oracle:
    """What a case of the matrix has to come to.

    :param quoted: the day on which the quotation and its discounts were made
    :param signed: the day on which the order is confirmed
    """

    def __init__(self, case, quoted, signed):
        self.case = case
        self.quoted = quoted
        self.signed = signed
        self.rate = 2 if case["currency"] == "other" else 1
        self.off = OFF * self.rate
        self.excluded = case["taxes"] in ("excluded", "excluded, not abroad")
        self.globally = case["method"] == "round_globally"

    def has(self, *discounts):
        return self.case["discount"] in discounts

    # === what is to be paid, and when === #

    def signed_total(self):
        """Return the total of the order, on the day on which it is signed."""
        due = self.total(self.first_bill()) if self.is_due() else 0
        return due + self.sold_once_total() + self.deposit()

    def bills(self):
        """Return the totals of all invoices of the subscription, until it ends."""
        documents = [
            [self.part(row, share) for row in self.rows(passed)]
            for share, passed in zip(self.shares(), self.passed(), strict=True)
        ]
        first = self.first_bill()
        moved = zip(documents[0], first, strict=False)
        documents[1] += [true - asked for true, asked in moved if true != asked]
        first, waiting = self.absorbed(first)
        documents[1] += waiting
        return [self.total(document) for document in [first, *documents[1:]]]

    def absorbed(self, first):
        """Return the first bill without what is more off than it costs, and that as a list.

        Nobody is billed less than nothing: the rest waits for the next bill.
        """
        once = self.given_once()
        if not once or self.total(first) >= 0:
            return first, []
        others = first[: -len(once)]
        # The most cents that leave nothing below 0, with taxes and without.
        taken = cents(self.untaxed(others)) + CENT
        while min(self.untaxed([*others, -taken]), self.total([*others, -taken])) < 0:
            taken -= CENT
        return [*others, -taken], [sum(once) + taken]

    def sold_once_total(self):
        """Return the total of the invoice of what the order sells once."""
        return self.total(self.sold_once()) - self.sold_once_off()

    def deposit(self):
        return Fraction(self.case["deposit"]) * self.rate

    def is_due(self):
        """Return whether the first period is to be paid at the signing."""
        at_once = self.case["start"] in ("now", "payment", "paid handover")
        return at_once and self.case["timing"] != "arrears"

    # === the calendar === #

    def shares(self):
        """Return the part of an interval that each bill of the whole life is for."""
        return [share for share, day in self.periods() if day not in self.left_out()]

    def periods(self):
        """Return [(its part of an interval, its first day)] of each period of the life."""
        day = self.start()
        first = self.leading(day)
        if not self.case["aligned"]:
            return [(Fraction(1), following(day, number)) for number in range(TERM)]
        month = day.replace(day=1)
        whole = range(1, TERM + 1 if first < 1 else TERM)
        return [(first, day), *((Fraction(1), following(month, one)) for one in whole)]

    def left_out(self):
        """Return the first days of the periods that nobody pays for."""
        days = [day for _share, day in self.periods()]
        if self.case["left_out"] == "skipped":
            return days[1:2]
        closed = self.case["left_out"] == "out of season"
        return [day for day in days if closed and day.month == CLOSED]

    def passed(self):
        """Return how many whole intervals come before each bill: a part does not count."""
        first = self.shares()[0] == 1
        return [0, *(number + first for number in range(len(self.shares()) - 1))]

    def start(self):
        """Return the first day that is billed in the end."""
        if self.case["start"] == "later":
            return LATER_START
        return self.signed + timedelta(days=AWAITED.get(self.case["start"], 0))

    def leading(self, day):
        """Return which part of an interval the first period is, if it begins on `day`."""
        if not self.case["aligned"]:
            return Fraction(1)
        month = day.replace(day=1)
        after = following(month, 1)
        return Fraction((after - day).days, (after - month).days)

    # === prices === #

    def price(self, passed):
        """Return the price of the rented product after so many whole intervals."""
        first = self.first()
        return first[passed] if passed < len(first) else self.ordinary()

    def first(self):
        """Return the prices that hold at first: a percentage is off the listed price."""
        if self.case["phases"] == "half":
            return [cents(self.ordinary() / 2)]
        return [price * self.rate for price in FIRST_PRICES[self.case["phases"]]]

    def ordinary(self):
        """Return the ordinary price, as the customer's pricelist has it."""
        if self.case["listed"] == "fixed":
            return FIXED
        return cents(PRICE * self.rate * LISTED[self.case["listed"]])

    def products(self, passed=TERM):
        """Return what the products cost per interval: the rented one, and its cover.

        :param passed: after so many whole intervals
        """
        price = self.price(passed) * QUANTITY
        rows = [price * (Fraction(8, 10) if self.has("line") else 1)]
        if self.case["cover"]:
            rows.append(COVER * QUANTITY * self.rate)
        return [self.lowered(row) for row in rows]

    def lowered(self, price):
        """Return `price` after the percentage that holds each time."""
        return price * (1 - TENTH) if self.has("percent", "percent, then amount") else price

    def rows(self, passed):
        """Return all that is billed per interval, a discount that recurs included.

        :param passed: after so many whole intervals
        """
        rows = self.products(passed)
        if self.has("amount"):
            # Agreed on for the ordinary price; while less is asked for, no more than that.
            rows.append(-min(self.plan_off(self.products()), sum(rows)))
        return rows

    def fee(self):
        fee = Fraction(self.case["fee"]) * self.rate
        return [cents(self.lowered(fee))] if fee else []

    def sold_once(self):
        return [BESIDE] if self.case["beside"] else []

    def part(self, row, share):
        """Return what `share` of an interval costs: a whole one as it was agreed."""
        return row if share == 1 else cents(row * share)

    def first_bill(self):
        """Return the document of the first bill, as it is when it is made."""
        # Paid before the handover, it is for the days from the signing on.
        share = self.leading(self.signed) if self.is_due() else self.shares()[0]
        return [
            *(self.part(row, share) for row in self.rows(0)),
            *self.fee(),
            *self.given_once(),
        ]

    # === discounts of the order === #

    def given_once(self):
        """Return what the first bill is lowered by, as a list of one amount or none."""
        if self.has("percent once"):
            return [-cents(sum(self.first_prices(self.signed)) * TENTH)]
        if self.has("amount once", "percent, then amount"):
            return [-self.plan_off(self.first_prices(self.quoted))]
        return []

    def first_prices(self, day):
        """Return what the first bill charges, as an order of this day shows it."""
        share = self.leading(day) if self.is_due() else Fraction(1)
        return [*(self.part(row, share) for row in self.products(0)), *self.fee()]

    def plan_off(self, prices):
        """Return the part of the amount that is taken off these, priced like them."""
        off = self.off
        if self.case["beside"]:
            alone = sum(self.total([price]) for price in prices)
            off = cents(off * alone / (alone + self.total(self.sold_once())))
        # As much of it is tax as of the document; the rest is the price.
        whole = self.total(prices)
        if not whole:
            # Free at first: there is nothing to take it off.
            return Fraction(0)
        price = off - cents((whole - self.untaxed(prices)) * off / whole)
        # Or the one beside it that comes nearer, if its tax is rounded another way.
        return min(
            (price, price - CENT, price + CENT),
            key=lambda one: abs(off - self.taken(prices, one)),
        )

    def taken(self, prices, price):
        """Return what a row of this price takes off a document of these prices."""
        return self.total(prices) - self.total([*prices, -price])

    def sold_once_off(self):
        """Return what is taken off what is sold once, with taxes."""
        if not self.case["beside"]:
            return Fraction(0)
        off = Fraction(0)
        if self.has("percent", "percent once", "percent, then amount"):
            off += cents(self.total(self.sold_once()) * TENTH)
        if self.has("amount", "amount once", "percent, then amount"):
            prices = (
                self.products() if self.has("amount") else self.first_prices(self.quoted)
            )
            # What the plan's part does not take off in the end.
            off += self.off - self.taken(prices, self.plan_off(prices))
        return off

    # === taxes === #

    def total(self, document):
        """Return what a document comes to, with taxes."""
        if self.globally:
            whole = sum(document, Fraction(0))
            return cents(whole) + (cents(whole * TAX) if self.excluded else 0)
        bases = [cents(amount) for amount in document]
        taxes = [cents(base * TAX) for base in bases] if self.excluded else []
        return sum(bases + taxes, Fraction(0))

    def untaxed(self, document):
        """Return what a document comes to before taxes that are not in its prices."""
        if not self.excluded:
            return self.total(document)
        if self.globally:
            return cents(sum(document, Fraction(0)))
        return sum(map(cents, document), Fraction(0))
