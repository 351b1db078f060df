from odoo import api, fields, models

from ..tills.pos_config_claims import KEY


class PosOrderLine(models.Model):
    """A line that sells a pack or credit, or that one pays for.

    Its `uuid` names it in the ledger from the draft at the till on.
    """

    _name = "pos.order.line"
    _inherit = [
        "pos.order.line",
        "subscription.kept.mixin",
        "subscription.till.values.mixin",
    ]
    _keeps_readonly = False

    rental_prepaid_id = fields.Many2one(
        "subscription.prepaid",
        string="Paid by Pack or Credit",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    rental_credit = fields.Float(
        string="Paid by Credit",
        copy=False,
        help="How much of this line credit pays; the sessions of a pack pay all of it.",
    )
    rental_pack_uuid = fields.Char(
        string="Paid by New Pack",
        copy=False,
        help="The line of this ticket that sells the pack of which this is a session.",
    )
    rental_is_overused = fields.Boolean(
        string="Nothing Was Left",
        copy=False,
        readonly=True,
        kept=True,
        help="Used at a till without a connection, when nothing was left any more.",
    )
    rental_batch_ids = fields.One2many(
        "subscription.prepaid.batch", "pos_line_id", string="Sold", readonly=True
    )

    rental_sold_prepaid_id = fields.Many2one(
        "subscription.prepaid",
        string="Pack or Credit Sold",
        compute="_compute_rental_sold_prepaid_id",
        compute_sudo=True,
    )

    @api.depends("rental_batch_ids.granted", "rental_batch_ids.prepaid_id")
    def _compute_rental_sold_prepaid_id(self):
        for line in self:
            granted = line.rental_batch_ids.filtered("granted")
            line.rental_sold_prepaid_id = granted.prepaid_id[:1]

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse what tills cannot mean, and what the system keeps."""
        for vals in vals_list:
            self._check_kept(vals)
        self._check_rental_numbers(vals_list)
        self._check_till_values(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse what tills cannot mean."""
        self._check_rental_numbers([vals])
        self._check_till_values([vals])
        return super().write(vals)

    @api.model
    def _load_pos_data_fields(self, config):
        return [
            *super()._load_pos_data_fields(config),
            "rental_prepaid_id",
            "rental_sold_prepaid_id",
            "rental_credit",
            "rental_pack_uuid",
        ]

    def _get_ticket_key(self):
        """Return what names the use of a pack by this line in the ledger."""
        self.ensure_one()
        return KEY % self.uuid

    def _get_sale_key(self):
        """Return what names the sale of a pack by this line in the ledger."""
        self.ensure_one()
        return f"pos-sale,{self.uuid}"

    def _get_till_income_account(self):
        """Return the account on which this line is booked."""
        self.ensure_one()
        base_line = self.sudo()._prepare_base_line_for_taxes_computation()
        return base_line["account_id"]

    def unlink(self):
        """Give back what deleted lines of drafts have claimed."""
        for line in self.filtered("rental_prepaid_id"):
            line.env["subscription.prepaid"]._release_for(line._get_ticket_key())
        return super().unlink()
