from odoo import fields, models


class PosPaymentMethod(models.Model):
    """The method by which packs and credit pay tickets; no cashier picks it."""

    _inherit = "pos.payment.method"

    rental_is_prepaid = fields.Boolean(
        string="Packs and Credit",
        readonly=True,
        copy=False,
        help="Packs and credit pay by it: the till adds it by itself.",
    )
    _rental_one_prepaid = models.UniqueIndex(
        "(company_id) WHERE rental_is_prepaid AND active",
        "A company has one payment method of packs and credit.",
    )

    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "rental_is_prepaid"]
