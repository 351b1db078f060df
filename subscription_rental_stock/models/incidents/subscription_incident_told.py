from odoo import models


class SubscriptionIncident(models.Model):
    """What the customer is told by mail of what became of an incident, once each (PO2)."""

    _inherit = "subscription.incident"

    def action_decide(self):
        """Tell the customer what was decided, and what it costs."""
        result = super().action_decide()
        self._tell_customer(lambda incident: incident._get_decided_sentence())
        return result

    def action_close(self):
        """Tell the customer that it is settled."""
        result = super().action_close()
        self._tell_customer(lambda incident: incident._get_closed_sentence())
        return result

    def action_found(self):
        """Tell the customer that the loss is undone."""
        result = super().action_found()
        self._tell_customer(lambda incident: incident._get_found_sentence())
        return result

    def _tell_customer(self, write):
        """Post what `write` says of each of these incidents, in its customer's language.

        Customers follow their incidents, so they get it by mail; a former one does not.
        """
        for incident in self.filtered(lambda one: not one.is_former):
            here = incident.with_context(lang=incident.partner_id.lang)
            here.message_post(
                body=write(here),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _get_decided_sentence(self):
        self.ensure_one()
        facts = {"incident": self.name, "unit": self.assignment_id.display_name}
        if self.currency_id.is_zero(self.amount):
            return self.env._(
                "We looked into %(incident)s, %(unit)s: it costs you nothing.", **facts
            )
        with_taxes = self.subscription_id._shows_taxes()
        amount = self._get_with_taxes(self.amount) if with_taxes else self.amount
        facts["amount"] = self._show_amount(amount)
        if with_taxes:
            told = self.env._(
                "We looked into %(incident)s, %(unit)s: it costs %(amount)s with taxes, on "
                "your next invoice.",
                **facts,
            )
        else:
            told = self.env._(
                "We looked into %(incident)s, %(unit)s: it costs %(amount)s before taxes, "
                "on your next invoice.",
                **facts,
            )
        by_rule = self.currency_id.is_zero(self.amount - self._get_fee())
        return f"{told} {self._get_customer_computation()}" if by_rule else told

    def _get_closed_sentence(self):
        self.ensure_one()
        return self.env._(
            "%(incident)s, %(unit)s, is settled: there is nothing left for you to do.",
            incident=self.name,
            unit=self.assignment_id.display_name,
        )

    def _get_found_sentence(self):
        self.ensure_one()
        return self.env._(
            "%(unit)s was found again: what %(incident)s cost you is taken back.",
            incident=self.name,
            unit=self.assignment_id.display_name,
        )
