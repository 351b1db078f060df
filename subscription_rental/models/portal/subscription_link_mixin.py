from uuid import uuid4

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import consteq


class SubscriptionLinkMixin(models.AbstractModel):
    """The secret in a customer's links: how long it works, and how it is taken back.

    Whoever has it opens the page of that record, and nothing else. Each mail carries one
    that works.
    """

    _name = "subscription.link.mixin"
    _description = "Links of Customers"

    access_token_on = fields.Date(string="Link Made On", readonly=True, copy=False)

    def _portal_ensure_token(self):
        """Return the secret of the links; a new one if there is none that works."""
        self.ensure_one()
        if not self.access_token or self._is_link_over():
            today = self.company_id._subscription_today()
            self._write_kept({"access_token": str(uuid4()), "access_token_on": today})
        return self.access_token

    def _is_link_over(self):
        """Return whether links with the present secret work no longer."""
        self.ensure_one()
        days = self.company_id.sudo().subscription_link_days
        if not days:
            return False
        made = self.access_token_on
        today = self.company_id._subscription_today()
        return not made or fields.Date.add(made, days=days) <= today

    def _is_opened_by(self, access_token):
        """Return whether a visitor with this secret may see this record's page."""
        self.ensure_one()
        own = self.access_token
        # As bytes: what a visitor sends may be anything.
        given = str(access_token or "").encode(errors="surrogatepass")
        return bool(own) and consteq(own.encode(), given) and not self._is_link_over()

    @api.model
    def _get_thread_with_access(self, thread_id, *, mode="read", **_kwargs):
        """Return the thread for who has rights on it: a link opens pages, and no thread."""
        return super()._get_thread_with_access(thread_id, mode=mode)

    def _belongs_to_visitor(self, user, access_token):
        """Return whether `user`, or the holder of the link, may see this record."""
        self.ensure_one()
        if self._is_opened_by(access_token):
            return True
        customer = user.partner_id.commercial_partner_id
        return not user._is_public() and customer in self._get_seeing()

    def _get_seeing(self):
        """Return the customers who see this record when they are logged in."""
        self.ensure_one()
        return self.partner_id.commercial_partner_id

    def _portal_domain(self, user):
        """Return the domain of the records of `user` and of the user's company."""
        customer = user.partner_id.commercial_partner_id
        return Domain("partner_id", "child_of", customer.id)

    def _get_linked_documents(self):
        """Return the records whose links stand on this one's page, or were mailed for it.

        A list: they are of several models. An override adds its own.
        """
        self.ensure_one()
        return []

    def _revoke_links(self):
        """Take all links to these records back, and to what is paid for them."""
        for record in self:
            record._write_kept({"access_token": False, "access_token_on": False})
            # Whoever may change a record need not sell or invoice.
            for documents in record.sudo()._get_linked_documents():
                documents.access_token = False
            record._message_log(
                body=self.env._("The links that were sent lead nowhere now.")
            )
