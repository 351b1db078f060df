from odoo.addons.payment import reset_payment_provider, setup_provider

from . import controllers
from . import models
from . import wizards
from .models.payment_provider import CODE


def post_init_hook(env):
    """Give each company its own, disabled provider."""
    setup_provider(env, CODE)


def uninstall_hook(env):
    """Take the mandates from their subscriptions: nothing collects with them any more."""
    tokens = env["payment.token"].search([("provider_id.code", "=", CODE)])
    tokens.write({"active": False})
    reset_payment_provider(env, CODE)
