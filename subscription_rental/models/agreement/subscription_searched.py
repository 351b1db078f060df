from odoo import api, fields, models
from odoo.fields import Domain


class SubscriptionSubscription(models.Model):
    """One search for whatever people know of a subscription (LC6)."""

    _inherit = "subscription.subscription"

    searched = fields.Char(
        string="Customer, Number, Product",
        compute="_compute_searched",
        search="_search_searched",
        help="Only to search by: customer, number, reference, product and more at once.",
    )

    def _compute_searched(self):
        self.searched = False

    @api.model
    def _search_searched(self, operator, value):
        if operator != "ilike":
            return NotImplemented
        return Domain.OR(self._get_searched_domains(value))

    @api.model
    def _get_searched_domains(self, text):
        """Return the domains of which one has to hold for what is searched by `text`.

        Runs for each search of the list; an override adds what its room knows.
        """
        return [
            Domain("name", "ilike", text),
            Domain("client_order_ref", "ilike", text),
            Domain("partner_id", "ilike", text),
            Domain("line_ids.product_id", "ilike", text),
        ]
