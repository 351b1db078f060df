from odoo import models


class Website(models.Model):
    _inherit = "website"

    def _get_and_cache_current_cart(self):
        """Give sessions back of a cart that somebody else than its customer has now.

        Such as who has logged out, or follows the link of a mail without logging in.
        """
        cart = super()._get_and_cache_current_cart()
        strange = cart and cart._has_prepaids() and not cart._is_visitors_own()
        if strange and not self.env.cr.readonly:
            cart._release_prepaids()
        return cart
