from odoo.addons.subscription_rental_metered.controllers.portal_readings import (
    ReadingPortal,
)


class UnitReadingPortal(ReadingPortal):
    """The customer says which of several units was read (PL15)."""

    def _read_reading(self, kwargs):
        """Add the unit that was chosen."""
        values = super()._read_reading(kwargs)
        unit = self._cast_as_int(kwargs.get("assignment_id"))
        return {**values, "assignment_id": unit} if unit else values
