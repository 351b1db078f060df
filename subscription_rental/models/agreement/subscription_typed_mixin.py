import math
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What a column of integers takes.
LARGEST_INTEGER = 2**31 - 1
# More is a slip of the keyboard or of a file, and is refused before anything is computed.
MOST = 10**12
FIRST_YEAR, LAST_YEAR = 1900, 2199


class SubscriptionTypedMixin(models.AbstractModel):
    """Numbers and days that people type, or import: within reason."""

    _name = "subscription.typed.mixin"
    _description = "What People Type"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse numbers and days that cannot be meant."""
        for vals in vals_list:
            self._check_typed(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse numbers and days that cannot be meant."""
        self._check_typed(vals)
        return super().write(vals)

    @api.model
    def _check_typed(self, vals):
        """Raise ValidationError, with the field's name, unless these values are sane."""
        if not self._name.startswith("subscription."):
            # Other addons' models have their own rules.
            return
        checks = {
            "float": self._check_number,
            "monetary": self._check_number,
            "integer": partial(self._check_number, most=LARGEST_INTEGER),
            "date": self._check_day,
            "char": self._check_text,
            "text": self._check_text,
            "html": self._check_text,
        }
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            if field.type == "one2many":
                self._check_rows(field, value)
            elif field.type == "selection":
                self._check_choice(field, value)
            elif check := checks.get(field.type):
                check(field._description_string(self.env), value)

    @api.model
    def _check_rows(self, field, commands):
        """Check what is typed into rows, before anything is computed from them."""
        rows = self.env[field.comodel_name]
        if not hasattr(rows, "_check_typed"):
            return
        for command in commands:
            if isinstance(command, list | tuple) and isinstance(command[-1], dict):
                rows._check_typed(command[-1])

    @api.model
    def _check_choice(self, field, value):
        if value not in field.get_values(self.env):
            raise ValidationError(
                self.env._(
                    "%(field)s: choose one of the list.",
                    field=field._description_string(self.env),
                )
            )

    @api.model
    def _check_text(self, label, value):
        if isinstance(value, str) and "\x00" in value:
            raise ValidationError(
                self.env._(
                    "%(field)s: it contains a character that cannot be stored. Type it "
                    "anew.",
                    field=label,
                )
            )

    @api.model
    def _check_number(self, label, value, most=MOST):
        if not math.isfinite(value) or abs(value) > most:
            raise ValidationError(
                self.env._(
                    "%(field)s: enter a number that is not so large.",
                    field=label,
                )
            )

    @api.model
    def _check_day(self, label, value):
        try:
            year = fields.Date.to_date(value).year
        except ValueError:
            # No day at all, or one that Odoo itself cannot read back.
            year = 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(
                self.env._(
                    "%(field)s: choose a day between %(first)s and %(last)s.",
                    field=label,
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
            )
