from odoo import api, fields, models

from ...billing import recipients


class SubscriptionSubscription(models.Model):
    """Who gets the invoices of a subscription (BI18)."""

    _inherit = "subscription.subscription"

    invoice_recipient_ids = fields.Many2many(
        "res.partner",
        string="Invoices Go To",
        compute="_compute_invoice_recipient_ids",
        help="The invoice address, the other invoice contacts of the customer, and those "
        "who get copies: they are entered on the customer.",
    )

    @api.depends(
        "partner_invoice_id.parent_id.child_ids.type",
        "partner_invoice_id.child_ids.type",
        "partner_invoice_id.rental_invoice_copy_ids",
    )
    def _compute_invoice_recipient_ids(self):
        partners = self.env["res.partner"]
        for subscription in self:
            address = subscription.partner_invoice_id
            found = recipients.in_order(
                address.ids,
                address and address._get_invoice_contacts().ids,
                address and address._get_invoice_copies().ids,
            )
            subscription.invoice_recipient_ids = partners.browse(found)

    def _follow_invoice_address(self, address):
        """Send the next invoices of this subscription to `address`; say so on it."""
        self.ensure_one()
        former = self.partner_invoice_id
        self.partner_invoice_id = address
        here = self._in_office_language()
        here._message_log(
            body=here.env._(
                "The next invoices go to %(new)s, no longer to %(former)s: the contacts of "
                "the customer have changed. To have it otherwise, choose another invoice "
                "address here.",
                new=address.display_name,
                former=former.display_name,
            )
        )
