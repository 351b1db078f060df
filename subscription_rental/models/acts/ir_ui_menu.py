from odoo import models


class IrUiMenu(models.Model):
    """The door to what other addons bill is there where one of them is."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        name = "subscription_rental.subscription_takeover_menu"
        menu = self.env.ref(name, raise_if_not_found=False)
        if menu and not self.env["subscription.takeover"]._get_takeover_models():
            return [*hidden, menu.id]
        return hidden
