from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError


class PosConfig(models.Model):
    """A till at which packs and credit are used."""

    _inherit = "pos.config"

    rental_uses_prepaid = fields.Boolean(
        string="Use Packs and Credit",
        compute="_compute_rental_uses_prepaid",
        inverse="_inverse_rental_uses_prepaid",
        help="Sessions and credit of the customer are offered on the ticket.",
    )

    @api.depends("payment_method_ids.rental_is_prepaid")
    def _compute_rental_uses_prepaid(self):
        for config in self:
            methods = config.payment_method_ids
            config.rental_uses_prepaid = any(methods.mapped("rental_is_prepaid"))

    def _inverse_rental_uses_prepaid(self):
        for config in self:
            # Written only where it changes: it cannot while a session is open.
            known = config._get_till_prepaid_method()
            if config.rental_uses_prepaid and not known:
                method = config.company_id._get_prepaid_pos_method()
                config.payment_method_ids = [Command.link(method.id)]
            elif known and not config.rental_uses_prepaid:
                config.payment_method_ids = [Command.unlink(one.id) for one in known]

    def _get_till_prepaid_method(self):
        """Return the method by which packs and credit pay at this till, if they do."""
        self.ensure_one()
        return self.payment_method_ids.filtered("rental_is_prepaid")

    @api.constrains("payment_method_ids", "journal_id")
    def _check_rental_currency(self):
        for config in self.filtered(lambda one: one._get_till_prepaid_method()):
            if config.currency_id != config.company_id.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(till)s: packs and credit are kept in %(currency)s, so they "
                        "cannot be used at a till in another currency.",
                        till=config.name,
                        currency=config.company_id.currency_id.name,
                    )
                )
