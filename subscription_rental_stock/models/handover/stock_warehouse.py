from odoo import fields, models

OUT = "rental_out_type_id"

IN = "rental_in_type_id"


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    rental_out_type_id = fields.Many2one(
        "stock.picking.type", string="Handovers", check_company=True, copy=False
    )
    rental_in_type_id = fields.Many2one(
        "stock.picking.type", string="Rental Returns", check_company=True, copy=False
    )
    rental_check_loc_id = fields.Many2one(
        "stock.location", string="To Check", check_company=True, copy=False
    )
    rental_repair_loc_id = fields.Many2one(
        "stock.location", string="In Repair", check_company=True, copy=False
    )

    def _get_locations_values(self, vals, code=False):
        """Add the locations of returned units: to check, and in repair."""
        values = super()._get_locations_values(vals, code)
        return {
            **values,
            "rental_check_loc_id": {"name": self.env._("To Check"), "usage": "internal"},
            "rental_repair_loc_id": {"name": self.env._("In Repair"), "usage": "internal"},
        }

    def _get_sequence_values(self, name=False, code=False):
        values = super()._get_sequence_values(name, code)
        code = code or self.code
        values[OUT] = {
            "name": self.env._("%(name)s Sequence handovers", name=name or self.name),
            "prefix": f"{code}/RENT/",
            "padding": 5,
            "company_id": self.company_id.id,
        }
        values[IN] = {
            "name": self.env._("%(name)s Sequence rental returns", name=name or self.name),
            "prefix": f"{code}/BACK/",
            "padding": 5,
            "company_id": self.company_id.id,
        }
        return values

    def _get_picking_type_create_values(self, max_sequence):
        data, next_sequence = super()._get_picking_type_create_values(max_sequence)
        on_rent = self.company_id.sudo().rental_location_id
        shared = {
            "company_id": self.company_id.id,
            # A unit that nobody knows is not rented out, and does not come back.
            "use_create_lots": False,
            "use_existing_lots": True,
        }
        data[OUT] = {
            **shared,
            "name": self.env._("Handovers"),
            "code": "outgoing",
            "rental_kind": "out",
            "default_location_src_id": self.lot_stock_id.id,
            "default_location_dest_id": on_rent.id,
            "sequence": next_sequence + 1,
            "sequence_code": "RENT",
            "create_backorder": "always",
        }
        data[IN] = {
            **shared,
            "name": self.env._("Rental Returns"),
            "code": "incoming",
            "rental_kind": "in",
            "default_location_src_id": on_rent.id,
            "default_location_dest_id": self.rental_check_loc_id.id,
            "sequence": next_sequence + 2,
            "sequence_code": "BACK",
            "create_backorder": "always",
        }
        return data, next_sequence + 3

    def _get_picking_type_update_values(self):
        values = super()._get_picking_type_update_values()
        code = self.code.replace(" ", "").upper()
        return {
            **values,
            OUT: {"active": self.active, "barcode": f"{code}RENT"},
            IN: {"active": self.active, "barcode": f"{code}BACK"},
        }

    def _create_or_update_sequences_and_picking_types(self):
        """Set the rental return as the return operation of rental handovers."""
        made = super()._create_or_update_sequences_and_picking_types()
        if OUT in made and IN in made:
            types = self.env["stock.picking.type"]
            types.browse(made[OUT]).return_picking_type_id = made[IN]
        return made

    def _create_rental_operations(self):
        """Create the rental locations and operations of a warehouse that lacks them."""
        self.ensure_one()
        self._create_missing_locations({})
        made = self._create_or_update_sequences_and_picking_types()
        if made:
            self.write(made)
