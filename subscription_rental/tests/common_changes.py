from odoo.tests import Form, freeze_time

from .common import SubscriptionCommon


class ChangesCommon(SubscriptionCommon):
    """A monthly rental that was billed for January, and its change dialog."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ebike = cls._product("E-bike")
        cls.rental = cls._subscription()
        cls._bill(cls.rental, "2024-01-01")
        cls.line = cls.rental.line_ids

    def _dialog(self, day="2024-01-13", user=None, **values):
        """Return the dialog as a person fills it in on that day."""
        self.startPatcher(freeze_time(f"{day} 12:00:00"))
        form = Form(
            self.env["subscription.change.dialog"]
            .with_user(user or self.env.user)
            .with_context(default_subscription_id=self.rental.id)
        )
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def _change(self, form):
        """Confirm the dialog; return the amount that it showed."""
        wizard = form.save()
        wizard.action_change()
        return wizard.amount_shown

    def _settled(self):
        """Return what is invoiced or waits, for periods that are billed."""
        slots = self.rental._get_billed_slots()
        settled = self.rental._get_settled(slots).values()
        return float(sum(one.net for one in settled))

    def _edit(self, form, number=0, **values):
        with form.line_ids.edit(number) as row:
            for name, value in values.items():
                setattr(row, name, value)
