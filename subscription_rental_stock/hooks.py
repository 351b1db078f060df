"""What the installation adds to companies and warehouses that are there already."""


def post_init_hook(env):
    """Give each company its location of rented goods, each warehouse its operations.

    Plans that were there before delivered nothing, and go on so until somebody says what
    happens to their goods: their customers may have them already.
    """
    companies = env["res.company"].search([("rental_location_id", "=", False)])
    companies._create_rental_locations()
    warehouses = env["stock.warehouse"].with_context(active_test=False).search([])
    for warehouse in warehouses:
        warehouse._create_rental_operations()
    plans = env["subscription.plan"].with_context(active_test=False).search([])
    plans.goods_handling = "none"


def uninstall_hook(env):
    """Take back the rights we gave, and archive our operations.

    What was moved with them stays as it was.
    """
    clerks = env.ref("subscription_rental.group_user_own")
    clerks.implied_ids -= env.ref("stock.group_stock_user")
    env["stock.picking.type"].search([("rental_kind", "!=", False)]).active = False
