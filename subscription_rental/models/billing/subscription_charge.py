from odoo import api, models

from ...billing import charges, collection, proration
from ...billing.proration import exact


class SubscriptionCharge(models.Model):
    """The charges that wait, and the part of them that an invoice takes."""

    _inherit = "subscription.charge"

    def _absorbed_by(self, base_lines):
        """Return those of these charges that an invoice with these lines can take.

        A credit that is larger than what is left of the invoice is split: one part goes
        on it, the other waits as a charge of its own.

        :param base_lines: base lines of taxes of what is billed, see `_get_base_lines`
        """
        taken = self.browse()
        parts = {}
        for charge, part in self._get_absorbed_parts(base_lines):
            parts.setdefault(charge, []).append(part)
        for charge, (first, *more) in parts.items():
            waiting = exact(charge.amount) - first - sum(more)
            taken = taken.union(charge, *map(charge._split_off, more))
            charge._split_off(waiting)
        return taken

    def _get_absorbed_parts(self, base_lines):
        """Return [(charge, part of it)] that such an invoice can take; write nothing.

        :param base_lines: base lines of taxes of what is billed, see `_get_base_lines`
        """
        return self._get_parts_of_left(self._get_waiting_amounts(), base_lines)

    def _get_absorbed_in_turn(self, bills):
        """Yield for each of these invoices, one after the other, what it can take.

        That is [(charge, part of it)]: what an earlier one takes is gone for the next.

        :param bills: for each invoice the base lines of what is billed
        """
        left = self._get_waiting_amounts()
        for base_lines in bills:
            parts = self._get_parts_of_left(left, base_lines)
            yield parts
            left = charges.left_after(left, parts)

    def _get_waiting_amounts(self):
        """Return {charge: what waits of it}, before any invoice takes some."""
        return {charge: exact(charge.amount) for charge in self}

    def _get_parts_of_left(self, left, base_lines):
        """Return [(charge, part of it)] of what is `left` that an invoice can take.

        :param left: {charge: what waits of it}, in the order in which they are taken
        """
        owed = {charge: amount for charge, amount in left.items() if amount < 0}
        fees = [(fee, amount) for fee, amount in left.items() if amount >= 0]
        if not owed:
            return fees
        charged = base_lines + [fee._prepare_base_line(amount) for fee, amount in fees]
        totals, rates = self._count_with_taxes(owed, charged)
        waiting = [(amount, rates[credit]) for credit, amount in owed.items()]
        taken = charges.absorb(totals, waiting, self.currency_id.rounding)
        parts = dict(zip(owed, map(exact, taken), strict=True))
        fitting = self._fit_credits(parts, charged)
        return fees + self._take_crumbs(owed, fitting, charged)

    @api.model
    def _fit_credits(self, parts, charged):
        """Return `parts` without the cents by which the invoice would be negative.

        Documents round the sum of their lines and taxes, which parts alone cannot know.

        :param parts: {credit: the part of it that is taken}
        :param charged: base lines of taxes of all that the invoice charges
        """
        parts = {credit: part for credit, part in parts.items() if part}
        while parts:
            missing = -min(self._get_totals_with(parts.items(), charged))
            if missing <= 0:
                break
            largest = min(parts, key=parts.get)
            parts[largest] = min(parts[largest] + missing, exact(0))
            parts = {credit: part for credit, part in parts.items() if part}
        return parts

    def _take_crumbs(self, owed, parts, charged):
        """Return [(credit, part)]: `parts`, and what rounded taxes would leave to pay.

        That is one of the smallest coins for each line at most: no bill is made of it.

        :param owed: {credit: what waits of it}
        :param parts: {credit: the part of it that is taken}
        """
        pairs = list(parts.items())
        _without, left = self._get_totals_with(pairs, charged)
        coin = exact(self.currency_id.rounding)
        if not 0 < left <= (len(charged) + len(pairs)) * coin:
            return pairs
        for credit, amount in owed.items():
            waiting = parts.get(credit, 0) - amount
            more = [*pairs, (credit, -left)]
            if waiting >= left and not self._get_totals_with(more, charged)[1]:
                return more
        return self._split_crumb(pairs, charged)

    @api.model
    def _split_crumb(self, pairs, charged):
        """Return `pairs` with one part in two where all is given, and a coin is left.

        Where taxes are in the prices, Odoo evens out the rounded parts of a document, but
        not those of one that comes to nothing: two parts are rounded another way.
        """
        lines = charged + [credit._prepare_base_line(part) for credit, part in pairs]
        whole = sum(
            proration.worth(line["price_unit"], line["quantity"], line["discount"])
            for line in lines
        )
        coin = exact(self.currency_id.rounding)
        if len({line["tax_ids"] for line in lines}) > 1 or abs(whole) >= coin / 10**6:
            return pairs
        for number, (credit, part) in enumerate(pairs):
            others = pairs[:number] + pairs[number + 1 :]
            for piece in (coin * count for count in range(1, 6)):
                more = [*others, (credit, part + piece), (credit, -piece)]
                if -part > piece and not self._get_totals_with(more, charged)[1]:
                    return more
        return pairs

    @api.model
    def _get_totals_with(self, pairs, charged):
        """Return (before taxes, with taxes) of an invoice with these parts of credits."""
        lines = [credit._prepare_base_line(part) for credit, part in pairs]
        return self.subscription_id._get_tax_totals(charged + lines)

    @api.model
    def _count_with_taxes(self, owed, charged):
        """Return the total charged, and the rates of `owed`, before taxes and with them.

        Where all lines and charges have the same taxes, one way of counting is enough.

        :param owed: {credit: what waits of it}
        :param charged: base lines of taxes
        """
        rows = [credit._prepare_base_line(amount) for credit, amount in owed.items()]
        taxes = {line["tax_ids"] for line in (*charged, *rows)}
        if len(taxes) == 1:
            total = sum(
                proration.worth(line["price_unit"], line["quantity"], line["discount"])
                for line in charged
            )
            # Prices per unit are binary fractions: what they differ by is no money.
            grain = exact(self.currency_id.rounding) / 10**6
            total = exact(proration.rounded(total, grain))
            return (total,), dict.fromkeys(owed, (exact(1),))
        totals = self._get_totals_with((), charged)
        return totals, {
            credit: credit._get_tax_rates(amount) for credit, amount in owed.items()
        }

    def _get_tax_rates(self, amount):
        """Return what one unit of `amount` of this charge is before and with taxes."""
        self.ensure_one()
        return tuple(way / amount for way in self._get_taxed(float(amount)))

    def _get_credited_invoices(self):
        """Return the invoices of the periods and charges that these charges take back."""
        return self.period_id._get_invoices() | self.credited_id.move_line_id.move_id

    def _take_back(self, amount, name, source_key, today):
        """Give up this charge while it waits, or credit `amount` of it once invoiced.

        Where its invoice is unpaid, or no other one is to come, the credit note is made
        today: nobody is reminded of what is not owed.
        """
        self.ensure_one()
        compare = self.currency_id.compare_amounts
        if self.state == "pending" and compare(amount, self.amount) >= 0:
            self._cancel_charges(name)
        if self.state == "cancelled":
            return
        subscription = self.subscription_id
        credit = self._create_credit(amount, name, source_key)
        unpaid = self.move_line_id.move_id.payment_state in collection.OWED
        if self.state == "invoiced" and (unpaid or not subscription.next_billing_date):
            subscription._invoice_charges(credit, today)

    def _create_credit(self, amount, name, source_key):
        """Return a new credit of `amount` of this charge, which waits for an invoice."""
        self.ensure_one()
        # The ledger is the system's: users read it.
        return self.sudo().create(
            {
                "subscription_id": self.subscription_id.id,
                "kind": "credit",
                "product_id": self.product_id.id,
                "name": name,
                "amount": -amount,
                "source_key": source_key,
                "credited_id": self.id,
            }
        )

    def _prepare_charge_line_vals(self, sign=1):
        """Return the invoice line that settles this charge.

        :param sign: -1 on a credit note, where a credit is positive
        """
        self.ensure_one()
        vals = {
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": 1.0,
            "price_unit": sign * self.amount,
            "rental_subscription_id": self.subscription_id.id,
            "rental_charge_id": self.id,
        }
        vals |= self._prepare_tax_vals()
        if line := self.line_id:
            vals |= {
                # It counts for the period that it settles.
                "rental_line_id": line.id,
                "rental_period_id": self.period_id.id,
                "rental_first_day": self.date_first,
                "rental_last_day": self.date_last,
            }
            if line.analytic_distribution:
                vals["analytic_distribution"] = line.analytic_distribution
        return vals
