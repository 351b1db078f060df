from odoo import api, models

from ...codes import draw_code

LABEL_SIZE = 160


class StockLot(models.Model):
    """A rented unit: its value, its label and its moves."""

    _inherit = "stock.lot"

    @api.depends("product_id.categ_id.rental_valuation")
    def _compute_value(self):
        """Value a serial number also where it is on rent, outside every warehouse."""
        places = self.env["stock.location"].search([("is_valued_internal", "=", True)])
        # Core's own key for where to count; without one it counts in warehouses only.
        everywhere = self.with_context(location=places.ids)
        result = super(StockLot, everywhere)._compute_value()
        for lot in self:
            if lot.product_id.product_tmpl_id._is_rental_asset():
                lot.total_value = 0.0
        return result

    def _get_label_code(self):
        """Return the QR code of the page to report on this unit, as SVG in base64."""
        self.ensure_one()
        link = f"{self.get_base_url()}/my/units/{self.id}"
        return draw_code("QR", link, LABEL_SIZE, LABEL_SIZE)

    def action_view_rentals(self):
        """Open the rentals of this unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental_stock.subscription_assignment_action"
        )
        return {**action, "domain": [("lot_id", "=", self.id)], "context": {}}

    def action_inspect(self):
        """Ask what was found on this unit that came back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check %(unit)s", unit=self.name),
            "res_model": "subscription.inspect.dialog",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lot_id": self.id},
        }

    def _move_to(self, place, note=False):
        """Move this unit from where it is to `place`, at once."""
        self.ensure_one()
        quant = self.quant_ids.filtered(lambda one: one.quantity > 0)[:1]
        if not quant or quant.location_id == place:
            return self.env["stock.move"]
        return self.product_id._move_rented(
            quant.quantity, quant.location_id, place, lot=self, note=note
        )
