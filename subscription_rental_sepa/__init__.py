from odoo.addons.payment import reset_payment_provider, setup_provider

from . import controllers
from . import models
from . import wizards
from .models.payment_provider import CODE


def post_init_hook(env):
    """Give each company its own, disabled provider."""
    setup_provider(env, CODE)


def uninstall_hook(env):
    """Take the mandates from their subscriptions: nothing collects with them any more.

    Providers that nothing refers to go; of others a disabled row without code stays.
    """
    providers = env["payment.provider"].search([("code", "=", CODE)])
    every = env["payment.token"].with_context(active_test=False)
    tokens = every.search([("provider_id", "in", providers.ids)])
    tokens.write({"active": False})
    reset_payment_provider(env, CODE)
    charged = env["payment.transaction"].search([("provider_id", "in", providers.ids)])
    env["ir.model.data"].search(
        [("model", "=", "payment.provider"), ("res_id", "in", providers.ids)]
    ).unlink()
    (providers - tokens.provider_id - charged.provider_id).unlink()
