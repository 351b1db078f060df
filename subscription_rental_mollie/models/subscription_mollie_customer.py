from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Mollie knows no such thing, or no longer.
UNKNOWN_THERE = (404, 410)


def is_unknown_there(error):
    """Return whether a request failed because Mollie does not know what it names."""
    answer = getattr(error.__context__, "response", None)
    return answer is not None and answer.status_code in UNKNOWN_THERE


class SubscriptionMollieCustomer(models.Model):
    """What a customer is called at Mollie; test and live keys know different ones."""

    _name = "subscription.mollie.customer"
    _inherit = ["subscription.kept.mixin"]
    _description = "Customer at Mollie"
    _rec_name = "reference"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    provider_id = fields.Many2one(
        "payment.provider", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True)
    is_live = fields.Boolean(string="Live", readonly=True)
    reference = fields.Char(string="Known at Mollie As", required=True, readonly=True)

    _one_each = models.UniqueIndex(
        "(partner_id, provider_id, is_live)", "This customer is known at Mollie already."
    )

    @api.model
    def _find_or_make(self, partner, provider):
        """Return Mollie's name of `partner`, who is made a customer there if unknown."""
        live = provider._is_mollie_live()
        known = self.sudo().search(
            [
                ("partner_id", "=", partner.id),
                ("provider_id", "=", provider.id),
                ("is_live", "=", live),
            ]
        )
        if known:
            return known.reference
        # Asked twice at once, the same key gives the same customer.
        key = provider._get_mollie_key(f"customer/{live}/{provider.id}/{partner.id}")
        data = provider._send_api_request(
            "POST",
            "/customers",
            json=self._prepare_customer_vals(partner),
            mollie_key=key,
        )
        self._create_kept(
            [
                {
                    "partner_id": partner.id,
                    "provider_id": provider.id,
                    "is_live": live,
                    "reference": data["id"],
                }
            ]
        )
        return data["id"]

    @api.model
    def _forget_unknown(self, partner, provider):
        """Forget what Mollie called `partner` if it does so no more: deleted there."""
        known = self.sudo().search(
            [("partner_id", "=", partner.id), ("provider_id", "=", provider.id)]
        )
        for one in known.filtered(lambda one: one.is_live == provider._is_mollie_live()):
            try:
                provider._send_api_request("GET", f"/customers/{one.reference}")
            except ValidationError as error:
                if is_unknown_there(error):
                    one.unlink()

    @api.model
    def _prepare_customer_vals(self, partner):
        """Return what Mollie is told of a customer."""
        return {
            "name": partner.name or "",
            "email": partner.email_normalized or None,
            "metadata": {"partner": partner.id},
        }
