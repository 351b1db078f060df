from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    rental_location_id = fields.Many2one(
        "stock.location",
        string="On Rent",
        readonly=True,
        help="Where units are while customers have them: outside every warehouse.",
    )
    rental_lost_location_id = fields.Many2one(
        "stock.location",
        string="Lost Rentals",
        readonly=True,
        help="Where units are that were lost or stolen: no stock any more.",
    )

    def _create_per_company_locations(self):
        """Give new companies the locations of rented goods, too."""
        result = super()._create_per_company_locations()
        self._create_rental_locations()
        return result

    def _create_rental_locations(self):
        """Give each company its location of units on rent, and of lost ones."""
        locations = self.env["stock.location"].sudo()
        for company in self:
            shared = {"company_id": company.id, "location_id": False}
            company.rental_location_id = locations.create(
                {**shared, "name": self.env._("On Rent"), "usage": "internal"}
            )
            company.rental_lost_location_id = locations.create(
                {**shared, "name": self.env._("Lost Rentals"), "usage": "inventory"}
            )
