"""What a life of goods costs beside its rent: days after its end, and units that stay."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.subscription_rental.tests.common_lives_parts import cents

ZERO = Decimal(0)


@dataclass
class LateUnit:
    """A unit that is out after the end; counted from day to day."""

    end: date
    rent: Decimal
    # Days of the interval in which it ended.
    whole: int
    value: Decimal
    stays_after: int
    billed_to: date
    billed: Decimal = ZERO
    replaced: Decimal = ZERO
    is_back: bool = False

    def charge_days(self, day):
        """Charge the days since the last charge; all of them cost the value at most."""
        days = (day - self.billed_to).days
        if days > 0:
            fee = cents(self.rent * days / self.whole)
            self.billed += min(fee, self.value - self.billed)
            self.billed_to = day

    def pass_day(self, day):
        """Do what the daily job does while it is out."""
        if self.is_back or self.replaced or day <= self.end:
            return
        if (day - self.billed_to).days >= self.whole:
            self.charge_days(day)
        if (day - self.end).days >= self.stays_after:
            self.charge_days(day)
            self.replaced = self.value

    def come_back(self, day):
        """Give its value back; what its days cost stays."""
        self.charge_days(day)
        self.replaced = ZERO
        self.is_back = True

    def total(self):
        """Return what it costs beside the rent."""
        return self.billed + self.replaced
