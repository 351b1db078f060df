{
    "name": "Subscription Rental: Goods at the Till",
    "summary": "Rented goods are handed over at the till, by scanning serial numbers",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental_pos", "subscription_rental_stock"],
    "assets": {
        "point_of_sale._assets_pos": ["subscription_rental_pos_stock/static/src/**/*"],
        "web.assets_tests": ["subscription_rental_pos_stock/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
