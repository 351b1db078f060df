from odoo import api, fields, models


class ResPartner(models.Model):
    """A note on the customer, shown where one ticks (PK7)."""

    _inherit = "res.partner"

    rental_note = fields.Text(
        string="Note to Show",
        help="For your staff: shown where you tick, and never to the customer.",
    )
    rental_note_at_till = fields.Boolean(string="At the Till")
    rental_note_on_orders = fields.Boolean(string="On Orders")
    rental_till_note = fields.Text(
        string="Shown at the Till", compute="_compute_rental_till_note"
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "rental_till_note"]

    @api.depends(
        "rental_note",
        "rental_note_at_till",
        "parent_id.rental_note",
        "parent_id.rental_note_at_till",
    )
    def _compute_rental_till_note(self):
        for partner in self:
            partner.rental_till_note = partner._get_shown_note("rental_note_at_till")

    def _get_shown_note(self, where):
        """Return the notes of a customer, and of their company, to show in a place.

        :param where: the field that says so
        """
        self.ensure_one()
        people = self.parent_id | self
        notes = [one.rental_note for one in people if one[where]]
        return "\n".join(filter(None, notes))
