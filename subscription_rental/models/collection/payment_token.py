from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...billing import collection

METHOD_ACTIVITY = "subscription_rental.mail_activity_type_method"
# Where a provider needs two references to charge, the second is kept here.
SECOND_REFERENCES = {
    "adyen": "adyen_shopper_reference",
    "authorize": "authorize_profile",
    "flutterwave": "flutterwave_customer_email",
    "mercado_pago": "mercado_pago_customer_id",
    "stripe": "stripe_payment_method",
}


class PaymentToken(models.Model):
    _inherit = "payment.token"

    # Whoever subscribes customers sees a brand and four digits, no more.
    provider_ref = fields.Char(groups="base.group_system,subscription_rental.group_manager")
    rental_expiry = fields.Date(
        string="Expires With",
        help="Some day of the last month in which the card can be charged.",
    )
    rental_expiry_told = fields.Date(string="Expiry Told On", readonly=True, copy=False)
    rental_name = fields.Char(string="Payment Method Shown", compute="_compute_rental_name")

    def _has_field_access(self, field, operation):
        """Hide a provider's second reference from whom the first one is hidden."""
        if field.name in SECOND_REFERENCES.values():
            field = self._fields["provider_ref"]
        return super()._has_field_access(field, operation)

    @api.depends("payment_method_id", "payment_details", "rental_expiry")
    @api.depends_context("lang")
    def _compute_rental_name(self):
        for token in self:
            parts = [token.payment_method_id.name, token.display_name]
            if token.rental_expiry:
                parts.append(token.rental_expiry.strftime("%m/%y"))
            token.rental_name = " ".join(filter(None, parts))

    def _refresh_expiry(self, payment_data):
        """Store a later expiry of this card that its provider tells; it is not asked for.

        Card networks renew cards: our copy warns, and never keeps a card from a charge.
        """
        self.ensure_one()
        told = collection.expiry(payment_data)
        later = collection.later_expiry(self.rental_expiry or None, told)
        if not later:
            return
        if self.rental_expiry_told:
            subscriptions = self.env["subscription.subscription"].sudo()
            owned = subscriptions.search([("payment_token_id", "=", self.id)])
            owned.activity_feedback([METHOD_ACTIVITY])
        self.rental_expiry = later

    def _get_last_day(self):
        """Return the last day on which the card can be charged, as far as we know."""
        self.ensure_one()
        first: date = self.rental_expiry.replace(day=1)
        return first + relativedelta(months=1, days=-1)

    def write(self, vals):
        """Forget that the expiry was told of when the card's expiry is written."""
        if "rental_expiry" in vals:
            vals = {"rental_expiry_told": False, **vals}
        return super().write(vals)

    def _handle_archiving(self):
        """Remove an archived method from the subscriptions that are collected with it."""
        result = super()._handle_archiving()
        subscriptions = self.env["subscription.subscription"].sudo()
        owned = subscriptions.search([("payment_token_id", "in", self.ids)])
        owned._remove_method()
        # A provider that is switched off takes thousands at once: its company tells them.
        if len(self) == 1:
            owned._tell_of_method()
        return result

    def get_linked_records_info(self):
        """Add the subscriptions that are paid with this method to its linked records.

        Raises AccessError for a method of somebody else: what follows reads as the system.
        """
        user = self.env.user.partner_id
        # Core shows a contact the methods of its company, too.
        if self.sudo().partner_id not in user | user.commercial_partner_id:
            self.check_access("read")
        subscriptions = self.env["subscription.subscription"].sudo()
        return super().get_linked_records_info() + [
            {
                "description": self.env._("Subscription"),
                "id": one.id,
                "name": one.display_name,
                "url": one.access_url,
            }
            for one in subscriptions.search([("payment_token_id", "=", self.id)])
        ]
