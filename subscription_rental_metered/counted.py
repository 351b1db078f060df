"""How many of a product a line is about: its tariff is for each of them."""

from odoo.addons.subscription_rental.billing.proration import exact


def count_product(line, quantity):
    """Return how many of its product `quantity` of a line are, exactly.

    :param line: of an order or of a subscription; it may be in dozens
    """
    one = line.product_uom_id._compute_quantity(1.0, line.product_id.uom_id, round=False)
    return exact(quantity) * exact(one)
