"""Give what runs the deductible and the sale's share of its plan, as it had them."""

from odoo import SUPERUSER_ID, api

from odoo.addons.subscription_rental.kept import Kept


def migrate(cr, _version):
    """Copy the terms of goods from plans to the subscriptions sold before."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    sold = env["subscription.subscription"].search([("state", "!=", "draft")])
    for plan, owned in sold.grouped("plan_id").items():
        if not plan.deductible and not plan.sale_percent:
            continue
        for one in owned:
            fee = one._convert_fee(plan, "deductible", one.date_start)
            one.write(Kept(deductible=fee, sale_percent=plan.sale_percent))
