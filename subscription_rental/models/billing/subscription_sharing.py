from odoo import models
from odoo.tools import unique


class SubscriptionSubscription(models.Model):
    """Which periods of one customer come on one invoice."""

    _inherit = "subscription.subscription"

    def _get_sharing(self):
        """Return how this subscription shares invoices: one of SHARING's keys."""
        self.ensure_one()
        return self.partner_invoice_id._get_rental_sharing(self.company_id)

    def _get_sharers(self):
        """Return only the subscriptions that may share an invoice with others."""
        return self.filtered(lambda one: one._get_sharing() != "separate")

    def _split_by_invoice(self):
        """Return these subscriptions as smaller recordsets that can be billed apart.

        Subscriptions that share invoices stay together; if all of them do, each comes
        alone.
        """
        sharers = self._get_sharers()
        parts = list(sharers.grouped("partner_invoice_id").values())
        parts += list(self - sharers)
        return parts if len(parts) > 1 else list(self)

    def _get_sharing_key(self, slot):
        """Return the key that all slots have that come on one invoice with `slot`.

        Runs for each period that is billed; an override adds what its room does not mix.
        """
        self.ensure_one()
        sharing = self._get_sharing()
        if sharing == "separate":
            return (slot,)
        period = slot._get_period()
        day = self._get_terms().billing_date(period)
        return (
            # A late run makes the invoices that a run in time would have made.
            max(day, self.date_start or day),
            self.company_id,
            self.partner_invoice_id,
            sharing == "site" and self.partner_shipping_id,
            self.currency_id,
            self._get_journal(),
            self._get_payment_term(),
            self._get_fiscal_position(),
            self.plan_id.invoice_mode,
        )

    def _prepare_shared_invoice_vals(self, parts, today, run):
        """Return the values of one invoice for these subscriptions, each with its lines.

        :param parts: {subscription: values of its lines}
        """
        first = self[0]
        if len(self) == 1:
            return first._prepare_invoice_vals(parts[first], today, run)
        lines = []
        for subscription in self:
            lines += [subscription._prepare_section_vals(), *parts[subscription]]
        vals = first._prepare_invoice_vals(lines, today, run)
        vals["invoice_origin"] = ", ".join(self.mapped("name"))
        references = filter(None, self.mapped("client_order_ref"))
        vals["ref"] = ", ".join(unique(references))
        if len(self.partner_shipping_id) > 1:
            vals["partner_shipping_id"] = first.partner_invoice_id.id
            # Of their own addresses, and not of the one that stands there now.
            vals["fiscal_position_id"] = first._get_fiscal_position().id
        return vals

    def _prepare_section_vals(self):
        """Return the invoice line above the lines of this subscription."""
        self.ensure_one()
        here = self.with_context(lang=self.partner_invoice_id.lang)
        name = here.display_name
        if self.partner_shipping_id != self.partner_invoice_id:
            name = f"{name} ({here.partner_shipping_id.display_name})"
        return {"display_type": "line_section", "name": name}
