from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import recipients

# What makes a contact the invoice address of its customer, or no longer.
PLACING = {"type", "parent_id", "active", "is_company"}


class ResPartner(models.Model):
    """Contacts to whom invoices go: running subscriptions follow them (BI18)."""

    _inherit = "res.partner"

    rental_invoice_copy_ids = fields.Many2many(
        "res.partner",
        "res_partner_rental_invoice_copy_rel",
        "partner_id",
        "copy_id",
        string="Copies of Invoices To",
        help="They get each invoice by e-mail, too: without a link to pay it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create contacts; a new invoice address is followed by running subscriptions."""
        parents = {
            vals.get("parent_id") for vals in vals_list if vals.get("type") == "invoice"
        }
        before = self.browse(filter(None, parents))._get_addresses_before()
        partners = super().create(vals_list)
        self._follow_invoice_addresses(before)
        return partners

    def write(self, vals):
        """Write on contacts; subscriptions follow what is now the invoice address."""
        if not PLACING & vals.keys():
            return super().write(vals)
        families = self | self.browse(vals.get("parent_id") or [])
        before = families._get_addresses_before()
        result = super().write(vals)
        self._follow_invoice_addresses(before)
        return result

    def _get_addresses_before(self):
        """Return {subscription: the invoice addresses that its customer offers now}.

        Of all running subscriptions on which a change of these contacts may tell.
        """
        if not self:
            return {}
        # Whoever edits a contact, or a customer in the portal, need not see subscriptions.
        subscriptions = self.env["subscription.subscription"].sudo()
        families = (self | self.commercial_partner_id).ids
        found = subscriptions.search(
            Domain("is_closed", "=", False)
            & (
                Domain("partner_id", "child_of", families)
                | Domain("partner_invoice_id", "in", self.ids)
            )
        )
        offered = {one: one._get_invoice_addresses() for one in found.partner_id}
        return {one: offered[one.partner_id] for one in found}

    @api.model
    def _follow_invoice_addresses(self, before):
        """Have subscriptions follow the invoice addresses of their customers.

        :param before: {subscription: the addresses that its customer offered before}
        """
        # Subscriptions of companies that whoever edits a contact does not work in, too.
        partners = self.browse().sudo().union(*(one.partner_id for one in before))
        after = {one: one._get_invoice_addresses() for one in partners}
        for subscription, offered in before.items():
            customer = subscription.partner_id
            current = subscription.partner_invoice_id
            new = recipients.next_address(
                current.id,
                before=offered.ids,
                after=after[customer].ids,
                default=customer.address_get(["invoice"])["invoice"],
                is_gone=not current.active and current != subscription.partner_id,
            )
            if new != current.id:
                subscription._follow_invoice_address(partners.browse(new))

    def _get_invoice_addresses(self):
        """Return the contacts that may all be the invoice address of this customer.

        The one that a new subscription gets, and those that are invoice contacts of the
        same house: which of them Odoo takes depends on their names.
        """
        self.ensure_one()
        first = self.browse(self.address_get(["invoice"])["invoice"])
        return first | first._get_invoice_contacts()

    def _get_invoice_contacts(self):
        """Return the other contacts who get the invoices that go to this address."""
        self.ensure_one()
        house = self.parent_id if self.type == "invoice" else self
        contacts = house.child_ids.filtered(
            lambda one: one.active and one.type == "invoice" and not one.is_company
        )
        return contacts - self

    def _get_invoice_copies(self):
        """Return who gets copies of the invoices that go to this address."""
        self.ensure_one()
        # Who sends an invoice need not be allowed to edit contacts.
        holders = (self | self.parent_id | self.commercial_partner_id).sudo()
        return holders.rental_invoice_copy_ids.filtered("active") - self
