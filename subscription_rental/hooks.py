from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, table_exists


def pre_init_hook(env):
    """Refuse to install over the tables of the ancient core module `subscription`."""
    table = "subscription_subscription"
    if table_exists(env.cr, table) and not column_exists(env.cr, table, "plan_id"):
        raise UserError(
            env._(
                "The table %(table)s of Odoo's former module 'subscription' is in the way: "
                "rename or drop it, then install again.",
                table=table,
            )
        )
