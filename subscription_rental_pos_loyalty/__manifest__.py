{
    "name": "Subscription Rental: Promotions at the Till",
    "summary": "Promotions of the till leave alone what is sold by plans",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental_pos", "pos_loyalty"],
    "assets": {
        "point_of_sale._assets_pos": ["subscription_rental_pos_loyalty/static/src/**/*"],
        "web.assets_tests": ["subscription_rental_pos_loyalty/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
