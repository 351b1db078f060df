from . import controllers
from . import models
from . import wizards


def post_init_hook(env):
    """Let Mollie keep payment methods where nobody uses it yet."""
    unused = env["payment.provider"].search(
        [("code", "=", "mollie"), ("state", "=", "disabled")]
    )
    unused.allow_tokenization = True


def uninstall_hook(env):
    """Take Mollie's mandates from their subscriptions: nothing charges them any more."""
    tokens = env["payment.token"].search([("provider_code", "=", "mollie")])
    tokens.write({"active": False})
