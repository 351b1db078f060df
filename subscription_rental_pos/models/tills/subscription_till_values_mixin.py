from functools import partial
from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import UserError

from .pos_config_claims import LARGEST_ID, LONGEST_UUID

# No line costs more; what is no number at all is not smaller than this.
LARGEST_NUMBER = 10**12
# As long as what a line says about itself.
LONGEST_TEXT = 2000
OURS = "rental_"


class SubscriptionTillValuesMixin(models.AbstractModel):
    """What a till sends in our fields of tickets and their lines: within reason.

    Odoo checks no types of what it is sent, so nonsense ends in an error of the database.
    """

    _name = "subscription.till.values.mixin"
    _description = "What Tills Send"

    @api.model
    def _check_till_values(self, vals_list):
        """Raise UserError, with the field's name, unless our values are what tills mean."""
        for vals in vals_list:
            for name, value in vals.items():
                if name.startswith(OURS) and value and not self._is_till_value(name, value):
                    raise self._not_meant(name)
        self._check_till_links(vals_list)

    @api.model
    def _is_till_value(self, name, value):
        """Return whether a till can mean `value` by our field of this name."""
        field = self._fields.get(name)
        checks = {
            "boolean": lambda one: type(one) is bool,
            "char": partial(self._is_till_text, longest=self._get_longest(name)),
            "date": self._is_till_day,
            "float": self._is_till_number,
            "many2one": lambda one: type(one) is int and 0 < one <= LARGEST_ID,
            "selection": lambda one: type(one) is str and one in field.get_values(self.env),
        }
        check = field and checks.get(field.type)
        return not check or check(value)

    @api.model
    def _get_longest(self, name):
        return LONGEST_UUID if name.endswith("_uuid") else LONGEST_TEXT

    @api.model
    def _is_till_text(self, value, longest):
        return type(value) is str and "\x00" not in value and len(value) <= longest

    @api.model
    def _is_till_number(self, value):
        is_number = type(value) in (int, float) and isfinite(value)
        return is_number and abs(value) <= LARGEST_NUMBER

    @api.model
    def _is_till_day(self, value):
        try:
            return bool(fields.Date.to_date(value))
        except (TypeError, ValueError):
            return False

    @api.model
    def _check_till_links(self, vals_list):
        """Raise UserError where our values name records that are not there any more."""
        links = {
            name
            for vals in vals_list
            for name in vals
            if name.startswith(OURS) and self._fields[name].type == "many2one"
        }
        for name in links:
            named = {vals[name] for vals in vals_list if vals.get(name)}
            # Cashiers need no rights on what their tickets name.
            records = self.env[self._fields[name].comodel_name].sudo().browse(named)
            if records.exists() != records:
                raise self._not_meant(name)

    @api.model
    def _not_meant(self, name):
        """Return the error that tells a cashier what to do about nonsense of their till."""
        return UserError(
            self.env._(
                "%(field)s: what the till sent cannot be meant, or is gone. Reload the "
                "till, and enter the ticket again.",
                field=self._fields[name]._description_string(self.env),
            )
        )
