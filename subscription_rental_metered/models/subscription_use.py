from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date, formatLang

from odoo.addons.subscription_rental.billing.proration import exact
from odoo.addons.subscription_rental.locking import lock


class SubscriptionUse(models.Model):
    """The ledger of metered use: what a period was said to cost, each time it was asked.

    The first row of a period bills it; each later one corrects it by the difference.
    """

    _name = "subscription.use"
    _description = "Metered Use of a Period"
    _order = "date_start desc, line_id, number desc"

    line_id = fields.Many2one(
        "subscription.line", required=True, ondelete="restrict", index=True
    )
    meter_id = fields.Many2one("subscription.meter", required=True, ondelete="restrict")
    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    uom_id = fields.Many2one(related="meter_id.uom_id")
    date_start = fields.Date(string="First Day", required=True)
    date_end = fields.Date(
        string="End", required=True, help="The first day after the period."
    )
    number = fields.Integer(help="0 bills the period; others correct it.")
    counters = fields.Json(
        help="What each counter showed at the start and at the end, with its name."
    )
    counter_text = fields.Char(string="Counter", compute="_compute_counter_text")
    scale = fields.Char(
        required=True,
        default="1",
        help="How many intervals were paid for, times the quantity: a fraction.",
    )
    quantity = fields.Float(string="Used", digits=(16, 3))
    included = fields.Float(digits=(16, 3))
    is_estimated = fields.Boolean(string="Estimated")
    is_end = fields.Boolean(help="It counts until the counter was read for the last time.")
    amount = fields.Monetary(help="What the use of this period costs, as known then.")
    difference = fields.Monetary(
        string="Billed", help="What this row bills, or gives back, of that."
    )
    charge_ids = fields.One2many("subscription.charge", "use_id", readonly=True)
    move_line_ids = fields.One2many("account.move.line", "rental_use_id", readonly=True)
    is_newest = fields.Boolean(compute="_compute_is_newest")
    amount_left = fields.Monetary(
        string="Left to Bill",
        compute="_compute_amount_left",
        help="What was credited of this period's use and not invoiced again.",
    )
    _once_per_period = models.UniqueIndex(
        "(line_id, date_start, number)", "The use of this period is billed already."
    )
    _has_days = models.Constraint(
        "CHECK(date_start < date_end)", "A period has at least one day."
    )

    @api.depends("date_start", "date_end", "line_id")
    def _compute_display_name(self):
        for use in self:
            days = use._get_days() if use.date_end else ""
            use.display_name = f"{use.line_id.display_name}, {days}"

    def _get_days(self):
        """Return the first and the last day of this row, as people write them."""
        self.ensure_one()
        last = fields.Date.subtract(self.date_end, days=1)
        return self.env._(
            "%(first)s to %(last)s",
            first=format_date(self.env, self.date_start),
            last=format_date(self.env, last),
        )

    def _compute_is_newest(self):
        rows = self.search([("line_id", "in", self.line_id.ids)], order="number")
        newest = {row._get_use_key(): row for row in rows}
        for use in self:
            use.is_newest = newest.get(use._get_use_key()) == use

    def _get_use_key(self):
        return self.line_id.id, self.date_start

    @api.depends("move_line_ids.parent_state", "charge_ids.move_line_id")
    def _compute_amount_left(self):
        for use in self:
            # Who may read the row may know what is left of it.
            use.amount_left = float(use.sudo()._get_use_left()) if use.is_newest else 0.0

    def _get_use_left(self):
        """Return what credit notes gave back of this period's use, and nobody billed again.

        Charges that wait, or were given up by a person, are not left.
        """
        self.ensure_one()
        rows = self.search(
            [("line_id", "=", self.line_id.id), ("date_start", "=", self.date_start)]
        )
        lines = rows.move_line_ids.filtered(lambda line: line._counts_for_period())
        invoiced = sum((line._get_rental_amount() for line in lines), start=exact(0))
        other = rows.charge_ids.filtered(
            lambda charge: (
                charge.state == "pending"
                or (charge.state == "cancelled" and not charge.is_use_again)
            )
        )
        return exact(self.amount) - invoiced - sum(map(exact, other.mapped("amount")))

    def action_bill_use_again(self):
        """Bill with the next invoice what was credited of this use."""
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Two people at once: the second finds it billed.
        lock(subscription.sudo())
        left = self.amount_left
        if self.currency_id.compare_amounts(left, 0) <= 0:
            raise UserError(self.env._("%(use)s is billed already.", use=self.display_name))
        self.sudo()._charge_use(left, is_use_again=True)
        if subscription.is_closed:
            subscription._settle_charges(subscription.company_id._subscription_today())

    def _charge_use(self, amount, **values):
        """Add a charge of `amount` for this use, which waits for the next invoice."""
        self.ensure_one()
        count = len(self.charge_ids)
        return self.env["subscription.charge"].create(
            {
                "subscription_id": self.subscription_id.id,
                "kind": "metered",
                "product_id": self.line_id.tariff_id.product_id.id,
                "name": self._get_use_text(),
                "amount": amount,
                "date_first": self.date_start,
                "date_last": fields.Date.subtract(self.date_end, days=1),
                "source_key": f"use/{self.id}/{count}",
                "use_id": self.id,
                **values,
            }
        )

    # === what the invoice says === #

    def _get_use_text(self):
        """Return the text of this use on an invoice, in the customer's language."""
        self.ensure_one()
        lang = self.subscription_id.partner_invoice_id.lang
        return self.with_context(lang=lang)._get_use_lines()

    def _get_use_lines(self):
        """Return the product, the days, the readings and what follows, line by line."""
        tariff = self.line_id.tariff_id
        if not self.number:
            head = tariff.product_id.name
        else:
            head = self.env._("%(name)s, corrected", name=tariff.product_id.name)
        return "\n".join(
            [
                f"{head}: {self.line_id.product_id.name}",
                self._get_days(),
                *self._get_counter_lines(tariff),
                self._get_used_line(tariff),
                self._get_included_line(tariff),
                *self._get_difference_lines(),
            ]
        )

    def _get_difference_lines(self):
        """Return what a correction costs now and cost before; nothing of the first row."""
        if not self.number:
            return []
        before = self.amount - self.difference
        now, then = (
            formatLang(self.env, amount, currency_obj=self.currency_id)
            for amount in (self.amount, before)
        )
        return [self.env._("%(now)s instead of %(then)s", now=now, then=then)]

    @api.depends("counters")
    def _compute_counter_text(self):
        for use in self:
            lines = use._get_counter_lines(use.line_id.tariff_id)
            use.counter_text = "; ".join(lines)

    def _get_counter_lines(self, tariff):
        """Return what each counter showed at both ends."""
        return [
            self.env._(
                "%(counter)s: %(first)s, at the end %(last)s",
                counter=name or self.env._("Counter"),
                first=tariff._show_count(first),
                last=tariff._show_count(last),
            )
            for name, first, last in self.counters or ()
        ]

    def _get_used_line(self, tariff):
        """Return what was used, and whether that is an estimate."""
        words = {"used": tariff._show_count(self.quantity), "unit": tariff.uom_id.name}
        if self.is_estimated:
            return self.env._("Used: %(used)s %(unit)s, estimated", **words)
        return self.env._("Used: %(used)s %(unit)s", **words)

    def _get_included_line(self, tariff):
        """Return how much of it is included, and the prices of the rest."""
        rule, scale = tariff._get_tariff_rule(), self._get_scale()
        split = tariff._get_split_sentence(rule, exact(self.quantity), scale)
        words = {"included": tariff._show_count(self.included), "prices": split}
        if not split:
            return self.env._("Included: %(included)s", **words)
        return self.env._("Included: %(included)s, then %(prices)s", **words)

    def _get_scale(self):
        """Return how many intervals, times the quantity, this row is for, exactly."""
        self.ensure_one()
        return exact(self.scale)

    # === what was said before === #

    @api.model
    def _get_newest_of(self, subscriptions):
        """Return {subscription: its newest rows}: one for each period, oldest first."""
        rows = self.search(
            [("subscription_id", "in", subscriptions.ids)], order="date_start, number"
        )
        newest = {row._get_use_key(): row for row in rows}
        found = {}
        for row in newest.values():
            found.setdefault(row.subscription_id, []).append(row)
        return found

    def _says(self, values, amount):
        """Return whether this row says the same of its period as these values."""
        self.ensure_one()
        same = all(
            self[name] == values[name]
            for name in ("date_end", "scale", "is_end", "is_estimated", "counters")
        )
        return same and self.currency_id.is_zero(self.amount - amount)
