from odoo import api, models
from odoo.exceptions import ValidationError

from ...billing import due_dates
from ...billing.errors import DateOutOfRange, InvalidInterval
from ...billing.interval import LONGEST
from ...kept import Kept

# What the product says, where a file leaves it empty.
FILLED_IN = ("duration_count", "duration_unit", "date_due")


class SubscriptionDueDate(models.Model):
    """What people type into due dates, or import: each mistake is told by its name."""

    _inherit = "subscription.due.date"

    @api.model_create_multi
    def create(self, vals_list):
        """Let what a file leaves empty be as the product says."""
        return super().create([self._without_gaps(vals) for vals in vals_list])

    @api.model
    def _without_gaps(self, vals):
        """Return `vals` without what is empty and can be filled in."""
        gaps = {name for name in FILLED_IN if name in vals and vals[name] is False}
        if not gaps or isinstance(vals, Kept):
            return vals
        return {name: value for name, value in vals.items() if name not in gaps}

    @api.model
    def _check_typed(self, vals):
        """Name the row of a file whose numbers or days cannot be meant."""
        try:
            return super()._check_typed(vals)
        except ValidationError as error:
            name = vals.get("name")
            if not isinstance(name, str) or not name.isprintable():
                raise
            raise ValidationError(
                self.env._("%(name)s: %(problem)s", name=name, problem=error.args[0])
            ) from error

    @api.constrains("duration_count", "duration_unit", "date_start", "anchor_date")
    def _check_duration(self):
        for row in self:
            try:
                duration = row._get_duration()
                due_dates.due_after(row.date_start, duration, row.anchor_date)
            except InvalidInterval as error:
                raise ValidationError(row._get_duration_problem()) from error
            except DateOutOfRange as error:
                raise ValidationError(
                    self.env._(
                        "%(name)s: it would be renewed beyond the calendar. Choose "
                        "another start, or a shorter duration.",
                        name=row.display_name,
                    )
                ) from error

    def _get_duration_problem(self):
        """Return the sentence that it cannot be renewed for so long."""
        self.ensure_one()
        units = dict(self._fields["duration_unit"]._description_selection(self.env))
        return self.env._(
            "%(name)s: it can be renewed for 1 to %(longest)s %(unit)s, and not for "
            "%(count)s.",
            name=self.display_name,
            longest=LONGEST[self.duration_unit],
            unit=units[self.duration_unit],
            count=self.duration_count,
        )

    @api.constrains("quantity", "amount")
    def _check_typed_amounts(self):
        # The amounts of terms are those of their subscriptions.
        for row in self._without_terms():
            if row.quantity <= 0:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the quantity is more than 0, and not %(quantity)s.",
                        name=row.display_name,
                        quantity=row.quantity,
                    )
                )
            if row.amount < 0:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the amount is 0 or more, and not %(amount)s.",
                        name=row.display_name,
                        amount=row.amount,
                    )
                )

    @api.constrains("currency_id")
    def _check_currency(self):
        for row in self.filtered(lambda one: not one.currency_id.active):
            raise ValidationError(
                self.env._(
                    "%(name)s: nothing is sold in %(currency)s here. Choose another "
                    "currency, or ask an administrator to activate it.",
                    name=row.display_name,
                    currency=row.currency_id.name,
                )
            )
