from odoo import api, models
from odoo.exceptions import UserError


class SubscriptionShipDialog(models.TransientModel):
    """What a till scans stands where a person would type it (RG1)."""

    _inherit = "subscription.ship.dialog"

    @api.model
    def _get_till_row(self, vals):
        """Return what a till shows of one row, from the values of the row."""
        product = self.env["stock.move"].browse(vals["move_id"]).product_id
        return {
            "name": product.display_name,
            "quantity": vals["quantity"],
            "is_tracked": product.tracking != "none",
        }

    def _enter_scanned(self, serials):
        """Write what was scanned on the rows of this dialog, each on one of its product.

        What fits none is written all the same: the row says what is wrong with it. Raises
        UserError where there are more than rows.
        """
        self.ensure_one()
        free = self.row_ids.filtered(lambda row: row.product_tracking != "none")
        # What is reserved is a proposal: here somebody holds the unit in the hand.
        free.serial = False
        lots = free._search_lots(serials).grouped("name")
        for serial in serials:
            if not free:
                raise UserError(
                    self.env._(
                        "%(serial)s is one more than is to be handed over.", serial=serial
                    )
                )
            products = lots[serial].product_id if serial in lots else free.product_id
            fitting = free.filtered(lambda one, own=products: one.product_id in own)
            row = (fitting or free)[0]
            row.serial = serial
            free -= row

    def _check_all_handed(self):
        """Raise UserError with what is wrong with rows that were not handed over."""
        failed = self.row_ids.filtered(lambda row: row.result == "failed")
        if failed:
            raise UserError("\n".join(failed.mapped("message")))
